using OmniHelix.Models.Encoders;
using OmniHelix.Torch;

namespace OmniHelix.Models.Tests.Encoders;

/// <summary>
/// Freshly made models have the mean and deviation that transformers 5.23 gives to the same layout (8 layers, hidden 256, 2,000 tokens).
/// </summary>
public class InitialisationTests
{
    private static readonly EsmConfig Esm = new()
    {
        VocabularySize = 2000,
        HiddenSize = 256,
        LayerCount = 8,
        HeadCount = 4,
        IntermediateSize = 512,
        PaddingId = 1,
        MaskId = 5,
        Positions = EsmPositions.Rotary,
        EmbeddingLayerNorm = true,
    };

    private static readonly BertConfig Bert = new()
    {
        VocabularySize = 2000,
        HiddenSize = 256,
        LayerCount = 8,
        HeadCount = 4,
        IntermediateSize = 512,
        PaddingId = 1,
    };

    public static TheoryData<string> Kinds => [.. Layouts.Keys];

    private static Dictionary<string, EncoderConfig> Layouts { get; } = new()
    {
        ["ESM"] = Esm,
        ["ESM, absolute positions, a decoder of its own"] = Esm with { Positions = EsmPositions.Absolute, TiedEmbeddings = false },
        ["BERT"] = Bert,
        ["BERT, relative positions"] = Bert with { Positions = BertPositions.RelativeKeyQuery },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void WeightsFollowThePublishedStart(string kind)
    {
        using var scope = new TensorScope();
        using var model = OmniModel.Create(Layouts[kind], TaskType.MaskedLanguageModel, new(), seed: 5);
        foreach (var (name, parameter) in model.NamedParameters())
        {
            var values = parameter.Value.ToArray<float>();
            if (parameter.Value.Rank == 1)
            {
                var gain = name.Contains("norm", StringComparison.OrdinalIgnoreCase) && name.EndsWith("weight", StringComparison.Ordinal);
                Assert.All(values, v => Assert.Equal(gain ? 1f : 0f, v));
                continue;
            }
            var mean = values.Average(v => (double)v);
            var deviation = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
            // Six standard errors of either estimate.
            var error = 6 * 0.02 / Math.Sqrt(values.Length);
            Assert.True(Math.Abs(mean) < error, $"{name}: mean {mean}");
            Assert.True(Math.Abs(deviation - 0.02) < error + 0.02 * 1.0 / 2000, $"{name}: deviation {deviation}");
            if (HasPadding(name)) Assert.All(values[256..512], v => Assert.Equal(0f, v));
        }
    }

    [Fact]
    public void TheSameSeedGivesTheSameModelAndLeavesTheGeneratorAlone()
    {
        using var scope = new TensorScope();
        TorchEngine.ManualSeed(11);
        var state = TorchEngine.RandomState();
        using var a = OmniModel.Create(Small.Config, TaskType.MaskedLanguageModel, new(), seed: 1);
        using var b = OmniModel.Create(Small.Config, TaskType.MaskedLanguageModel, new(), seed: 1);
        using var c = OmniModel.Create(Small.Config, TaskType.MaskedLanguageModel, new(), seed: 2);
        Assert.Equal(First(a), First(b));
        Assert.NotEqual(First(a), First(c));
        Assert.Equal(state, TorchEngine.RandomState());

        static float[] First(OmniModel model) => model.NamedParameters().First().Value.Value.ToArray<float>();
    }

    // The position table of ESM counts from the padding token, that of BERT from 0.
    private static bool HasPadding(string name) =>
        name.Contains("word_embeddings", StringComparison.Ordinal) || name.StartsWith("esm.embeddings.", StringComparison.Ordinal);
}
