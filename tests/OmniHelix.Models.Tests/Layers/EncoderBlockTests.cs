using OmniHelix.Models.Kernels;
using OmniHelix.Models.Layers;
using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Tests.Layers;

public class EncoderBlockTests
{
    private const int Length = 7, Real = 5;

    private static readonly EncoderBlockOptions Post = new()
    {
        HiddenSize = 16,
        HeadCount = 4,
        IntermediateSize = 12,
        NormEpsilon = 1e-5,
        Names = new(),
        NormPosition = NormPosition.Post,
        Activation = Activation.GeluTanh,
    };

    // The encoders of the specification, and what they have in no published combination.
    public static TheoryData<string> Kinds => [.. Blocks.Keys];

    private static Dictionary<string, EncoderBlockOptions> Blocks { get; } = new()
    {
        ["BERT"] = Post,
        ["BERT, relative keys"] = Post with { RelativeKeys = (9, false) },
        ["BERT, relative keys and queries"] = Post with { RelativeKeys = (Length, true) },
        ["RNAErnie"] = Post with { Activation = Activation.Relu },
        ["ESM"] = Post with { NormPosition = NormPosition.Pre, Rotary = new RotaryEmbedding(4, 10000) },
        ["Nucleotide Transformer v2"] = Post with
        {
            NormPosition = NormPosition.Pre,
            Rotary = new RotaryEmbedding(4, 10000),
            Gated = true,
            Activation = Activation.Silu,
            IntermediateBias = false,
            OutputBias = false,
        },
        ["MosaicBERT"] = Post with
        {
            Names = new() { QueryKeyValue = "attention.self.Wqkv" },
            Alibi = new Alibi(4),
            Gated = true,
            IntermediateBias = false,
        },
        ["ModernBERT, local"] = Post with
        {
            NormPosition = NormPosition.Pre,
            Norm = NormKind.LayerNormWithoutBias,
            Names = new() { QueryKeyValue = "attn.Wqkv" },
            AttentionBias = false,
            IntermediateBias = false,
            OutputBias = false,
            Rotary = new RotaryEmbedding(4, 10000),
            Gated = true,
            Window = 2,
        },
        ["Llama, both ways"] = Post with
        {
            NormPosition = NormPosition.Pre,
            Norm = NormKind.RootMeanSquare,
            AttentionBias = false,
            IntermediateBias = false,
            OutputBias = false,
            Gated = true,
            Activation = Activation.Silu,
        },
        ["ModernBERT, first block"] = Post with
        {
            NormPosition = NormPosition.Pre,
            Norm = NormKind.LayerNormWithoutBias,
            HasAttentionNorm = false,
            AttentionBias = false,
            Gated = true,
        },
        ["RiNALMo"] = Post with
        {
            NormPosition = NormPosition.PreIntoStream,
            Names = new() { Intermediate = "intermediate.linear", Gate = "intermediate.linear_gate" },
            AttentionBias = false,
            Rotary = new RotaryEmbedding(4, 10000),
            Gated = true,
            LearnedSwish = true,
        },
        ["GENA-LM, half of a head rotated"] = Post with { NormPosition = NormPosition.Pre, Rotary = new RotaryEmbedding(4, 10000, 2) },
        ["CaLM"] = Post with { NormPosition = NormPosition.Pre, Rotary = new RotaryEmbedding(4, 10000) { Interleaved = true } },
        ["ERNIE-RNA"] = Post with { CarriesScores = true },
        ["linear biases in a window"] = Post with { Alibi = new Alibi(4), Window = 3 },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ThePlainKernelComputesTheFormulas(string kind)
    {
        using var scope = new TensorScope();
        using var block = Create(Blocks[kind]);
        var x = Ops.Randn([2, Length, 16], DType.Float64);
        var mask = Ops.Ones([2, Length], DType.Int64);
        mask.Select(0, 1).Narrow(0, Real, Length - Real).ZeroInPlace();
        using var context = new AttentionContext(mask, DType.Float64);
        var y = Run(block, x, context);
        foreach (var (row, real) in new[] { (0, Length), (1, Real) })
        {
            var expected = new PlainBlock(block).Run(Rows(x.Select(0, row)), real);
            foreach (var (token, values) in Rows(y.Select(0, row)).Take(real).Index())
                Assert.All(values.Zip(expected[token]), pair => Assert.Equal(pair.Second, pair.First, Rotated(block) ? 1e-5 : 1e-10));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void APackedStreamGivesTheSameNumbersAndGradients(string kind)
    {
        using var scope = new TensorScope();
        using var block = Create(Blocks[kind]);
        var mask = Ops.Ones([2, Length], DType.Int64);
        mask.Select(0, 1).Narrow(0, Real, Length - Real).ZeroInPlace();
        var rows = Ops.Randn([2, Length, 16], DType.Float64);
        var weights = Ops.Randn([2, Length, 16], DType.Float64) * mask.Unsqueeze(-1);
        var (dense, denseGradient) = Pass(packed: false);
        var (packed, packedGradient) = Pass(packed: true);
        Assert.Equal(0, ((dense - packed) * mask.Unsqueeze(-1)).Abs().Max().ToDouble(), 1e-12);
        Assert.Equal(0, (denseGradient - packedGradient).Abs().Max().ToDouble(), 1e-11);
        Assert.Equal(0, packed.Select(0, 1).Narrow(0, Real, Length - Real).Abs().Max().ToDouble());

        (Tensor Output, Tensor Gradient) Pass(bool packed)
        {
            var x = rows.Clone();
            x.RequiresGrad = true;
            using var context = new AttentionContext(mask, DType.Float64, packed);
            var y = context.Spread(Run(block, context.Gather(x), context));
            (y * weights).Sum().Backward();
            return (y, x.Grad! * mask.Unsqueeze(-1));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EveryWeightHasItsGradientAndNothingStaysInTheScope(string kind)
    {
        using var scope = new TensorScope();
        using var block = Create(Blocks[kind]);
        var x = Ops.Randn([1, Length, 16], DType.Float64);
        using var context = new AttentionContext(null, DType.Float64);
        var before = scope.Count;
        var y = Run(block, x, context);
        Assert.Equal(before + 2, scope.Count);
        (y * Ops.Randn([1, Length, 16], DType.Float64)).Sum().Backward();
        foreach (var (name, parameter) in block.NamedParameters())
        {
            // The bias of a key shifts all scores of a query alike: in exact arithmetic its gradient is zero.
            var largest = parameter.Value.Grad?.Abs().Max().ToDouble();
            Assert.True(largest > (name.EndsWith("key.bias", StringComparison.Ordinal) ? -1 : 1e-6), name);
        }
    }

    [Fact]
    public void OperationsAreCountedByTheProductsThatThereAre()
    {
        using var plain = Create(Post);
        using var gated = Create(Post with { Gated = true });
        using var local = Create(Post with { Window = 2 });
        Assert.Equal(8 * 16 * 16 + 4 * 16 * 12 + 4 * 100 * 16, plain.FlopsPerToken(100));
        Assert.Equal(2 * 16 * 12, gated.FlopsPerToken(100) - plain.FlopsPerToken(100));
        Assert.Equal(4 * 95 * 16, plain.FlopsPerToken(100) - local.FlopsPerToken(100));
    }

    [Fact]
    public void AQueryWhoseKeysAreAllHiddenStaysFinite()
    {
        using var scope = new TensorScope();
        foreach (var type in new[] { DType.Float32, DType.BFloat16, DType.Float64 })
        {
            using var block = Create(Post with { Window = 1, Alibi = new Alibi(4) });
            block.To(Device.Cpu, type);
            var mask = Ops.Zeros([1, Length], DType.Int64);
            mask.Narrow(1, 0, 1).FillInPlace(1);
            using var context = new AttentionContext(mask, type);
            Assert.True(Run(block, Ops.Randn([1, Length, 16], DType.Float32).To(type), context).Isfinite().All().IsNonzero());
        }
    }

    [Theory]
    [InlineData(8, new[] { 0.5, 0.25, 0.125, 0.0625, 0.03125, 0.015625, 0.0078125, 0.00390625 })]
    [InlineData(2, new[] { 0.0625, 0.00390625 })]
    [InlineData(1, new[] { 0.00390625 })]
    [InlineData(3, new[] { 0.0625, 0.00390625, 0.25 })]
    public void SlopesOfLinearBiasesAreThoseOfThePaper(int heads, double[] slopes) => Assert.Equal(slopes, new Alibi(heads).Slopes);

    [Fact]
    public void SlopesOfTwelveHeadsAreThoseOfEightAndEverySecondOfSixteen()
    {
        double[] exponents = [1, 2, 3, 4, 5, 6, 7, 8, 0.5, 1.5, 2.5, 3.5];
        Assert.Equal(exponents.Select(exponent => Math.Pow(2, -exponent)), new Alibi(12).Slopes);
        Assert.Equal(Enumerable.Range(1, 16).Select(i => Math.Pow(2, -i / 2.0)), new Alibi(16).Slopes);
    }

    [Fact]
    public void ActivationsAreKnownByEachOfTheirNames()
    {
        Assert.Distinct(Activation.All.SelectMany(activation => activation.Names));
        Assert.All(Activation.All, activation => Assert.All(activation.Names, name => Assert.Same(activation, Activation.Find(name))));
        Assert.Null(Activation.Find("softsign"));
    }

    private static bool Rotated(EncoderBlock block) => block.Options.Rotary is not null;

    private static Tensor Run(EncoderBlock block, Tensor x, AttentionContext context)
    {
        var kernel = new PlainKernel();
        return kernel.FeedForward(block, kernel.Attend(block, x, context, null));
    }

    private static EncoderBlock Create(EncoderBlockOptions options)
    {
        var block = new EncoderBlock(options);
        TorchEngine.ManualSeed(8);
        foreach (var (name, parameter) in block.NamedParameters())
            if (parameter.Value.Rank > 1) Initialization.Normal(parameter, 0.4);
            else Initialization.Uniform(parameter, name.Contains("Norm", StringComparison.Ordinal) ? 1.5 : 0.5);
        block.To(Device.Cpu, DType.Float64);
        block.Eval();
        return block;
    }

    private static double[][] Rows(Tensor x) => [.. Enumerable.Range(0, (int)x.Size(0)).Select(i => x.Select(0, i).ToArray<double>())];
}
