using OmniHelix.Models.Backbones;
using OmniHelix.Models.Encoders;
using OmniHelix.Models.Layers;
using OmniHelix.Torch;

namespace OmniHelix.Models.Tests.Encoders;

public class EsmBackboneTests
{
    private static readonly int[] Long = [0, 4, 9, 6, 5, 4, 4, 6, 2], Short = [0, 5, 6, 9, 2];

    [Theory]
    [InlineData(EsmPositions.Rotary)]
    [InlineData(EsmPositions.Absolute)]
    public void ASequenceDoesNotFeelItsBatch(EsmPositions positions)
    {
        using var scope = new TensorScope();
        using var model = Fresh(Small.Config with { Positions = positions, EmbeddingLayerNorm = true });
        int[] masked = [0, 5, 23, 9, 2];
        var together = model.Forward(Small.Batch(Long, Short, masked)).LastHiddenState;
        foreach (var (row, tokens) in new[] { Long, Short, masked }.Index())
        {
            var alone = model.Forward(Small.Batch(tokens)).LastHiddenState.Select(0, 0);
            Assert.True(Small.Distance(alone, together.Select(0, row).Narrow(0, 0, tokens.Length)) < 1e-5);
        }
    }

    [Fact]
    public void AMaskOfOnesIsNoMask()
    {
        using var scope = new TensorScope();
        using var model = Fresh(Small.Config);
        var input = Small.Batch(Long);
        var masked = input with { AttentionMask = input.InputIds.OnesLike() };
        Assert.Equal(model.Forward(input).LastHiddenState.ToArray<float>(), model.Forward(masked).LastHiddenState.ToArray<float>());
    }

    [Fact]
    public void ShiftingAllPositionsLeavesRotaryAttentionUnchanged()
    {
        using var scope = new TensorScope();
        using var rotary = new RotaryEmbedding(8, 10000);
        Tensor q = Ops.Randn([2, 3, 7, 8], DType.Float64), k = Ops.Randn([2, 3, 7, 8], DType.Float64);
        var here = rotary.RotateQueries(q).Matmul(rotary.RotateKeys(k).Transpose(2, 3));
        var there = rotary.RotateQueries(q, 19).Matmul(rotary.RotateKeys(k, 19).Transpose(2, 3));
        Assert.True(Small.Distance(here, there) < 1e-5);
        Assert.True(Small.Distance(rotary.RotateKeys(k), rotary.RotateKeys(k, 19)) > 0.1);
    }

    [Fact]
    public void TokenDropoutMultipliesEmbeddingsByTheShareKeptInTraining()
    {
        using var scope = new TensorScope();
        using var model = Fresh(Small.Config);
        var words = model.WordEmbedding.Value;
        var plain = model.Forward(Small.Batch(Short), Outputs.HiddenStates).HiddenStates![0];
        Assert.True(Small.Distance(plain.Select(0, 0).Select(0, 1), words.Select(0, Short[1]) * 0.88) < 1e-7);

        int[] masked = [0, 4, 5, 6, 23, 9, 4, 5, 6, 2];
        var rescaled = model.Forward(Small.Batch(masked), Outputs.HiddenStates).HiddenStates![0];
        Assert.True(Small.Distance(rescaled.Select(0, 0).Select(0, 1), words.Select(0, 4) * (0.88 / 0.9)) < 1e-7);
        Assert.Equal(0, rescaled.Select(0, 0).Select(0, 4).Abs().Max().ToDouble());
    }

    [Fact]
    public void WithoutSightOfPaddingTheMaskedShareIsTakenOverThePaddedLength()
    {
        using var scope = new TensorScope();
        using var model = Fresh(Small.Config with { TokenDropoutSeesPadding = false });
        var embedded = model.Forward(Small.Batch([0, 4, 5, 6, 5, 9, 4, 5, 6, 2], [0, 4, 23, 6, 2]), Outputs.HiddenStates).HiddenStates![0];
        Assert.True(Small.Distance(embedded.Select(0, 1).Select(0, 1), model.WordEmbedding.Value.Select(0, 4) * (0.88 / 0.9)) < 1e-7);
    }

    [Fact]
    public void ARowOfMasksStaysFinite()
    {
        using var scope = new TensorScope();
        using var model = Fresh(Small.Config);
        Assert.True(model.Forward(Small.Batch([23, 23, 23], [23])).LastHiddenState.Isfinite().All().IsNonzero());
    }

    [Fact]
    public void MoreTokensThanPositionsIsAnErrorButPaddingIsNotCounted()
    {
        using var scope = new TensorScope();
        using var model = Fresh(Small.Config with { Positions = EsmPositions.Absolute, MaxPositions = 10 });
        Assert.Equal(8, model.MaxTokens);
        int[] fits = [0, 4, 4, 4, 4, 4, 4, 2];
        var padded = Tensor.From<long>([.. fits.Select(i => (long)i), 1, 1], [1, 10]);
        Assert.Equal([1, 10, 16], model.Forward(new ModelInput(padded, padded.Ne(1).To(DType.Int64))).LastHiddenState.Shape);
        Assert.Equal("OH3401", Assert.Throws<OmniException>(() => model.Forward(Small.Batch([.. fits, 2]))).Code);
    }

