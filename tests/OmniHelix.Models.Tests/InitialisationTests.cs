using OmniHelix.Models.Encoders;
using OmniHelix.Torch;

namespace OmniHelix.Models.Tests;

/// <summary>Freshly made models have the mean and deviation that transformers 5.23 gives to the same layout (8 layers, hidden 256, 2,000 tokens).</summary>
public class InitialisationTests
{
    private static readonly EsmConfig Layout = new()
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

    [Theory]
    [InlineData(EsmPositions.Rotary, true)]
    [InlineData(EsmPositions.Absolute, false)]
    public void Weights_follow_the_published_start(EsmPositions positions, bool tied)
    {
        using var scope = new TensorScope();
        using var model = OmniModel.Create(Layout with { Positions = positions, TiedEmbeddings = tied }, TaskType.MaskedLanguageModel, new(), seed: 5);
        foreach (var (name, parameter) in model.NamedParameters())
        {
            var values = parameter.Value.ToArray<float>();
            if (parameter.Value.Rank == 1)
            {
                var constant = name.Contains("norm", StringComparison.OrdinalIgnoreCase) && name.EndsWith("weight", StringComparison.Ordinal) ? 1f : 0f;
                Assert.All(values, v => Assert.Equal(constant, v));
                continue;
            }
            var mean = values.Average(v => (double)v);
            var deviation = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
            // Six standard errors of either estimate.
            var error = 6 * 0.02 / Math.Sqrt(values.Length);
            Assert.True(Math.Abs(mean) < error, $"{name}: mean {mean}");
            Assert.True(Math.Abs(deviation - 0.02) < error + 0.02 * 1.0 / 2000, $"{name}: deviation {deviation}");
            if (name.Contains("embeddings", StringComparison.Ordinal)) Assert.All(values[256..512], v => Assert.Equal(0f, v));
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_model_and_leaves_the_generator_alone()
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
}
