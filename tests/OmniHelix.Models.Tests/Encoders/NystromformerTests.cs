using OmniHelix.Models.Backbones;
using OmniHelix.Models.Encoders;
using OmniHelix.Torch;

namespace OmniHelix.Models.Tests.Encoders;

public class NystromformerTests
{
    private static readonly NystromformerConfig Landmarks = new()
    {
        VocabularySize = 24,
        HiddenSize = 16,
        LayerCount = 2,
        HeadCount = 4,
        IntermediateSize = 20,
        MaxPositions = 20,
        SegmentLength = 12,
        LandmarkCount = 4,
        ConvolutionWidth = 5,
        // Weights of usual size would hide what this test looks for behind six steps that all converge.
        InitializerRange = 1,
    };

    private static readonly int[] Short = [3, 7, 9, 2], Long = [3, 5, 6, 7, 8, 9, 10, 11, 2];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void SequencesFeelTheirBatchUnlessEachInverseStartsAlone(bool alone)
    {
        using var scope = new TensorScope();
        using var model = OmniModel.Create(Landmarks with { StartsEachInverseAlone = alone }, TaskType.Embedding, new(), seed: 3);
        model.Eval();
        var together = model.Forward(Small.Batch(Long, Short)).LastHiddenState.Select(0, 1).Narrow(0, 0, Short.Length);
        var single = model.Forward(Small.Batch(Short)).LastHiddenState.Select(0, 0);
        Assert.Equal(alone, Small.Distance(together, single) < 1e-5);
    }

    [Fact]
    public void EveryBatchIsPaddedToTheLengthOfTheSegmentsAndTheResultCut()
    {
        using var scope = new TensorScope();
        using var model = OmniModel.Create(Landmarks, TaskType.Embedding, new(), seed: 3);
        model.Eval();
        Assert.Equal(12, model.MaxTokens);
        var output = model.Forward(Small.Batch(Short), Outputs.HiddenStates | Outputs.Attentions);
        Assert.Equal([1, 4, 16], output.LastHiddenState.Shape);
        Assert.All(output.HiddenStates!, state => Assert.Equal([1, 4, 16], state.Shape));
        Assert.All(output.Attentions!, map => Assert.Equal([1, 4, 4, 4], map.Shape));
        var e = Assert.Throws<OmniException>(() => model.Forward(Small.Batch([.. Enumerable.Repeat(5, 13)])));
        Assert.Equal("OH3401", e.Code);
    }
}
