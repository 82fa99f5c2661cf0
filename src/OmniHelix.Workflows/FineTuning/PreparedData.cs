using System.Globalization;
using OmniHelix.Data.DataSets;
using OmniHelix.Data.Inspection;
using OmniHelix.Data.Labels;
using OmniHelix.Data.Leakage;
using OmniHelix.Data.Records;
using OmniHelix.Data.Tokens;
using OmniHelix.Models;
using OmniHelix.Tokenizers;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.FineTuning;

/// <summary>A data set tokenised for a model, with its labels as numbers.</summary>
/// <param name="Set">Examples as read.</param>
/// <param name="Report">What is in them.</param>
/// <param name="Tokenizer">Tokenizer of the model.</param>
/// <param name="Train">Training rows.</param>
/// <param name="Valid">Validation rows; null without any.</param>
/// <param name="Test">Test rows; null without any.</param>
public sealed record PreparedData(
    DataSet Set, DataReport Report, OmniTokenizer Tokenizer, RaggedTokens Train, RaggedTokens? Valid, RaggedTokens? Test)
{
    private const int WordLength = 11;

    /// <summary>What was left out, cut, ignored or unknown, a sentence for each split that has something to tell.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    /// <summary>How labels became numbers.</summary>
    public LabelEncoder Labels => Train.Labels!;

    /// <summary>The training split, for the card of a model that has seen it.</summary>
    /// <param name="labels">Whether its labels are learned too.</param>
    public TrainingData TrainingSplit(bool labels) =>
        TrainingData.Of(Set.Config.TaskName ?? Set.Path, Train.Examples.Select(e => e.Sequence), labels);

    /// <summary>Reads, checks, reports and tokenises.</summary>
    /// <param name="run">What is read, and how.</param>
    /// <param name="tokenizer">Tokenizer of the model.</param>
    /// <param name="observer">Is told what was found and done.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="OmniException">Whatever is wrong with the data; OH5050 no training split.</exception>
    /// <exception cref="UsageException">OH5056: class weights or num_labels of another number of classes.</exception>
    public static PreparedData Read(
        FineTuneConfiguration run, OmniTokenizer tokenizer, RunObserver observer, CancellationToken cancellation)
    {
        var reading = new DataSetOptions
        {
            Config = run.DataSet,
            Seed = run.Seeds[0],
            Task = run.Task,
            Uracil = tokenizer.Uracil,
            Molecule = tokenizer.Molecule,
        };
        var set = DataSetFolder.Open(run.Data, reading);
        if (set.Train is not { Count: > 0 } train)
            throw new OmniException(
                "OH5050", "the data set has no training split", run.Data, "Add a train file (train.jsonl, train.csv, …).");
        if (set.Columns is { } columns) observer.Message($"Columns: {columns}.");
        if (run.IsTaskConcluded)
            observer.Message($"Nothing says the task: the labels are taken for {run.Task.Name}; say another one with --task.");
        var report = DataReport.Of(set, run.Task);
        observer.Message(report.ToSummary());
        var labels = LabelEncoder.For(run.Task, train, set.Config.LabelsFor(run.Task), run.IgnoreUnknownLabels, run.MinDistance);
        foreach (var (_, examples) in set.Splits) labels.Check(examples);
        CheckCounts(run, labels);
        List<string> changes = [];
        var test = Scored(set, run, changes);
        var length = run.Length;
        List<(string Name, RaggedTokens Tokens)> splits = [];
        RaggedTokens? Build(string name, IReadOnlyList<Example>? examples)
        {
            if (examples is not { Count: > 0 }) return null;
            var tokens = RaggedTokens.Build(examples, tokenizer, length, labels, cancellationToken: cancellation);
            splits.Add((name, tokens));
            return tokens;
        }
        var prepared = new PreparedData(set, report, tokenizer, Build("train", train)!, Build("valid", set.Valid), Build("test", test));
        foreach (var change in changes) observer.Message(change);
        changes.AddRange(splits.SelectMany(split => SplitNotes.Tell(observer, split.Name, split.Tokens, length, tokenizer)));
        if (prepared.Valid is not null) WarnOfOneClass(prepared.Valid, labels, observer);
        var counts = string.Join(", ", splits.Select(split => FormattableString.Invariant($"{split.Name} {split.Tokens.TokenCount:#,0}")));
        observer.Message($"tokens: {counts}{(changes.Count == 0 ? "; nothing cut, dropped or unknown" : "")}");
        return prepared with { Changes = changes };
    }

    private static void CheckCounts(FineTuneConfiguration run, LabelEncoder labels)
    {
        if (run.DataSet.NumLabels is { } count && count != labels.Outputs)
            throw new UsageException(
                "OH5056", $"num_labels is {count}, but the data have {labels.Outputs}", run.Data,
                "Correct num_labels in the data set's config.json, or leave it out.");
        if (run.ClassWeights is { } weights && weights.Count != labels.Outputs)
            throw new UsageException(
                "OH5056",
                $"there are {Plural.Count(weights.Count, "class weight")} for {Plural.Count(labels.Outputs, "class", "classes")}",
                run.Settings["class_weights"].Source.Place,
                "Give one for each class.");
    }

    private static void WarnOfOneClass(RaggedTokens valid, LabelEncoder labels, RunObserver observer)
    {
        if (valid.ClassIds() is [var only])
            observer.Message(
                $"! All labels of the validation split are '{labels.Labels!.Names[only]}': no score on it tells good weights from bad ones,"
                    + " so the last weights are kept.");
    }

    private static IReadOnlyList<Example>? Scored(DataSet set, FineTuneConfiguration run, List<string> changes)
    {
        if (run.ExcludeNearDuplicates is not { } share || set.Test is not { } test) return set.Test;
        // Validation sequences choose the weights, so they count as known too.
        var known = set.Train!.Concat(set.Valid ?? []).Select(e => e.Letters).ToList();
        var near = NearDuplicates.Find(known, [.. test.Select(e => e.Letters)], WordLength, share).Select(n => n.TestIndex).ToHashSet();
        changes.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"test: {near.Count} of {test.Count} sequences share at least {share:P0} of their {WordLength}-mers with a training or "
            + $"validation sequence and are left out; {test.Count - near.Count} are scored."));
        return [.. test.Where((_, i) => !near.Contains(i))];
    }
}
