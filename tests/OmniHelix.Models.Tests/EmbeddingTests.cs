using OmniHelix.Models.Embeddings;
using OmniHelix.Tokenizers;

namespace OmniHelix.Models.Tests;

public class EmbeddingTests
{
    private static readonly string[] Sequences = ["AUGCCGUA", "GGC", "ACGUNACGUAC", "UUUUU", "A"];

    [Theory]
    [InlineData(Aggregation.Cls)]
    [InlineData(Aggregation.Mean)]
    [InlineData(Aggregation.Last)]
    [InlineData(Aggregation.Max)]
    [InlineData(Aggregation.MeanNoSpecial)]
    public void Vectors_come_in_the_order_of_the_sequences_and_do_not_depend_on_the_batch(Aggregation aggregation)
    {
        using var model = Model();
        var embedder = new SequenceEmbedder(model, OmniTokenizer.OmniGenome());
        var together = embedder.EncodeBatch(Sequences, aggregation);
        var narrow = embedder.EncodeBatch(Sequences, aggregation, tokensPerBatch: 1);
        for (var i = 0; i < Sequences.Length; i++)
        {
            var alone = embedder.Encode(Sequences[i], aggregation);
            Assert.Equal(16, alone.Length);
            Assert.All(alone.Zip(together[i]), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
            Assert.Equal(alone, narrow[i]);
        }
    }

    [Fact]
    public void Token_vectors_are_trimmed_and_their_mean_is_the_mean()
    {
        using var model = Model();
        var embedder = new SequenceEmbedder(model, OmniTokenizer.OmniGenome());
        var tokens = embedder.EncodeTokens(Sequences);
        Assert.Equal(Sequences.Select(s => s.Length + 2), tokens.Select(t => t.Length));
        var mean = embedder.Encode(Sequences[0], Aggregation.MeanNoSpecial);
        for (var c = 0; c < 16; c++) Assert.Equal(mean[c], tokens[0][1..^1].Average(t => t[c]), 1e-5f);
    }

    [Fact]
    public void The_model_is_put_back_as_it_was_and_dropout_is_off_meanwhile()
    {
        using var model = OmniModel.Create(Small.Config with { HiddenDropout = 0.5 }, TaskType.Embedding, new(), seed: 2);
        model.Train();
        var embedder = new SequenceEmbedder(model, OmniTokenizer.OmniGenome());
        Assert.Equal(embedder.Encode("ACGU"), embedder.Encode("ACGU"));
        Assert.True(model.IsTraining);
        Assert.True(Torch.GradMode.IsEnabled);
    }

    [Fact]
    public void Empty_and_overlong_sequences_are_named()
    {
        using var model = Model();
        var embedder = new SequenceEmbedder(model, OmniTokenizer.OmniGenome());
        var empty = Assert.Throws<OmniException>(() => embedder.EncodeBatch(["ACGU", ""]));
        Assert.Equal(("OH3702", "sequence 2"), (empty.Code, empty.Place));
        var overlong = Assert.Throws<OmniException>(() => embedder.Encode(new string('A', 1025)));
        Assert.Equal("OH3702", overlong.Code);
        Assert.Contains("1027 tokens", overlong.Message, StringComparison.Ordinal);
        Assert.Empty(embedder.EncodeBatch([]));
    }

    [Fact]
    public void Cancellation_stops_between_batches()
    {
        using var model = Model();
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var embedder = new SequenceEmbedder(model, OmniTokenizer.OmniGenome());
        Assert.Throws<OperationCanceledException>(() => embedder.EncodeBatch(Sequences, cancellation: cancelled.Token));
        Assert.True(Torch.GradMode.IsEnabled);
    }

    [Theory]
    [InlineData("head", Aggregation.Cls)]
    [InlineData("cls", Aggregation.Cls)]
    [InlineData("mean", Aggregation.Mean)]
    [InlineData("tail", Aggregation.Last)]
    [InlineData("last", Aggregation.Last)]
    [InlineData("max", Aggregation.Max)]
    [InlineData("mean_no_special", Aggregation.MeanNoSpecial)]
    public void Aggregations_have_their_usual_names(string name, Aggregation expected) =>
        Assert.Equal(expected, AggregationNames.Parse(name));

    [Fact]
    public void An_unknown_aggregation_is_refused_with_the_nearest_name() =>
        Assert.Contains("'mean'", Assert.Throws<UsageException>(() => AggregationNames.Parse("meen")).Advice, StringComparison.Ordinal);

    [Fact]
    public void Chosen_layers_and_heads_are_the_same_maps_as_in_all()
    {
        using var model = Model();
        var extractor = new AttentionExtractor(model, OmniTokenizer.OmniGenome());
        var all = extractor.Extract("ACGU");
        Assert.Equal(["<cls>", "A", "C", "G", "U", "<eos>"], all.Tokens);
        var some = extractor.Extract("ACGU", layers: [1], heads: [3, 0]);
        Assert.Equal(all.Map(1, 3).ToArray(), some.Map(0, 0).ToArray());
        Assert.Equal(all.Map(1, 0).ToArray(), some.Map(0, 1).ToArray());
        Assert.Equal("OH3703", Assert.Throws<OmniException>(() => extractor.Extract("ACGU", layers: [2])).Code);
        Assert.Equal("OH3703", Assert.Throws<OmniException>(() => extractor.Extract("ACGU", heads: [-1])).Code);
    }

    [Fact]
    public void Statistics_follow_their_definitions()
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
        var e = Assert.Throws<OmniException>(() =>
            AttentionStatistics.Of(scores, 1, 2, 2, null, AttentionAggregation.Mean, AttentionAggregation.First));
        Assert.Equal("OH3704", e.Code);
    }

    private static OmniModel Model() => OmniModel.Create(Small.Config, TaskType.Embedding, new(), seed: 2);
}
