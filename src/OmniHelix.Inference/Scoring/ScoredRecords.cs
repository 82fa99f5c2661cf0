using System.Collections.Concurrent;
using OmniHelix.Data.Tokens;
using OmniHelix.Metrics;
using OmniHelix.Tokenizers;

namespace OmniHelix.Inference.Scoring;

/// <summary>
/// Truth and raw outputs of the records of a test set, from which the metrics of any choice of its records can be computed. Tasks with a
/// label per base have as many rows for a record as it has bases, those on pairs one for each pair of bases, those of the first base with
/// each later one first, and the others one.
/// </summary>
public sealed class ScoredRecords
{
    // How the evaluator of several labels is told that there is none.
    private const float Missing = -100;

    private readonly List<int[]> classes = [];
    private readonly List<float[]> targets = [];
    private readonly List<float[]> outputs = [];
    private readonly ConcurrentDictionary<int, ContactRanking> rankings = [];

    /// <summary>No records yet.</summary>
    /// <param name="task">What is predicted.</param>
    /// <param name="width">Outputs of a row: classes, labels or targets.</param>
    public ScoredRecords(TaskType task, int width)
    {
        Task = task;
        Width = width;
    }

    /// <summary>What is predicted.</summary>
    public TaskType Task { get; }

    /// <summary>Outputs of a row: classes, labels or targets.</summary>
    public int Width { get; }

    /// <summary>Number of records.</summary>
    public int Count => outputs.Count;

    /// <summary>Outputs of all records.</summary>
    public long Values => outputs.Sum(values => (long)values.Length);

    /// <summary>The records of a store.</summary>
    /// <param name="tokens">Store built with labels.</param>
    /// <param name="logits">Raw outputs of each row, as <see cref="Predictor.Logits"/> gives them.</param>
    public static ScoredRecords Of(RaggedTokens tokens, float[][] logits)
    {
        var labels = tokens.Labels ?? throw new ArgumentException("The store has no labels.", nameof(tokens));
        var scored = new ScoredRecords(labels.Task, labels.Outputs);
        var perBase = labels.Task.Unit == TaskUnit.Token;
        foreach (var record in tokens.Records())
        {
            if (labels.Task.Unit == TaskUnit.Pair)
            {
                scored.AddPairs(Once(record.TruePairs(), record.Bases), Once(record.PerPair(logits), record.Bases));
                continue;
            }
            var values = perBase ? record.PerBase(logits, labels.Outputs) : record.Mean(logits);
            if (labels.Task.Target == TaskTarget.Class)
                scored.Add(perBase ? record.TrueClasses() : tokens.Classes(record.FirstRow).ToArray(), values);
            else scored.Add(perBase ? record.TrueTargets() : tokens.Targets(record.FirstRow).ToArray(), values);
        }
        return scored;
    }

    /// <summary>Adds a record of a task with one class of several.</summary>
    /// <param name="truth">The class of each row; −100 where it is not known.</param>
    /// <param name="values">Logits, <c>[rows, width]</c>.</param>
    public void Add(int[] truth, float[] values)
    {
        classes.Add(truth);
        outputs.Add(values);
    }

    /// <summary>Adds a record of any other task.</summary>
    /// <param name="truth">Targets, <c>[rows, width]</c>; NaN where there is none.</param>
    /// <param name="values">Logits or values, <c>[rows, width]</c>.</param>
    public void Add(float[] truth, float[] values)
    {
        targets.Add(truth);
        outputs.Add(values);
    }

    /// <summary>Adds a record of a task on pairs.</summary>
    /// <param name="truth">0 and 1, or numbers, for each pair; NaN where there is none.</param>
    /// <param name="values">The number that the model gives for each, a logit for contacts.</param>
    public void AddPairs(ReadOnlySpan<float> truth, ReadOnlySpan<float> values)
    {
        if (Task.Target == TaskTarget.Number)
        {
            Add(truth.ToArray(), values.ToArray());
            return;
        }
        var known = new int[truth.Length];
        var logits = new float[2 * truth.Length];
        for (var i = 0; i < known.Length; i++)
        {
            known[i] = float.IsNaN(truth[i]) ? LabelProjector.Ignored : (int)truth[i];
            logits[2 * i + 1] = values[i];
        }
        Add(known, logits);
    }

