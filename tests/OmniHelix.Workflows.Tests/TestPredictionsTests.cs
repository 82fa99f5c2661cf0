using OmniHelix.Data.Columns;
using OmniHelix.Data.Labels;
using OmniHelix.Data.Records;
using OmniHelix.Data.Tables;
using OmniHelix.Data.Tokens;
using OmniHelix.Workflows.FineTuning.Scoring;

namespace OmniHelix.Workflows.Tests;

public sealed class TestPredictionsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void ASequenceInWindowsHasOneRowWithItsClassAndProbabilities()
    {
        var labels = new LabelEncoder(TaskType.SequenceClassification, new LabelMap(["no", "yes"]), 0);
        var rows = Write(
            labels, [Tiny.Example(new string('A', 16), new TextLabel("yes"), 1), Tiny.Example("ACGU", new TextLabel("no"), 2)],
            [[0, 0], [0, 2 * MathF.Log(3)], [1, 0]]);
        Assert.Equal(["id", "sequence_sha256", "length", "label", "prediction", "probabilities"], rows[0].Fields.Select(f => f.Key));
        Assert.Equal((16L, "yes", "yes"), (rows[0]["length"], rows[0]["label"], rows[0]["prediction"]));
        Assert.Equal([0.25, 0.75], List(rows[0]["probabilities"]).Select(p => Math.Round((float)p!, 6)));
        Assert.Equal((4L, "no", "no"), (rows[1]["length"], rows[1]["label"], rows[1]["prediction"]));
        Assert.Equal(2, rows.Count);
    }

    [Fact]
    public void TokensOfAllWindowsStandInOneList()
    {
        var rows = Write(Tiny.BracketLabels, [Tiny.Example("GCAUGCAUGCAU", new TextLabel("().(()..()()"), 1)], null);
        Assert.Equal("().(()..()()", string.Concat(List(rows[0]["label"])));
        Assert.Equal("().(()..()()", string.Concat(List(rows[0]["prediction"])));
        Assert.Equal(Enumerable.Range(0, 12).Select(i => (object?)(long)i), List(rows[0]["positions"]));
        Assert.All(List(rows[0]["probabilities"]), p => Assert.Equal(1, List(p).Sum(x => (float)x!), 5));
    }

    [Fact]
    public void AWordOfSeveralBasesHasAnEntryForEachOfThem()
    {
        var store = RaggedTokens.Build(
            [Tiny.Example("ACGTA", new TextLabel("(.).("), 1)], Kmers.Tokenizer(2, withEnd: false), new LengthOptions(10),
            Tiny.BracketLabels);
        TestPredictions.Write(folder.Path, store, [[0, 0, 0, 5, 0, 0, 0, 5, 0, 0, 0, 5]]);
        var row = Assert.Single(Table.Open(folder[TestPredictions.FileName]).Rows());
        Assert.Equal("(.).(", string.Concat(List(row["label"])));
        Assert.Equal("(()).", string.Concat(List(row["prediction"])));
        Assert.Equal([0L, 1L, 2L, 3L, 4L], List(row["positions"]));
        Assert.Equal(5, List(row["probabilities"]).Length);
    }

    [Fact]
    public void MissingTargetsAreNull()
    {
        var rows = Write(
            new LabelEncoder(TaskType.TokenRegression, null, 2), [Tiny.Example("AC", new VectorLabel([1, float.NaN, 3, 4], 2), 1)],
            [[9, 9, 5, 6, 7, 8, 9, 9]]);
        Assert.Equal([1f, null, 3f, 4f], List(rows[0]["label"]).SelectMany(List));
        Assert.Equal([5f, 6f, 7f, 8f], List(rows[0]["prediction"]).SelectMany(List));
        var single = Write(
            new LabelEncoder(TaskType.SequenceRegression, null, 1), [Tiny.Example("AC", new NumberLabel(0.5), 1)], [[0.25f]]);
        Assert.Equal((0.5f, 0.25f), (single[0]["label"], single[0]["prediction"]));
    }

    [Fact]
    public void MultiLabelNamesWhatAppliesAndKeepsEveryProbability()
    {
        var rows = Write(
            new LabelEncoder(TaskType.MultiLabelClassification, new LabelMap(["a", "b"]), 0), [Tiny.Example("AC", new ListLabel(["a"]), 1)],
            [[-1, 1]]);
        Assert.Equal([1f, 0f], List(rows[0]["label"]));
        Assert.Equal(["b"], List(rows[0]["prediction"]));
        Assert.Equal(1, List(rows[0]["probabilities"]).Sum(p => (float)p!), 5);
    }

    private static object?[] List(object? value) => (object?[])value!;

    // Without logits, those that answer every token with its class.
    private static float[] SureOf(int[] classes, int outputs) =>
        [.. classes.SelectMany(c => Enumerable.Range(0, outputs).Select(k => k == c ? 5f : 0f))];

    private List<TableRow> Write(LabelEncoder labels, IReadOnlyList<Example> examples, float[][]? logits)
    {
        var store = Tiny.Store(examples, labels, new LengthOptions(10, LengthPolicy.Window));
        logits ??= [.. Enumerable.Range(0, store.Count).Select(row => SureOf(store.Classes(row).ToArray(), labels.Outputs))];
        TestPredictions.Write(folder.Path, store, logits);
        return [.. Table.Open(folder[TestPredictions.FileName]).Rows()];
    }
}
