using OmniHelix.Models.Backbones;
using OmniHelix.Models.Heads;
using OmniHelix.Torch;
using OmniHelix.Torch.Nn;
using OmniHelix.Torch.Optim;

namespace OmniHelix.Models.Tests;

public class PairModelTests
{
    private const int Start = 0, Pad = 1, End = 2;

    private static readonly int[][] Sources = [[Start, 5, 6, 7, 8, 4, 9, End], [Start, 9, 5, 4, End], [Start, 7, End]];

    [Fact]
    public void APairHasOneNumberInBothOrdersAndTokensWithoutBaseHaveNone()
    {
        using var scope = new TensorScope();
        using var model = Model(TaskType.PairClassification);
        var logits = model.Forward(Small.Batch(Sources)).Logits;
        Assert.Equal([3L, 8, 8], logits.Shape);
        var values = logits.ToArray<float>();
        for (var row = 0; row < Sources.Length; row++)
            for (var i = 0; i < 8; i++)
                for (var j = 0; j < 8; j++)
                {
                    var value = values[(row * 8 + i) * 8 + j];
                    Assert.Equal(values[(row * 8 + j) * 8 + i], value);
                    Assert.Equal(IsBase(row, i) && IsBase(row, j), value != 0);
                }

        static bool IsBase(int row, int at) => at > 0 && at < Sources[row].Length - 1;
    }

    [Theory]
    [InlineData("matrix_classification")]
    [InlineData("matrix_regression")]
    public void ASequenceDoesNotFeelItsBatch(string task)
    {
        using var scope = new TensorScope();
        using var model = Model(TaskType.Parse(task));
        var together = model.Forward(Small.Batch(Sources)).Logits;
        for (var row = 0; row < Sources.Length; row++)
        {
            var length = Sources[row].Length;
            var alone = model.Forward(Small.Batch(Sources[row])).Logits.Select(0, 0);
            var corner = together.Select(0, row).Narrow(0, 0, length).Narrow(1, 0, length);
            Assert.InRange(Small.Distance(corner, alone), 0, 1e-6);
        }
    }

