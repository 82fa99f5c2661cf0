using System.Numerics.Tensors;
using OmniHelix.Data.Columns;
using OmniHelix.Data.Labels;
using OmniHelix.Data.Records;
using OmniHelix.Data.Tables;
using OmniHelix.Data.Tokens;
using OmniHelix.Inference;
using OmniHelix.Inference.Scoring;

namespace OmniHelix.Workflows.FineTuning.Scoring;

/// <summary>
/// <c>predictions.parquet</c> of a run: a row for each example of the test split, in its order. Columns: <c>id</c>, <c>length</c> in bases, <c>label</c>, <c>prediction</c>, and for classes
/// <c>probabilities</c>, in the order of the classes in <c>model/config.json</c>. Tasks with a result per base have a list of one entry a token, and <c>positions</c>: the first base of each
/// token, from 0. A missing label is null.
/// </summary>
public static class TestPredictions
{
    /// <summary>Name in the folder of a run.</summary>
    public const string FileName = "predictions.parquet";

    private static readonly TableType Numbers = TableType.ListOf(new(TableKind.Float));

    /// <summary>Writes the file.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="tokens">Test split, with labels.</param>
    /// <param name="examples">Its examples.</param>
    /// <param name="logits">Raw outputs of each row, as <see cref="Predictor.Logits"/> gives them.</param>
    /// <exception cref="OmniException">OH600x: the file cannot be written.</exception>
    public static void Write(string folder, RaggedTokens tokens, IReadOnlyList<Example> examples, float[][] logits)
    {
        var labels = tokens.Labels ?? throw new ArgumentException("The store has no labels.", nameof(tokens));
        using var writer = Table.Create(Path.Combine(folder, FileName), Columns(labels));
        foreach (var (first, end) in Evaluation.Examples(tokens))
        {
            var example = examples[tokens.ExampleOf(first)];
            object?[] results = labels.Task.Unit == TaskUnit.Token ? PerToken(tokens, labels, logits, first, end) : OfSequence(tokens, labels, logits, first, end);
            writer.Append([example.Id, (long)example.Sequence.Length, .. results]);
        }
        writer.Complete();
    }

    private static List<TableColumn> Columns(LabelEncoder labels)
    {
        var isClass = labels.Task.Target == TaskTarget.Class;
        var value = isClass ? TableType.Text : labels.Width == 1 ? new TableType(TableKind.Float) : Numbers;
        var perToken = labels.Task.Unit == TaskUnit.Token;
        var (result, scores) = (perToken ? TableType.ListOf(value) : value, perToken ? TableType.ListOf(Numbers) : Numbers);
        List<TableColumn> columns = [new("id", TableType.Text), new("length", TableType.Int64)];
        if (perToken) columns.Add(new("positions", TableType.ListOf(TableType.Int64)));
        columns.Add(new("label", result));
        columns.Add(new("prediction", labels.Task.Target == TaskTarget.Classes ? TableType.ListOf(TableType.Text) : result));
        if (labels.Task.Target != TaskTarget.Number) columns.Add(new("probabilities", scores));
        return columns;
    }

    private static object?[] OfSequence(RaggedTokens tokens, LabelEncoder labels, float[][] logits, int first, int end)
    {
        var scores = Evaluation.Mean(tokens, logits, first, end);
        switch (labels.Task.Target)
        {
            case TaskTarget.Class:
                var probabilities = SoftMax(scores);
                return [Name(labels, tokens.Classes(first)[0]), Best(labels, probabilities), probabilities];
            case TaskTarget.Classes:
                var each = new float[scores.Length];
                TensorPrimitives.Sigmoid(scores, each);
                return [Values(tokens.Targets(first)), labels.Labels!.Names.Where((_, i) => each[i] >= 0.5f).ToArray(), each];
            default:
                return [Target(tokens.Targets(first)), Target(scores)];
        }
    }

    private static object?[] PerToken(RaggedTokens tokens, LabelEncoder labels, float[][] logits, int first, int end)
    {
        var (positions, truths, predictions, probabilities) = (new List<object?>(), new List<object?>(), new List<object?>(), new List<object?>());
        var width = labels.Outputs;
        for (var row = first; row < end; row++)
        {
            var (start, stop) = tokens.Owned(row);
            for (var token = start; token < stop; token++)
            {
                positions.Add((long)tokens.Spans(row)[token].Start);
                var scores = logits[row].AsSpan(token * width, width);
                if (labels.Task.Target == TaskTarget.Class)
                {
                    var classes = SoftMax(scores);
                    truths.Add(Name(labels, tokens.Classes(row)[token]));
                    predictions.Add(Best(labels, classes));
                    probabilities.Add(classes);
                }
                else
                {
                    truths.Add(Target(tokens.Targets(row).Slice(token * width, width)));
                    predictions.Add(Target(scores));
                }
            }
        }
        return labels.Task.Target == TaskTarget.Class ? [positions, truths, predictions, probabilities] : [positions, truths, predictions];
    }

    private static float[] SoftMax(ReadOnlySpan<float> scores)
    {
        var probabilities = new float[scores.Length];
        TensorPrimitives.SoftMax(scores, probabilities);
        return probabilities;
    }

    private static string Best(LabelEncoder labels, float[] probabilities) => labels.Labels!.Names[TensorPrimitives.IndexOfMax(probabilities)];

    private static string? Name(LabelEncoder labels, int id) => id < 0 ? null : labels.Labels!.Names[id];

    private static object? Target(ReadOnlySpan<float> values) => values.Length == 1 ? float.IsNaN(values[0]) ? null : values[0] : Values(values);

    private static object?[] Values(ReadOnlySpan<float> values)
    {
        var boxed = new object?[values.Length];
        for (var i = 0; i < boxed.Length; i++) boxed[i] = float.IsNaN(values[i]) ? null : values[i];
        return boxed;
    }
}