    /// <summary>The pairs of a matrix <c>[bases, bases]</c>, each once.</summary>
    /// <param name="matrix">The first base of a pair is the row.</param>
    /// <param name="bases">Rows and columns.</param>
    /// <returns>The pairs of the first base with each later one, then those of the second: <c>[bases · (bases − 1) / 2]</c>.</returns>
    public static float[] Once(ReadOnlySpan<float> matrix, int bases)
    {
        var pairs = new float[bases * (bases - 1L) / 2];
        var at = 0;
        for (var i = 0; i < bases; i++)
        {
            var later = matrix.Slice(i * bases + i + 1, bases - i - 1);
            later.CopyTo(pairs.AsSpan(at));
            at += later.Length;
        }
        return pairs;
    }

    /// <summary>Some of the records, in another order.</summary>
    /// <param name="order">Their numbers.</param>
    public ScoredRecords Choose(IReadOnlyList<int> order)
    {
        var chosen = new ScoredRecords(Task, Width);
        foreach (var record in order)
        {
            chosen.outputs.Add(outputs[record]);
            if (classes.Count > 0) chosen.classes.Add(classes[record]);
            else chosen.targets.Add(targets[record]);
        }
        return chosen;
    }

    /// <summary>Metrics of some of the records; one may be among them several times.</summary>
    /// <param name="records">Their numbers.</param>
    /// <param name="metrics">Names from <see cref="MetricCatalog"/>.</param>
    /// <exception cref="UsageException">OH5110 an unknown metric, OH5111 one of another task.</exception>
    public MetricReport Compute(IEnumerable<int> records, IReadOnlyList<string> metrics)
    {
        switch (Task.Target)
        {
            case TaskTarget.Class when Task.Unit == TaskUnit.Pair: return Contacts(records, metrics).Compute(metrics);
            case TaskTarget.Class: return Classes(records, metrics, keepUnits: false).Compute(metrics);
            case TaskTarget.Classes:
                var labels = new MultiLabelEvaluator(Width);
                foreach (var record in records) labels.Add([.. targets[record].Select(v => float.IsNaN(v) ? Missing : v)], outputs[record]);
                return labels.Compute(metrics);
            default:
                var numbers = new RegressionEvaluator(Width);
                foreach (var record in records)
                    numbers.Add(targets[record], outputs[record], [.. targets[record].Select(value => !float.IsNaN(value))]);
                return numbers.Compute(metrics);
        }
    }

    /// <summary>The classes of some of the records counted, for metrics of one class of several.</summary>
    internal ClassificationEvaluator Classes(IEnumerable<int> records, IReadOnlyList<string> metrics, bool keepUnits)
    {
        var evaluator = new ClassificationEvaluator(Width, Kept(metrics, keepUnits));
        foreach (var record in records) evaluator.Add(classes[record], outputs[record], [classes[record].Length]);
        return evaluator;
    }

    /// <summary>The contacts of some of the records counted.</summary>
    internal ContactEvaluator Contacts(IEnumerable<int> records, IReadOnlyList<string> metrics)
    {
        var evaluator = new ContactEvaluator(Kept(metrics, keepUnits: false));
        foreach (var record in records) evaluator.Add(classes[record], outputs[record], Ranking(record));
        return evaluator;
    }

    private static ClassificationEvaluatorOptions Kept(IReadOnlyList<string> metrics, bool keepUnits) => new()
    {
        KeepScores = metrics.Any(metric => MetricCatalog.Find(metric).NeedsScores),
        KeepUnits = keepUnits,
    };

    // Resamples ask for it again and again.
    private ContactRanking Ranking(int record) => rankings.GetOrAdd(
        record, one => ContactRanking.Of(classes[one], [.. outputs[one].Where((_, i) => i % 2 == 1)]));
}
