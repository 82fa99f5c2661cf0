using System.Numerics.Tensors;
using System.Security.Cryptography;
using System.Text;
using OmniHelix.Data.Columns;
using OmniHelix.Data.Labels;
using OmniHelix.Data.Records;
using OmniHelix.Data.Tables;
using OmniHelix.Data.Tokens;
using OmniHelix.Inference;
using OmniHelix.Inference.Scoring;
using OmniHelix.Metrics;

namespace OmniHelix.Workflows.FineTuning.Scoring;

/// <summary>
/// <c>predictions.parquet</c> of a run: a row for each example of the test split, in its order. Columns: <c>id</c>,
/// <c>sequence_sha256</c>, <c>length</c> in bases, <c>label</c>, <c>prediction</c>, and for classes <c>probabilities</c>, in the order of
/// the classes in <c>model/config.json</c>. Tasks with a result per base have a list of one entry a base, and <c>positions</c>: these
/// bases, from 0; a sequence that was truncated has those that were read. Tasks on pairs have a list of one number a pair, those of the
/// first base with each later one first, then those of the second: 0 and 1 as labels and probabilities as predictions of contacts, else
/// numbers. A missing label is null.
/// </summary>
public static class TestPredictions
{
    /// <summary>Name in the folder of a run.</summary>
    public const string FileName = "predictions.parquet";

    /// <summary>Column of the digests of the sequences.</summary>
    internal const string Digest = "sequence_sha256";

    private static readonly TableType Numbers = TableType.ListOf(new(TableKind.Float));

    /// <summary>Writes the file.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="tokens">Test split, with labels.</param>
    /// <param name="logits">Raw outputs of each row, as <see cref="Predictor.Logits"/> gives them.</param>
    /// <exception cref="OmniException">OH600x: the file cannot be written.</exception>
    public static void Write(string folder, RaggedTokens tokens, float[][] logits)
    {
        var labels = tokens.Labels ?? throw new ArgumentException("The store has no labels.", nameof(tokens));
        using var writer = Table.Create(Path.Combine(folder, FileName), Columns(labels));
        foreach (var record in tokens.Records())
        {
            var results = labels.Task.Unit switch
            {
                TaskUnit.Token => PerBase(record, labels, logits),
                TaskUnit.Pair => OfPairs(record, labels, logits),
                _ => OfSequence(record, tokens, labels, logits),
            };
            writer.Append([record.Example.Id, HashOf(record.Example), (long)record.Example.Length, .. results]);
        }
        writer.Complete();
    }

    /// <summary>The digest by which the same record is known in other runs: of its letters, those of a pair on two lines.</summary>
    private static string HashOf(Example example) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(example.Pair is null ? example.Sequence : $"{example.Sequence}\n{example.Pair}")));

    private static List<TableColumn> Columns(LabelEncoder labels)
    {
        if (labels.Task.Unit == TaskUnit.Pair)
            return
            [
                new("id", TableType.Text), new(Digest, TableType.Text), new("length", TableType.Int64), new("label", Numbers),
                new("prediction", Numbers),
            ];
        var isClass = labels.Task.Target == TaskTarget.Class;
        var value = isClass ? TableType.Text : labels.Width == 1 ? new TableType(TableKind.Float) : Numbers;
        var perToken = labels.Task.Unit == TaskUnit.Token;
        var result = perToken ? TableType.ListOf(value) : value;
        var scores = perToken ? TableType.ListOf(Numbers) : Numbers;
        List<TableColumn> columns = [new("id", TableType.Text), new(Digest, TableType.Text), new("length", TableType.Int64)];
        if (perToken) columns.Add(new("positions", TableType.ListOf(TableType.Int64)));
        columns.Add(new("label", result));
        columns.Add(new("prediction", labels.Task.Target == TaskTarget.Classes ? TableType.ListOf(TableType.Text) : result));
        if (labels.Task.Target != TaskTarget.Number) columns.Add(new("probabilities", scores));
        return columns;
    }

    private static object?[] OfPairs(RecordTokens record, LabelEncoder labels, float[][] logits)
    {
        var values = ScoredRecords.Once(record.PerPair(logits), record.Bases);
        if (labels.Task.Target == TaskTarget.Class) TensorPrimitives.Sigmoid(values, values);
        return [Values(ScoredRecords.Once(record.TruePairs(), record.Bases)), values];
    }

    private static object?[] OfSequence(RecordTokens record, RaggedTokens tokens, LabelEncoder labels, float[][] logits)
    {
        var scores = record.Mean(logits);
        switch (labels.Task.Target)
        {
            case TaskTarget.Class:
                var probabilities = Probabilities(scores);
                return [Name(labels, tokens.Classes(record.FirstRow)[0]), Best(labels, probabilities), probabilities];
            case TaskTarget.Classes:
                var each = new float[scores.Length];
                TensorPrimitives.Sigmoid(scores, each);
                return [Values(tokens.Targets(record.FirstRow)), labels.Labels!.Names.Where((_, i) => each[i] >= 0.5f).ToArray(), each];
            default:
                return [Target(tokens.Targets(record.FirstRow)), Target(scores)];
        }
    }

    private static object?[] PerBase(RecordTokens record, LabelEncoder labels, float[][] logits)
    {
        var positions = record.Positions();
        var width = labels.Outputs;
        var scores = record.PerBase(logits, width);
        object?[] places = [.. positions.Select(i => (object?)(long)i)];
        if (labels.Task.Target == TaskTarget.Class)
        {
            var truth = record.TrueClasses();
            float[][] probabilities = [.. positions.Select(i => Probabilities(scores.AsSpan(i * width, width)))];
            string[] predictions = [.. probabilities.Select(p => Best(labels, p))];
            return [places, List(i => Name(labels, truth[i])), predictions, probabilities];
        }
        var targets = record.TrueTargets();
        return [places, List(i => Target(targets.AsSpan(i * width, width))), List(i => Target(scores.AsSpan(i * width, width)))];

        object?[] List(Func<int, object?> value) => [.. positions.Select(value)];
    }

    private static float[] Probabilities(ReadOnlySpan<float> scores)
    {
        var probabilities = new float[scores.Length];
        SoftMax.Write(scores, probabilities);
        return probabilities;
    }

    private static string Best(LabelEncoder labels, float[] probabilities) =>
        labels.Labels!.Names[TensorPrimitives.IndexOfMax(probabilities)];

    private static string? Name(LabelEncoder labels, int id) => id < 0 ? null : labels.Labels!.Names[id];

    private static object? Target(ReadOnlySpan<float> values)
    {
        if (values.Length > 1) return Values(values);
        return float.IsNaN(values[0]) ? null : values[0];
    }

    private static object?[] Values(ReadOnlySpan<float> values)
    {
        var boxed = new object?[values.Length];
        for (var i = 0; i < boxed.Length; i++) boxed[i] = float.IsNaN(values[i]) ? null : values[i];
        return boxed;
    }
}
