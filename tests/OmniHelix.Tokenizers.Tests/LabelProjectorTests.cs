using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Tokenizers.Tests;

public class LabelProjectorTests
{
    private static readonly TokenSpan[] Spans = [new(0, 0), new(0, 3), new(3, 4), new(5, 7), new(7, 7)];

    [Fact]
    public void TokensTakeTheFirstOrTheMostFrequentClassOfTheirCharacters()
    {
        var labels = new int[5];
        LabelProjector.ToTokens([2, 1, 1, 0, 9, -100, 4], Spans, labels);
        Assert.Equal([-100, 2, 0, -100, -100], labels);
        LabelProjector.ToTokens([2, 1, 1, 0, 9, -100, 4], Spans, labels, LabelProjection.Majority);
        Assert.Equal([-100, 1, 0, 4, -100], labels);
    }

    [Fact]
    public void ValuesAreAveragedOverTheCharactersThatHaveOne()
    {
        var values = new float[10];
        LabelProjector.MeanToTokens([1, 10, 2, float.NaN, 6, 30, 4, 40, 0, 0, float.NaN, 5, float.NaN, 7], 2, Spans, values);
        Assert.Equal([float.NaN, float.NaN, 3, 20, 4, 40, float.NaN, 6, float.NaN, float.NaN], values);
    }
}
