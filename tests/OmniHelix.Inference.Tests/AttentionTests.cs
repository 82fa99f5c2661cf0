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
    public void EntropiesOfApproximatedRowsAreThoseOfTheirPositiveEntries()
    {
        float[] scores = [0.9f, -0.3f, 0.3f, -1, -2, -1, 0.2f, 0.3f, 0.5f];
        var maps = new AttentionMaps([0], [0], ["a", "b", "c"], scores);
        Assert.False(maps.AreShares);
        var entropy = AttentionStatistics.Of(maps).Entropy;
        Assert.Equal(-0.75 * Math.Log(0.75) - 0.25 * Math.Log(0.25), entropy[0], 1e-6);
        Assert.Equal(0, entropy[1]);
        var last = -0.2 * Math.Log(0.2) - 0.3 * Math.Log(0.3) - 0.5 * Math.Log(0.5);
        Assert.Equal(last, entropy[2], 1e-6);
        Assert.Equal((entropy[0] + last) / 3, maps.LayerEntropies().Single(), 1e-6);
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(12, true)]
    public void MapsThatApproximateAttentionAreNoShares(int landmarks, bool shares)
    {
        using var folder = new TemporaryFolder();
        var tokenizer = GenomicTokenizers.Rna(1);
        File.WriteAllText(folder["config.json"], $$"""
            {"model_type":"nystromformer","vocab_size":{{tokenizer.VocabularySize}},"hidden_size":16,"num_hidden_layers":2,
             "num_attention_heads":4,"intermediate_size":20,"max_position_embeddings":40,"segment_means_seq_len":12,
             "num_landmarks":{{landmarks}},"initializer_range":1.0}
            """);
        var made = OmniModel.Create(folder["config.json"], TaskType.Embedding, new(), seed: 3);
        using var model = new PretrainedModel(made, tokenizer);
        var maps = new AttentionExtractor(model).Extract("ACGUACGUA");
        Assert.Equal(shares, maps.AreShares);
        Assert.All(maps.LayerEntropies(), entropy => Assert.InRange(entropy, 0, Math.Log(maps.Tokens.Count)));
    }

    [Fact]
    public void MapsThatAreNoNumbersAreRefused()
    {
        const string Damaged = "esm.encoder.layer.0.attention.self.query.weight";
        using var small = new SmallModel();
        Spoiled.Put(small.Folder, Damaged, float.NaN);
        using var model = PretrainedModel.Open(small.Folder, new(), TaskType.Embedding);
        var e = Assert.Throws<OmniException>(() => new AttentionExtractor(model).Extract("ACGU"));
        Assert.Equal("OH5305", e.Code);
        Assert.Contains($"'{Damaged}'", e.Message, StringComparison.Ordinal);
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
