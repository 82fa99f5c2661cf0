using OmniHelix.Data.Tokens;
using OmniHelix.Inference;
using OmniHelix.Models;
using OmniHelix.Models.Encoders;
using OmniHelix.Torch;
using OmniHelix.Torch.Nn;
using OmniHelix.Training.Logging;
using OmniHelix.Training.ModelTasks;

namespace OmniHelix.Training.Tests;

public sealed class FrozenLayersTests : IDisposable
{
    private const int Layers = 3;

    private readonly TemporaryFolder folder = new();
    private readonly RaggedTokens train = Tiny.BracketStore(20);

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(0, 0.0)]
    [InlineData(2, 0.0)]
    [InlineData(2, 0.3)]
    [InlineData(Layers, 0.3)]
    public void StatesThatAreKeptGiveTheSameWeightsToTheLastBit(int blocks, double dropout)
    {
        var (kept, losses) = Train("kept", blocks, dropout, shuffle: false, keep: true);
        var (computed, others) = Train("computed", blocks, dropout, shuffle: false, keep: false);
        Assert.Equal(others, losses);
        Assert.Equal(computed, kept);
    }

    [Fact]
    public void InBatchesOfOtherRowsTheyAreTheSameButForRounding()
    {
        var (_, losses) = Train("kept", 2, 0, shuffle: true, keep: true);
        var (_, others) = Train("computed", 2, 0, shuffle: true, keep: false);
        Assert.Equal(20, losses.Count);
        Assert.All(losses.Zip(others), pair => Assert.Equal(pair.Second, pair.First, 1e-5));
        Assert.True(losses[^1] < losses[0]);
    }

    [Fact]
    public void FrozenLayersStayAndHaveNoDropout()
    {
        using var model = Model(0.5);
        model.FreezeLower(2);
        var before = Values(model);
        Run(model, "run", shuffle: true, inputs: null);
        model.Train();
        var dropouts = model.NamedModules().Where(entry => entry.Value is Dropout).ToList();
        Assert.Equal([false, true], dropouts.Select(entry => entry.Value.IsTraining).Distinct());
        Assert.All(dropouts, entry => Assert.Equal(!IsLower(entry.Name), entry.Value.IsTraining));
        foreach (var (name, value) in Values(model))
            Assert.True(before[name].SequenceEqual(value) == IsLower(name), name);

        static bool IsLower(string name) =>
            name.Contains("embeddings", StringComparison.Ordinal) || name.Contains("layer.0", StringComparison.Ordinal)
            || name.Contains("layer.1", StringComparison.Ordinal);
    }

    [Fact]
    public void MoreBlocksThanThereAreAreRefused()
    {
        using var model = Model(0);
        Assert.Equal("OH3407", Assert.Throws<UsageException>(() => model.FreezeLower(Layers + 1)).Code);
        Assert.Equal("OH3407", Assert.Throws<UsageException>(() => model.FreezeLower(-1)).Code);
    }

    [Fact]
    public void TheFileGoesInTheEnd()
    {
        using var model = Model(0);
        var path = folder["some.states"];
        using (var states = new FrozenStates(model, 1, train, path, Device.Cpu))
        {
            using var scope = new TensorScope();
            foreach (var row in Enumerable.Range(0, train.Count)) _ = states.Input(TokenBatch.Create(train, [row]));
            Assert.Equal(FrozenStates.Size(model, train), new FileInfo(path).Length);
            Assert.Equal(train.TokenCount * 16 * 4, new FileInfo(path).Length);
            Assert.Throws<OmniException>(() => new FrozenStates(model, 1, train, folder["none", "some.states"], Device.Cpu));
        }
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void RowsComeBackInAnyOrderAndCompany()
    {
        using var scope = new TensorScope();
        using var model = Model(0);
        model.FreezeLower(2);
        model.Eval();
        using var states = new FrozenStates(model, 2, train, folder["some.states"], Device.Cpu);
        foreach (var rows in new int[][] { [0, 1, 2, 3], [4, 5], [3, 0, 5], [2] })
        {
            var batch = TokenBatch.Create(train, rows);
            var (own, all) = (model.Forward(states.Input(batch)).Logits, model.Forward(batch.ToInput(Device.Cpu)).Logits);
            for (var r = 0; r < rows.Length; r++)
            {
                var length = train.Lengths[rows[r]];
                var (expected, found) = (Row(all, r, length), Row(own, r, length));
                for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], found[i], 1e-5f);
            }
        }

        static float[] Row(Tensor logits, int row, int length) => logits.Select(0, row).Narrow(0, 0, length).Contiguous().ToArray<float>();
    }

    // Dropout, which is drawn for all rows of a computation at once, shows which rows that were.
    [Fact]
    public void ARowIsComputedInTheCompanyOfTheFirstEpochWhereverItIsMet()
    {
        using var scope = new TensorScope();
        using var model = Model(0.5);
        model.Train();
        int[][] together = [[0, 1, 2, 3], [4, 5, 6]];
        var first = States("first", together, [0, 1, 2, 3]);
        var later = States("later", together, [2]);
        var alone = States("alone", null, [2]);
        var own = first[(first.Length / 4 * 2)..][..later.Length];
        Assert.Equal(own, later);
        Assert.NotEqual(alone, later);

        float[] States(string name, int[][]? together, int[] rows)
        {
            TorchEngine.ManualSeed(3);
            using var states = new FrozenStates(model, 2, train, folder[$"{name}.states"], Device.Cpu, together);
            return states.Input(TokenBatch.Create(train, rows)).Lower!.States.ToArray<float>();
        }
    }

    [Theory]
    [InlineData("all", true)]
    [InlineData("0", true)]
    [InlineData("12", true)]
    [InlineData("-1", false)]
    [InlineData("ALL", false)]
    [InlineData("", false)]
    public void BlocksAreANumberOrAll(string text, bool isRead)
    {
        Assert.Equal(isRead, Blocks.TryParse(text, null, out var blocks));
        if (!isRead) return;
        Assert.Equal(text, blocks.ToString());
        Assert.Equal(text == "all" ? 30 : blocks.Count, blocks.Of(30));
    }

    private static OmniModel Model(double dropout) => OmniModel.Create(
        EsmConfig.OmniGenome(Layers, 16, 2, 32) with { HiddenDropout = dropout, AttentionDropout = dropout },
        TaskType.TokenClassification, new() { LabelNames = ["(", ")", "."] }, seed: 5);

    private static Dictionary<string, float[]> Values(OmniModel model) =>
        model.NamedParameters().ToDictionary(p => p.Name, p => p.Value.Value.Detach().ToArray<float>());

    private (float[] Weights, List<double> Losses) Train(string name, int blocks, double dropout, bool shuffle, bool keep)
    {
        using var model = Model(dropout);
        model.FreezeLower(blocks);
        using var states = keep ? new FrozenStates(model, blocks, train, folder[$"{name}.states"], Device.Cpu) : null;
        Run(model, name, shuffle, states is null ? null : states.Input);
        var log = MetricsLog.Read(folder[name, "metrics.jsonl"]).Where(r => r.Split == "train");
        return (Tiny.Weights(model), [.. log.Select(r => r.Values["loss"]!.Value)]);
    }

    private void Run(OmniModel model, string name, bool shuffle, Func<TokenBatch, Models.Backbones.ModelInput>? inputs)
    {
        var batches = new SupervisedBatches(train, new BatchOptions { BatchSize = 4, Shuffle = shuffle, Seed = 7 });
        var task = new ModelTask(model, batches, null, Device.Cpu) { Inputs = inputs };
        var options = new TrainerOptions { Epochs = 4, LearningRate = 0.02, LogEverySteps = 1, Precision = TrainingPrecision.Fp32 };
        new Trainer<LabelledBatch>(task, options, folder[name]).Run(null, default);
    }
}
