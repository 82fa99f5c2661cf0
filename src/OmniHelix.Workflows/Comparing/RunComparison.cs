using System.Text.Json;
using System.Text.Json.Nodes;
using OmniHelix.Inference.Scoring;
using OmniHelix.Metrics;
using OmniHelix.Metrics.Statistics;
using OmniHelix.Workflows.FineTuning.Scoring;
using OmniHelix.Workflows.Pretraining;

namespace OmniHelix.Workflows.Comparing;

/// <summary>
/// Runs side by side on the same test records: each metric of each run with its interval, and how far each run is from the first, by a
/// paired bootstrap. Records are matched by name and by the digest of their letters.
/// </summary>
/// <param name="Task">What all of them predict.</param>
/// <param name="Records">Test records.</param>
/// <param name="Runs">In the order asked for; the others are compared with the first.</param>
public sealed record RunComparison(TaskType Task, int Records, IReadOnlyList<ComparedRun> Runs)
{
    private const int Shown = 5;

    /// <summary>Compares runs.</summary>
    /// <param name="folders">At least two.</param>
    /// <param name="metrics">Metrics by name; null for the first run's primary one and all others of predicted classes or values.</param>
    /// <param name="options">How the bootstrap is run.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="UsageException">
    /// OH5063 fewer than two runs, or runs of different tasks or classes; OH5110, OH5111 an unknown metric or one of another task.
    /// </exception>
    /// <exception cref="OmniException">
    /// OH5060 the runs were tested on different records; OH5061 a run without predictions; OH5062 a folder that is no run; OH5040 a run
    /// without results.
    /// </exception>
    public static RunComparison Of(
        IReadOnlyList<string> folders, IReadOnlyList<string>? metrics = null, BootstrapOptions? options = null,
        CancellationToken cancellation = default)
    {
        if (folders.Count < 2)
            throw new UsageException(
                "OH5063", "at least two runs are needed to compare them", folders.Count == 0 ? null : folders[0], "Name them all.");
        var heads = folders.Select(Head.Of).ToList();
        var first = heads[0];
        foreach (var other in heads.Skip(1)) RequireSameTask(first, other);
        var task = TaskType.Parse(first.Task);
        var stored = heads.ConvertAll(head => StoredPredictions.Read(head.Folder, task, first.Labels, head.Labels));
        var aligned = stored.Select((run, i) => i == 0 ? run.Scored : Aligned(heads[0].Folder, stored[0], heads[i].Folder, run)).ToList();
        var names = Names(task, first, metrics);
        var runs = aligned.Select((records, i) => new ComparedRun(
            heads[i].Folder,
            Scores(Evaluation.Of(records, names), MetricIntervals.Of(records, names, options, cancellation)),
            i == 0 ? [] : MetricIntervals.Differences(records, aligned[0], names, options, cancellation)));
        return new RunComparison(task, stored[0].Records.Count, [.. runs]);
    }

    private static IReadOnlyList<ComparedScore> Scores(Evaluation evaluation, IReadOnlyList<ConfidenceInterval> intervals) =>
    [
        .. evaluation.Report.Values.Zip(intervals, (metric, interval) =>
            metric.Value.Measured is { } value
                ? new ComparedScore(metric.Key, value, interval.Low, interval.High)
                : new ComparedScore(metric.Key, null, null, null)),
    ];

    private static string[] Names(TaskType task, Head first, IReadOnlyList<string>? metrics)
    {
        var outputs = first.Labels.Count;
        var usual = MetricCatalog.Of(task.Target, outputs, task.Unit).Where(metric => !metric.NeedsScores).Select(metric => metric.Name);
        var wanted = metrics ?? [.. usual.Prepend(first.Metric)];
        return [.. wanted.Select(name => MetricCatalog.Find(name, task.Target, outputs, task.Unit).Name).Distinct(StringComparer.Ordinal)];
    }

    private static void RequireSameTask(Head first, Head other)
    {
        if (other.Task != first.Task)
            throw new UsageException(
                "OH5063", $"{first.Folder} predicts {first.Task} and {other.Folder} {other.Task}", other.Folder,
                "Compare runs of one task.");
        var only = first.Labels.Except(other.Labels).ToList();
        var more = other.Labels.Except(first.Labels).ToList();
        if (only.Count + more.Count > 0)
            throw new UsageException(
                "OH5063", $"the runs know different labels: {Few(only)} only in {first.Folder}, {Few(more)} only in {other.Folder}",
                other.Folder, "Compare runs with the same labels.");
    }

