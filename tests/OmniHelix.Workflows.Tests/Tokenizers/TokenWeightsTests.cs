using OmniHelix.Tokenizers;
using OmniHelix.Workflows.Tokenizers;

namespace OmniHelix.Workflows.Tests.Tokenizers;

/// <summary>Which weights of shared tokens are outliers, in words.</summary>
public sealed class TokenWeightsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void NoDeviationLiesBelowZero()
    {
        // Deviations 0, 1, 2 and 3, divided by the root of two: quartiles 0.75 and 2.25 of these, and so -1.5 and 4.5.
        var weights = Weights([-1, -2, -3, -4], [-1, -3, -5, -7]);
        Assert.True(weights.Low < 0);
        Assert.Equal("above 3.1820", weights.OutlierRange);
    }

    [Fact]
    public void SmallDeviationsAreOutliersWhereAllOthersAreLarge()
    {
        // Deviations 0, 8, 9 and 10, divided by the root of two: quartiles 6 and 9.25 of these, and so 1.125 and 14.125.
        var weights = Weights([-1, -2, -3, -4], [-1, -10, -12, -14]);
        Assert.Equal("below 0.7955 or above 9.9879", weights.OutlierRange);
        Assert.Equal("t0", Assert.Single(weights.Tokens, token => token.IsOutlier).Token);
    }

    [Fact]
    public void OneTokenizerHasNoOutliers() => Assert.Null(Weights([-1, -2]).OutlierRange);

    private TokenWeights Weights(params double[][] scores)
    {
        var names = Enumerable.Range(0, scores.Length).Select(at => $"{at}.json");
        var read = names.Zip(scores, (name, own) => OmniTokenizer.FromPretrained(folder.Write(name, Model(own))));
        return TokenizerComparison.Of([.. names], [.. read]).Weights!;
    }

    private static string Model(double[] scores) =>
        $$$"""{"model": {"type": "Unigram", "vocab": [{{{string.Join(", ", scores.Select((score, at) => $"[\"t{at}\", {score}]"))}}}]}}""";
}