    [Fact]
    public void TheNetworkComputesWhatItsLayersSay()
    {
        using var scope = new TensorScope();
        using var network = new PairNetwork(hiddenSize: 5, channels: 3, blockCount: 2, dropout: 0.5);
        TorchEngine.ManualSeed(3);
        foreach (var (_, parameter) in network.NamedParameters()) Initialization.Normal(parameter, 0.4);
        network.Eval();
        var states = Ops.Randn([1, 6, 5], DType.Float32);
        bool[] isBase = [false, true, true, true, true, false];
        var mask = Tensor.From<long>([.. isBase.Select(one => one ? 1L : 0)], [1, 6]).Ne(0);
        var expected = PlainPairNetwork.Of(network, states.ToArray<float>(), isBase);
        var computed = network.Forward(states, mask).ToArray<float>();
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], computed[i], 1e-4);
    }

    [Fact]
    public void NarrowArithmeticKeepsPairsApart()
    {
        using var scope = new TensorScope();
        using var model = Model(TaskType.PairClassification);
        var exact = model.Forward(Small.Batch(Sources)).Logits;
        Tensor narrow;
        using (new Autocast()) narrow = model.Forward(Small.Batch(Sources)).Logits;
        Assert.Equal(DType.Float32, narrow.DType);
        Assert.InRange(Small.Distance(exact, narrow), 1e-6, 0.1);
        Assert.Equal(exact.ToArray<float>().Distinct().Count(), narrow.ToArray<float>().Distinct().Count());
    }

    [Fact]
    public void TheLossIsWeightedBinaryCrossEntropyOfThePairsThatCount()
    {
        using var scope = new TensorScope();
        using var model = Model(TaskType.PairClassification, new OmniModelOptions { ClassWeights = [1, 5] });
        long[] labels = [.. Enumerable.Repeat(-100L, 3 * 64)];
        labels[1 * 8 + 5] = 1;
        labels[1 * 8 + 6] = 0;
        labels[64 + 1 * 8 + 3] = 1;
        var output = model.Forward(Small.Batch(Sources));
        var p = model.Probabilities(output).ToArray<float>();
        var expected = -(5 * Math.Log(p[13]) + Math.Log(1 - p[14]) + 5 * Math.Log(p[64 + 11])) / 11;
        Assert.Equal(expected, model.Loss(output, Tensor.From<long>(labels, [3, 8, 8])).ToDouble(), 1e-5);
        Assert.Equal(0, model.Loss(output, Tensor.From<long>([.. labels.Select(_ => -100L)], [3, 8, 8])).ToDouble());
        var e = Assert.Throws<OmniException>(() => model.Loss(output, Tensor.From<long>(labels, [3, 64])));
        Assert.Equal("OH3602", e.Code);
    }

    [Fact]
    public void NumbersStartAtTheirMeanAndSaySoInTheirFolder()
    {
        using var folder = new TemporaryFolder();
        using var scope = new TensorScope();
        var pairs = new PairHeadOptions { Channels = 6, Blocks = 1 };
        using var model = Model(TaskType.PairRegression, new OmniModelOptions { Pairs = pairs, TargetScales = [new(30, 8)] });
        model.SavePretrained(folder["saved"]);
        using var loaded = (OmniModelForMatrixRegression)OmniModel.FromPretrained(folder["saved"]);
        Assert.Equal(pairs with { MinDistance = 1 }, loaded.Pairs);
        Assert.Equal([new TargetScale(30, 8)], loaded.Options.TargetScales);
        var values = model.Forward(Small.Batch(Sources)).Logits.ToArray<float>();
        Assert.Equal(values, loaded.Forward(Small.Batch(Sources)).Logits.ToArray<float>());
        Assert.InRange(values.Average(), 20, 40);
        var labels = Ops.Full([3, 8, 8], double.NaN, DType.Float32);
        Assert.Equal(0, model.Loss(model.Forward(Small.Batch(Sources)), labels).ToDouble());
    }

    [Fact]
    public void AHeadOfTheSameSizesIsKeptAndAnotherIsNew()
    {
        using var folder = new TemporaryFolder();
        using var scope = new TensorScope();
        using var model = Model(
            TaskType.PairRegression, new OmniModelOptions { Pairs = new() { Channels = 6 }, TargetScales = [new(30, 8)] });
        model.SavePretrained(folder["saved"]);
        // What it learned is on its own scale.
        using var same = Again(new PairHeadOptions { MinDistance = 3 });
        Assert.Empty(same.LoadReport!.Fresh);
        Assert.Equal((6, 3), (same.Pairs.Channels!.Value, same.Pairs.MinDistance!.Value));
        Assert.Equal(30, same.Options.TargetScales![0].Mean);
        Assert.Equal(
            model.Forward(Small.Batch(Sources)).Logits.ToArray<float>(), same.Forward(Small.Batch(Sources)).Logits.ToArray<float>());
        using var other = Again(new PairHeadOptions { Channels = 7 });
        Assert.Contains("pair_network.stem.weight", other.LoadReport!.Fresh);
        Assert.Equal((7, 12.0), (other.Pairs.Channels!.Value, other.Options.TargetScales![0].Mean));
        // The head of distances is none of contacts.
        Assert.Equal("OH3607", Assert.Throws<OmniException>(
            () => OmniModel.FromPretrained(folder["saved"], TaskType.PairClassification)).Code);

        PairModel Again(PairHeadOptions pairs) => (PairModel)OmniModel.Create(
            folder["saved"], TaskType.PairRegression,
            new OmniModelOptions { SpecialTokens = [Start, Pad, End], Pairs = pairs, TargetScales = [new(12, 1)] }, seed: 4);
    }

    [Fact]
    public void ItLearnsWhichBasesPair()
    {
        using var whole = new TensorScope();
        using var model = Model(
            TaskType.PairClassification, new OmniModelOptions { Pairs = new() { Channels = 16, Blocks = 1 } }, dropout: 0);
        using var optimizer = new AdamW(ParameterGroup.WithoutDecayForBiasAndNorm(model, 0.01), 5e-3);
        var random = new Xoshiro256(5);
        model.Train();
        for (var step = 0; step < 200; step++)
        {
            using var scope = new TensorScope();
            model.Forward(Complementary(random, 8)).Loss!.Backward();
            optimizer.Step();
            optimizer.ZeroGrad();
        }
        model.Eval();
        var input = Complementary(random, 16);
        var found = model.Forward(input).Predictions.To(DType.Int64).ToArray<long>();
        var counted = input.Labels!.ToArray<long>().Zip(found).Where(pair => pair.First >= 0).ToList();
        Assert.InRange(counted.Average(pair => pair.First == pair.Second ? 1.0 : 0), 0.98, 1);
        Assert.InRange(counted.Where(pair => pair.First == 1).Average(pair => (double)pair.Second), 0.9, 1);
    }

    [Fact]
    public void OptionsThatDoNotFitAreRefused()
    {
        foreach (var (task, options) in new (TaskType, OmniModelOptions)[]
        {
            (TaskType.PairClassification, new() { LabelNames = ["a", "b", "c"] }),
            (TaskType.PairClassification, new() { LabelNames = ["a"] }),
            (TaskType.PairClassification, new() { DoubleSoftmax = true }),
            (TaskType.PairClassification, new() { TargetScales = [new(2, 1)] }),
            (TaskType.PairClassification, new() { Pairs = new() { MinDistance = 0 } }),
            (TaskType.PairClassification, new() { Pairs = new() { Channels = 0 } }),
            (TaskType.PairClassification, new() { Pairs = new() { Blocks = -1 } }),
            (TaskType.PairRegression, new() { ClassWeights = [1] }),
            (TaskType.PairRegression, new() { TargetScales = [new(2, 0)] }),
            (TaskType.PairRegression, new() { TargetScales = [new(2, 1), new(2, 1)] }),
        })
            Assert.Equal("OH3604", Assert.Throws<OmniException>(() => OmniModel.Create(Small.Config, task, options, seed: 1)).Code);
    }

    private static PairModel Model(TaskType task, OmniModelOptions? options = null, double dropout = 0.1)
    {
        options = (options ?? new()) with { SpecialTokens = [Start, Pad, End], Dropout = dropout };
        var config = Small.Config with { InitializerRange = 0.3, TokenDropout = false, MaskId = null };
        var model = (PairModel)OmniModel.Create(
            config, task, options with { Pairs = options.Pairs ?? new() { Channels = 8, Blocks = 1 } }, 3);
        model.Eval();
        return model;
    }

    // Bases 5 and 6 pair, and 7 and 8, where at least four bases lie from one to the other.
    private static ModelInput Complementary(Xoshiro256 random, int rows)
    {
        var sources = Enumerable.Range(0, rows)
            .Select(_ => (int[])[Start, .. Enumerable.Range(0, 10).Select(_ => 5 + random.Next(4)), End]).ToArray();
        long[] labels = [.. Enumerable.Repeat(-100L, rows * 144)];
        for (var row = 0; row < rows; row++)
            for (var i = 1; i <= 10; i++)
                for (var j = i + 4; j <= 10; j++) labels[row * 144 + i * 12 + j] = Pairs(sources[row][i], sources[row][j]) ? 1 : 0;
        return Small.Batch(sources) with { Labels = Tensor.From<long>(labels, [rows, 12, 12]) };

        static bool Pairs(int a, int b) => a + b is 11 or 15 && a != b;
    }
}
