using OmniHelix.Data.Labels;
using OmniHelix.Data.Records;
using OmniHelix.Data.Tokens;
using OmniHelix.Inference.Scoring;
using OmniHelix.Workflows.FineTuning.Scoring;

namespace OmniHelix.Workflows.Tests;

/// <summary>Metrics of predictions that were read back are those of the predictions that were written.</summary>
public sealed class StoredPredictionsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string, string[]> Tasks => new()
    {
        { "token_classification", ["f1_macro", "log_loss", "roc_auc"] },
        { "sequence_classification", ["mcc", "log_loss", "roc_auc", "brier"] },
        { "multilabel_classification", ["f1_macro", "roc_auc", "label_ranking_loss"] },
        { "sequence_regression", ["rmse", "pearson"] },
        { "token_regression", ["rmse", "mcrmse"] },
    };

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Tasks))]
    public void ReadingGivesWhatWasWritten(string name, string[] metrics)
    {
        var (labels, examples) = Data(TaskType.Parse(name));
        var store = RaggedTokens.Build(examples, Tiny.Tokenizer, new LengthOptions(40), labels);
        var random = new Xoshiro256(5);
        var perToken = labels.Task.Unit == TaskUnit.Token;
        var sizes = Enumerable.Range(0, store.Count).Select(row => labels.Outputs * (perToken ? store.Lengths[row] : 1));
        float[][] outputs = [.. sizes.Select(n => Enumerable.Range(0, n).Select(_ => 4 * (float)random.NextDouble() - 2).ToArray())];
        TestPredictions.Write(folder.Path, store, outputs);
        string[] names = labels.Labels is { } map ? [.. map.Names] : [.. Enumerable.Range(0, labels.Outputs).Select(i => $"t{i}")];
        var read = StoredPredictions.Read(folder.Path, labels.Task, names, names);
        Assert.Equal(examples.Select(e => e.Id), read.Records.Select(r => r.Id));
        Assert.Equal(examples.Count, read.Records.Select(r => r.Digest).Distinct().Count());
        var expected = Evaluation.Of(store, outputs, metrics).Values;
        var found = Evaluation.Of(read.Scored, metrics).Values;
        foreach (var (metric, value) in expected) Assert.Equal(value, found[metric], 1e-5);
        // Where another run numbers its labels otherwise, the outputs are put in order.
        var turned = StoredPredictions.Read(folder.Path, labels.Task, [.. names.Reverse()], names);
        if (labels.Task.Target != TaskTarget.Class)
            foreach (var (metric, value) in expected) Assert.Equal(value, Evaluation.Of(turned.Scored, metrics).Values[metric], 1e-5);
        else Assert.Equal(expected["log_loss"], Evaluation.Of(turned.Scored, ["log_loss"]).Values["log_loss"], 1e-5);
    }

    [Fact]
    public void ARunWithoutPredictionsIsNamed() => Assert.Equal(
        "OH5061",
        Assert.Throws<OmniException>(() => StoredPredictions.Read(folder.Path, TaskType.SequenceRegression, ["x"], ["x"])).Code);

    private static (LabelEncoder Labels, List<Example> Examples) Data(TaskType task)
    {
        string[] sequences = ["ACGU", "GGCC", "ACGGU", "UUUAA", "GC", "CGAU"];
        string[] names = ["a", "b", "c"];
        var classes = task == TaskType.SequenceClassification ? names[..2] : names;
        var encoder = task.Target == TaskTarget.Number ? new LabelEncoder(task, null, 2) : new LabelEncoder(task, new LabelMap(classes), 0);
        return (encoder, [.. sequences.Select((sequence, i) => Tiny.Example(sequence, Label(sequence, i), i + 1) with { Id = $"r{i}" })]);

        Label Label(string sequence, int i) => (task.Unit, task.Target) switch
        {
            (TaskUnit.Token, TaskTarget.Class) => new TextLabel(string.Concat(sequence.Select((_, p) => "abc"[(p + i) % 3]))),
            (TaskUnit.Sequence, TaskTarget.Class) => new TextLabel(i % 2 == 0 ? "a" : "b"),
            (_, TaskTarget.Classes) => new VectorLabel([i % 2, (i + 1) % 2, i % 3 == 0 ? 1 : 0], 1),
            (TaskUnit.Token, _) => new VectorLabel([.. sequence.SelectMany((_, p) => new[] { p == 1 ? float.NaN : p * 0.5f, i })], 2),
            _ => new VectorLabel([i * 0.5f, 3 - i], 1),
        };
    }
}
