using OmniHelix.Data.Labels;
using OmniHelix.Data.Records;
using OmniHelix.Data.Tokens;
using OmniHelix.Models;
using OmniHelix.Torch;
using OmniHelix.Training.Logging;
using OmniHelix.Training.MaskedLanguageModels;
using OmniHelix.Training.ModelTasks;

namespace OmniHelix.Training.Tests;

/// <summary>Micro batches of different numbers of labels join to the step that one batch of them all takes, for every loss.</summary>
public sealed class AccumulationTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("classes")]
    [InlineData("weighted classes")]
    [InlineData("focal")]
    [InlineData("one class a sequence")]
    [InlineData("several labels")]
    [InlineData("numbers")]
    [InlineData("contacts")]
    [InlineData("weighted contacts")]
    [InlineData("distances")]
    public void TwoSequencesOfUnlikeLengthGiveTheGradientOfTheirBatch(string loss)
    {
        string[] sequences = ["ACGUGC", string.Concat(Enumerable.Repeat("GACUUGCAAC", 6)), "GG"];
        var (labels, label) = LabelsOf(loss);
        var rows = Tiny.Store([.. sequences.Select((s, i) => Tiny.Example(s, label(s, i), i + 1))], labels);
        var options = new OmniModelOptions
        {
            LabelNames = labels.Labels?.Names ?? [.. Enumerable.Range(0, labels.Width).Select(i => $"target {i}")],
            ClassWeights = loss == "weighted classes" ? [0.2, 3, 1] : loss == "weighted contacts" ? [0.5, 4] : null,
            FocalGamma = loss == "focal" ? 2 : null,
            Dropout = 0,
        };
        OmniModel Model() => OmniModel.Create(Tiny.Encoder(), labels.Task, options, seed: 5);
        AssertAlike(Model, [0, 1, 2], chosen => LabelledBatch.Supervised(
            TokenBatch.Create(rows, chosen), labels.Width, labels.Task.Unit));
    }

    [Fact]
    public void MaskedTokensCountAlikeInBatchesOfUnlikeLength()
    {
        string[] sequences = ["ACGUGC", new string('G', 60), "GG"];
        var rows = Tiny.Store([.. sequences.Select((s, i) => Tiny.Example(s, null, i + 1))], null);
        var masking = new MaskingOptions { Probability = 0.5, Seed = 3 };
        // The mask of a row depends on seed, epoch and row alone.
        LabelledBatch[] Masked(int size)
        {
            var options = new BatchOptions { BatchSize = size, TokenBudget = null };
            return [.. new MaskedBatches(rows, Tiny.Tokenizer, options, masking).Batches(0, 0, default)];
        }

        var whole = Masked(3);
        var single = Masked(1);
        AssertAlike(
            () => OmniModel.Create(Tiny.Encoder(), TaskType.MaskedLanguageModel, new(), seed: 5), whole, single);
    }

    private static (LabelEncoder Labels, Func<string, int, Label?> Label) LabelsOf(string loss) => loss switch
    {
        "one class a sequence" => (
            new LabelEncoder(TaskType.SequenceClassification, new LabelMap(["a", "b"]), 0), (_, i) => new TextLabel(i == 1 ? "a" : "b")),
        "several labels" => (
            new LabelEncoder(TaskType.MultiLabelClassification, new LabelMap(["a", "b"]), 0),
            (_, i) => new VectorLabel(i == 1 ? [1, 0] : [0, 1], 2)),
        "numbers" => (
            new LabelEncoder(TaskType.TokenRegression, null, 1),
            (s, _) => new VectorLabel([.. s.Select((c, i) => i % 3 == 0 ? float.NaN : c - 'A')], 1)),
        "contacts" or "weighted contacts" => (
            LabelEncoder.For(TaskType.PairClassification, [], minDistance: 1),
            (s, _) => new VectorLabel(s.Length > 2 ? [0, 1, 0, s.Length - 1] : [0, 1], 2)),
        "distances" => (
            LabelEncoder.For(TaskType.PairRegression, []),
            (s, _) => new VectorLabel([0, s.Length - 1, s.Length, 0, 1, s.Length == 2 ? 2 : 2.5f], 3)),
        _ => (Tiny.BracketLabels, (s, _) => Tiny.Brackets(s)),
    };

    private void AssertAlike(Func<OmniModel> model, int[] rows, Func<int[], LabelledBatch> batch) =>
        AssertAlike(model, [batch(rows)], [.. rows.Select(row => batch([row]))]);

    private void AssertAlike(Func<OmniModel> model, LabelledBatch[] whole, LabelledBatch[] single)
    {
        var (one, joined) = (Step("one", whole), Step("joined", single));
        AssertNear("loss", 1e-5);
        AssertNear("gradient_norm", 1e-4);
        Assert.True(one.Values["gradient_norm"] > 0.01);

        // Numbers above 1 have as many digits, and no more places.
        void AssertNear(string name, double tolerance)
        {
            var value = one.Values[name]!.Value;
            Assert.Equal(value, joined.Values[name]!.Value, tolerance * Math.Max(1, value));
        }

        MetricsRecord Step(string name, LabelledBatch[] batches)
        {
            using var trained = model();
            var options = new TrainerOptions { Epochs = 1, GradientAccumulationSteps = batches.Length, LogEverySteps = 1 };
            var task = new ModelTask(trained, new Given(batches), null, Device.Cpu);
            new Trainer<LabelledBatch>(task, options, folder[name]).Run(null, default);
            return Assert.Single(MetricsLog.Read(folder[name, "metrics.jsonl"]));
        }
    }

    private sealed class Given(LabelledBatch[] batches) : IBatchSource<LabelledBatch>
    {
        public int Count(int epoch) => batches.Length;

        public IEnumerable<LabelledBatch> Batches(int epoch, int first, CancellationToken cancellation) => batches.Skip(first);
    }
}