    // The records of a run in the order of the first run's; of records that are alike the first stands for the first.
    private static ScoredRecords Aligned(string firstFolder, StoredPredictions first, string folder, StoredPredictions run)
    {
        var places = new Dictionary<(string, string), Queue<int>>();
        for (var i = 0; i < run.Records.Count; i++)
        {
            var key = (run.Records[i].Id, run.Records[i].Digest);
            (places.TryGetValue(key, out var queue) ? queue : places[key] = new()).Enqueue(i);
        }
        var order = new List<int>();
        var missing = new List<string>();
        var relabelled = new List<string>();
        foreach (var record in first.Records)
        {
            if (!places.TryGetValue((record.Id, record.Digest), out var queue) || !queue.TryDequeue(out var place))
            {
                missing.Add(record.Id);
                continue;
            }
            if (run.Records[place].Label != record.Label) relabelled.Add(record.Id);
            order.Add(place);
        }
        string[] more = [.. places.Values.SelectMany(queue => queue).Select(i => run.Records[i].Id)];
        if (missing.Count + more.Length + relabelled.Count == 0) return run.Scored.Choose(order);
        var changed = missing.Intersect(more).ToList();
        string?[] differences =
        [
            Difference(changed, $"have other letters in {folder} than in {firstFolder}"),
            Difference(missing.Except(changed), $"are only in {firstFolder}"),
            Difference(more.Except(changed), $"are only in {folder}"),
            Difference(relabelled, "have other labels"),
        ];
        throw new OmniException(
            "OH5060", $"the runs were tested on different records: {string.Join("; ", differences.OfType<string>())}", folder,
            "Make predictions of one test set: omni evaluate --model RUN --data DATA --output FOLDER, and compare the folders.");
    }

    private static string? Difference(IEnumerable<string> ids, string what)
    {
        var all = ids.ToList();
        return all.Count == 0 ? null : FormattableString.Invariant($"{all.Count} {what} ({Few(all)})");
    }

    private static string Few(List<string> names) => names.Count == 0
        ? "none"
        : $"'{string.Join("', '", names.Take(Shown))}'{(names.Count > Shown ? ", …" : "")}";

    /// <summary>What the results of a run say about its predictions.</summary>
    private sealed record Head(string Folder, string Task, IReadOnlyList<string> Labels, string Metric)
    {
        public static Head Of(string folder)
        {
            if (RunSummary.Of(folder).Kind == PretrainWorkflow.Kind)
                throw new UsageException(
                    "OH5061", "a run of omni pretrain predicts no labels, so there is nothing to compare", folder,
                    "Compare runs of omni train or omni evaluate.");
            var results = RunSummary.ResultsOf(folder)
                ?? throw new OmniException("OH5040", "the run has no results", folder, "Finish it with --resume.");
            try
            {
                string[] labels = [.. ((results["labels"] as JsonArray) ?? []).Select(label => label!.GetValue<string>())];
                if (labels.Length > 0)
                    return new(folder, results["task"]!.GetValue<string>(), labels, results["primary_metric"]!.GetValue<string>());
            }
            catch (Exception e) when (e is InvalidOperationException or NullReferenceException or JsonException)
            {
                throw new OmniException("OH5040", $"the results of the run are damaged: {e.Message}", folder, null, e);
            }
            throw new OmniException(
                "OH5061", "the results were written by an older version, which did not name the labels", folder,
                "Make them anew: omni evaluate --model RUN --data DATA --output FOLDER.");
        }
    }
}

/// <summary>A run among others.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Scores">Its metrics, the primary one first.</param>
/// <param name="Differences">
/// Of each metric, how far the run is above the first one, with the paired interval; empty for the first run.
/// </param>
public sealed record ComparedRun(string Folder, IReadOnlyList<ComparedScore> Scores, IReadOnlyList<ConfidenceInterval> Differences);

/// <summary>A metric of a run.</summary>
/// <param name="Name">Such as <c>mcc</c>.</param>
/// <param name="Value">Null when undefined.</param>
/// <param name="Low">Lower end of its interval.</param>
/// <param name="High">Upper end.</param>
public sealed record ComparedScore(string Name, double? Value, double? Low, double? High)
{
    /// <summary>
    /// What a difference to another run says: <c>better</c>, <c>worse</c>, or <c>undecided</c> where 0 lies in its interval.
    /// </summary>
    /// <param name="difference">This run minus the other.</param>
    public string Verdict(ConfidenceInterval difference)
    {
        if (difference is not { Low: { } low, High: { } high } || (low <= 0 && high >= 0)) return "undecided";
        return low > 0 == MetricCatalog.Find(Name).GreaterIsBetter ? "better" : "worse";
    }
}
