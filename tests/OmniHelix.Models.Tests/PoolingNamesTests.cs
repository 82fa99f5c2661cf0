using OmniHelix.Models.Heads;

namespace OmniHelix.Models.Tests;

public class PoolingNamesTests
{
    [Theory]
    [InlineData("head", Pooling.Cls)]
    [InlineData("cls", Pooling.Cls)]
    [InlineData("mean", Pooling.MeanAllTokens)]
    [InlineData("mean_no_special", Pooling.Mean)]
    [InlineData("tail", Pooling.Last)]
    [InlineData("last", Pooling.Last)]
    [InlineData("max", Pooling.MaxAllTokens)]
    [InlineData("max_no_special", Pooling.Max)]
    [InlineData("attention", Pooling.Attention)]
    public void EmbeddingsHaveTheirUsualNames(string name, Pooling expected) => Assert.Equal(expected, PoolingNames.OfEmbedding(name));

    [Fact]
    public void AnUnknownNameIsRefusedWithTheNearestOne() =>
        Assert.Contains("'mean'", Assert.Throws<UsageException>(() => PoolingNames.OfEmbedding("meen")).Advice, StringComparison.Ordinal);

    [Theory]
    [InlineData("mean", Pooling.Mean)]
    [InlineData("cls", Pooling.Cls)]
    [InlineData("max", Pooling.Max)]
    [InlineData("last", Pooling.Last)]
    [InlineData("attention", Pooling.Attention)]
    [InlineData("pooler", Pooling.Pooler)]
    public void SavedHeadsKeepTheirMeaning(string name, Pooling expected) =>
        Assert.Equal((expected, name), (PoolingNames.OfHead(name), PoolingNames.Of(expected)));

    [Fact]
    public void EveryPoolingHasOneNameInHeads()
    {
        foreach (var pooling in Enum.GetValues<Pooling>()) Assert.Equal(pooling, PoolingNames.OfHead(PoolingNames.Of(pooling)));
        Assert.Equal(Enum.GetValues<Pooling>().Length, PoolingNames.OfHeads.Distinct().Count());
        Assert.Null(PoolingNames.OfHead("tail"));
        Assert.Null(PoolingNames.OfHead(null));
    }
}