    [Fact]
    public void HiddenStatesAndAttentionsComeOnlyOnRequest()
    {
        using var scope = new TensorScope();
        using var model = Fresh(Small.Config);
        var input = Small.Batch(Long, Short);
        var plain = model.Forward(input);
        Assert.Null(plain.HiddenStates);
        Assert.Null(plain.Attentions);
        var seen = new List<int>();
        var all = model.Forward(input, Outputs.HiddenStates | Outputs.Attentions, (layer, p) =>
        {
            seen.Add(layer);
            Assert.Equal([2, 4, 9, 9], p.Shape);
        });
        Assert.Equal([0, 1], seen);
        Assert.Equal(3, all.HiddenStates!.Count);
        Assert.Equal(plain.LastHiddenState.ToArray<float>(), all.HiddenStates[2].ToArray<float>());
        Assert.Equal(2, all.Attentions!.Count);
        Assert.True(Small.Distance(all.Attentions[0].Sum([-1]), Ops.Ones([2, 4, 9], DType.Float32)) < 1e-6);
        Assert.Equal(0, all.Attentions[1].Select(0, 1).Narrow(2, 5, 4).Max().ToDouble());
    }

    [Theory]
    [InlineData(Outputs.LastHiddenState, 1)]
    [InlineData(Outputs.HiddenStates, 3)]
    [InlineData(Outputs.Attentions, 3)]
    [InlineData(Outputs.HiddenStates | Outputs.Attentions, 5)]
    public void NothingIsLeftInTheScopeButTheResults(Outputs outputs, int results)
    {
        using var model = Fresh(Small.Config with { Positions = EsmPositions.Absolute, EmbeddingLayerNorm = true });
        using var scope = new TensorScope();
        var input = Small.Batch(Long, Short);
        var before = scope.Count;
        var output = model.Forward(input, outputs);
        Assert.Equal(before + results, scope.Count);
        Tensor[] all = [output.LastHiddenState, .. output.HiddenStates ?? [], .. output.Attentions ?? []];
        Assert.All(all, tensor => Assert.True(tensor.IsAlive));
    }

    [Fact]
    public void ContactsNeedAContactHead()
    {
        using var scope = new TensorScope();
        using var model = Fresh(Small.Config);
        Assert.Equal("OH3402", Assert.Throws<OmniException>(() => model.PredictContacts(Small.Batch(Long))).Code);
        using var with = Fresh(Small.Config, BackboneParts.ContactHead);
        var contacts = with.PredictContacts(Small.Batch(Long));
        Assert.Equal([1, 7, 7], contacts.Shape);
        Assert.True(Small.Distance(contacts, contacts.Transpose(1, 2)) < 1e-6);
    }

    // The published counts include a position table that rotary models never use and we do not make.
    [Theory]
    [InlineData(6, 320, 20, 1280, 33, 7_512_474, 7_840_794)]
    [InlineData(12, 480, 20, 1920, 33, 33_501_394, 33_993_874)]
    [InlineData(30, 640, 20, 2560, 33, 148_140_154, 148_796_794)]
    [InlineData(16, 480, 24, 2400, 24, 51_961_849, 52_454_329)]
    [InlineData(32, 720, 30, 2560, 24, 185_149_545, 185_888_265)]
    [InlineData(12, 480, 20, 1920, 24, 33_497_065, 33_989_545)]
    public void LanguageModelsHaveThePublishedNumberOfParameters(
        int layers, int hidden, int heads, int intermediate, int vocabulary, long without, long with)
    {
        var config = EsmConfig.OmniGenome(layers, hidden, heads, intermediate) with { VocabularySize = vocabulary };
        using var model = LanguageModel(config);
        Assert.Equal(without, model.ParameterCount());
        Assert.Equal(with, model.ParameterCount() + (long)config.MaxPositions * hidden);
    }

    [Theory]
    [InlineData(16, 480, 24, 2400, 52_453_345)]
    [InlineData(32, 720, 30, 2560, 185_886_801)]
    public void EncodersWithPoolerHaveThePublishedNumberOfParameters(
        int layers, int hidden, int heads, int intermediate, long published)
    {
        var config = EsmConfig.OmniGenome(layers, hidden, heads, intermediate);
        using var encoder = config.CreateBackbone(BackboneParts.ContactHead | BackboneParts.Pooler);
        Assert.Equal(published, encoder.ParameterCount() + (long)config.MaxPositions * hidden);
    }

    [Fact]
    public void NucleotideTransformerV1HasThePublishedNumberOfParameters()
    {
        var config = new EsmConfig
        {
            VocabularySize = 4105,
            HiddenSize = 1280,
            LayerCount = 24,
            HeadCount = 20,
            IntermediateSize = 5120,
            MaxPositions = 1002,
            PaddingId = 1,
            MaskId = 2,
            TokenDropout = true,
            TiedEmbeddings = false,
        };
        using var model = LanguageModel(config);
        Assert.Equal(485_699_306, model.ParameterCount());
    }

    [Fact]
    public void OperationsPerTokenCountTheMatrixProducts()
    {
        var config = EsmConfig.OmniGenome52M;
        using var encoder = config.CreateBackbone();
        var matrices = 16.0 * (4 * 480 * 480 + 2 * 480 * 2400);
        Assert.Equal(2 * matrices + 16 * 4.0 * 128 * 480, encoder.FlopsPerToken(128));
    }

    private static OmniModel LanguageModel(EsmConfig config) =>
        OmniModels.For(
            new ModelStart(TaskType.MaskedLanguageModel, config.CreateBackbone(BackboneParts.ContactHead), new OmniModelOptions()));

    private static EncoderBackbone Fresh(EsmConfig config, BackboneParts parts = BackboneParts.None)
    {
        var model = OmniModels.For(
            new ModelStart(TaskType.Embedding, config.CreateBackbone(parts), new OmniModelOptions(), made => OmniModels.Fresh(made, 3)));
        // Larger than at the start of training, so that wrong masks and positions show.
        using var off = GradMode.Off();
        using var scope = new TensorScope();
        foreach (var (_, parameter) in model.NamedParameters())
            if (parameter.Value.Rank > 1) parameter.Value.MulInPlace(20);
        model.Eval();
        return (EncoderBackbone)model.Backbone;
    }
}
