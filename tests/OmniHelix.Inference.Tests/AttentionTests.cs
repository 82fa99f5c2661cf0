using OmniHelix.Inference.Attention;
using OmniHelix.Models;
using OmniHelix.Tokenizers;

namespace OmniHelix.Inference.Tests;

public class AttentionTests
{
    [Fact]
    public void ChosenLayersAndHeadsAreTheSameMapsAsInAll()
    {
        using var model = Model();
        var extractor = new AttentionExtractor(model);
        var all = extractor.Extract("ACGU");
        Assert.Equal(["<cls>", "A", "C", "G", "U", "<eos>"], all.Tokens);
        var some = extractor.Extract("ACGU", layers: [1], heads: [3, 0]);
        Assert.Equal(all.Map(1, 3).ToArray(), some.Map(0, 0).ToArray());
        Assert.Equal(all.Map(1, 0).ToArray(), some.Map(0, 1).ToArray());
        Assert.Equal("OH3703", Assert.Throws<UsageException>(() => extractor.Extract("ACGU", layers: [2])).Code);
        Assert.Equal("OH3703", Assert.Throws<UsageException>(() => extractor.Extract("ACGU", heads: [-1])).Code);
    }

    [Fact]
    public void StatisticsFollowTheirDefinitions()
    {
        float[] scores = [0.25f, 0.75f, 0.5f, 0.5f, 1, 0, 0, 1];
        var mean = AttentionStatistics.Of(new AttentionMaps([0], [0, 1], ["a", "b"], scores));
        Assert.Equal([0.625f, 0.375f, 0.25f, 0.75f], mean.Matrix);
        Assert.Equal([0.625f, 0.75f], mean.Largest);
        Assert.Equal([0.625f, 0.75f], mean.Self);
        Assert.Equal(0.625f * 0.625f + 0.375f * 0.375f, mean.Concentration[0], 1e-6f);
        Assert.Equal(-0.25 * Math.Log(0.25) - 0.75 * Math.Log(0.75), mean.Entropy[1], 1e-6);
        var first = AttentionStatistics.Of(scores, 2, 1, 2, [true, false], AttentionAggregation.First, AttentionAggregation.Sum);
        Assert.Equal([0.25f, 0, 0, 0], first.Matrix);
        Assert.Equal("OH3704", Assert.Throws<OmniException>(
            () => AttentionStatistics.Of(scores, 1, 2, 2, null, AttentionAggregation.Mean, AttentionAggregation.First)).Code);
    }

    [Fact]
    public void EachRowOfAMapSumsToOne()
    {
        using var model = Model();
        var maps = new AttentionExtractor(model).Extract("ACGUACGU");
        Assert.All(maps.Scores.Chunk(maps.Tokens.Count), row => Assert.Equal(1, row.Sum(), 1e-5f));
    }

    [Fact]
    public void WindowsAreRefused()
    {
        using var model = Model();
        var extractor = new AttentionExtractor(model);
        Assert.Equal("OH3702", Assert.Throws<OmniException>(() => extractor.Extract("")).Code);
        Assert.Equal(SmallModel.Positions, extractor.Extract(new string('A', SmallModel.Positions - 2), [0], [0]).Tokens.Count);
        var overlong = Assert.Throws<OmniException>(() => extractor.Extract(new string('A', SmallModel.Positions - 1)));
        Assert.Equal("OH3702", overlong.Code);
        Assert.Contains($"{SmallModel.Positions + 1} tokens", overlong.Message, StringComparison.Ordinal);
        Assert.Contains("windows", overlong.Advice, StringComparison.Ordinal);
    }

    private static PretrainedModel Model() =>
        new(OmniModel.Create(SmallModel.Config, TaskType.Embedding, new(), seed: 2), OmniTokenizer.OmniGenome());
}
