using OmniHelix.Models.Backbones;
using OmniHelix.Torch;

namespace OmniHelix.Models.Tests;

/// <summary>Contact heads of published weights as heads of models for pairs of bases.</summary>
public class EncoderContactsTests
{
    private static readonly OmniModelOptions Esm = new() { Pairs = new() { OfEncoder = true }, SpecialTokens = [0, 1, 2] };

    [Theory]
    [InlineData("mm-rinalmo-contact", 1, 0)]
    [InlineData("mm-utrlm-ss", 1, 0)]
    [InlineData("omnigenome-mlm", 0, 1)]
    [InlineData("esm-rotary-tokendrop-mlm", 0, 1)]
    public void TheyScoreAsTheEncoderDoesInAnyBatch(string name, long first, long pad)
    {
        using var scope = new TensorScope();
        using var encoder = OmniModel.FromPretrained(Goldens.Encoder(name), TaskType.Embedding);
        using var model = OmniModel.FromPretrained(Goldens.Encoder(name), TaskType.PairClassification);
        Assert.Equal(["apart", "contact"], model.LabelNames);
        Assert.True(((PairModel)model).Pairs.OfEncoder);
        long[] longer = [first, 6, 9, 7, 8, 5, 2], shorter = [first, 9, 6, 2];
        var together = Tensor.From<long>([.. longer, .. shorter, pad, pad, pad], [2, 7]);
        var logits = model.Forward(new(together, together.Ne(pad).To(DType.Int64))).Logits;
        Assert.Equal([2L, 7, 7], logits.Shape);
        foreach (var (row, tokens) in new[] { longer, shorter }.Index())
        {
            var alone = encoder.Backbone.ScorePairs(new(Tensor.From<long>(tokens, [1, tokens.Length]))).Squeeze(3).Select(0, 0);
            var inner = tokens.Length - 2;
            Assert.InRange(Small.Distance(alone, logits.Select(0, row).Narrow(0, 1, inner).Narrow(1, 1, inner)), 0, 1e-6);
        }
        Assert.Equal(0, logits.Select(1, 0).Abs().Max().ToDouble());
        Assert.Equal(0, logits.Select(2, 6).Abs().Max().ToDouble());
    }

    [Theory]
    [InlineData("mm-utrlm-ss")]
    [InlineData("omnigenome-mlm")]
    public void ASavedModelScoresTheSameAndTrainingStartsANetwork(string name)
    {
        using var folder = new TemporaryFolder();
        using var scope = new TensorScope();
        using var model = OmniModel.FromPretrained(Goldens.Encoder(name), TaskType.PairClassification);
        model.SavePretrained(folder["saved"]);
        using var loaded = OmniModel.FromPretrained(folder["saved"]);
        Assert.Equal(TaskType.PairClassification, loaded.Task);
        var input = new ModelInput(Tensor.From<long>([0, 6, 9, 7, 2], [1, 5]));
        Assert.Equal(model.Forward(input).Logits.ToArray<float>(), loaded.Forward(input).Logits.ToArray<float>());
        using var trained = OmniModel.Create(folder["saved"], TaskType.PairClassification, new(), seed: 1);
        Assert.False(((PairModel)trained).Pairs.OfEncoder);
        Assert.Contains("pair_network.last.weight", trained.LoadReport!.Fresh);
    }

    [Fact]
    public void WeightsWithoutOneAreRefused()
    {
        Assert.Equal("OH3607", Assert.Throws<OmniException>(
            () => OmniModel.FromPretrained(Goldens.Encoder("mm-rnafm-mlm"), TaskType.PairClassification)).Code);
        Assert.Equal("OH3607", Assert.Throws<OmniException>(
            () => OmniModel.FromPretrained(Goldens.Encoder("omnigenome-mlm"), TaskType.PairRegression)).Code);
        Assert.Equal("OH3604", Assert.Throws<OmniException>(
            () => OmniModel.Create(Small.Config, TaskType.PairClassification, Esm, seed: 1)).Code);
    }

    [Fact]
    public void AHeadOfAnEncoderThatLearnedAnotherTaskIsNotAsked()
    {
        using var folder = new TemporaryFolder();
        using (var model = OmniModel.Create(
            Goldens.Encoder("omnigenome-mlm"), TaskType.TokenClassification, new() { LabelNames = ["a", "b"] }, seed: 1))
            model.SavePretrained(folder["saved"]);
        Assert.Equal("OH3607", Assert.Throws<OmniException>(
            () => OmniModel.FromPretrained(folder["saved"], TaskType.PairClassification)).Code);
    }
}
