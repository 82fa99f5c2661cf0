using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Tokenizers.Tests;

public class TokenizeOptionsTests
{
    private static readonly OmniTokenizer Tokenizer = OmniTokenizer.OmniGenome();

    [Theory]
    [InlineData(3, 10, 8, 3, 5)]
    [InlineData(6, 10, 8, 4, 4)]
    [InlineData(10, 3, 8, 5, 3)]
    [InlineData(2, 2, 8, 2, 2)]
    public void OfAPairTheLongerOneIsCut(int first, int second, int room, int keptFirst, int keptSecond)
    {
        var options = new TokenizeOptions { Truncation = TruncationStrategy.LongestFirst, MaxLength = room + 3 };
        var got = Tokenizer.Tokenize(new string('A', first), new string('C', second), options);
        Assert.Equal((keptFirst, keptSecond), (got.Sequences.Count(s => s == 0), got.Sequences.Count(s => s == 1)));
    }

    [Fact]
    public void WindowsOverlapByTheStride()
    {
        var options = new TokenizeOptions { Truncation = TruncationStrategy.LongestFirst, MaxLength = 6, Stride = 2 };
        var got = Tokenizer.Tokenize("ACGTNU", null, options);
        Assert.Equal([0, 4, 5, 6, 7, 2], got.Ids);
        Assert.Equal([0, 6, 7, 8, 9, 2], Assert.Single(got.Overflow).Ids);
        Assert.Equal(new TokenSpan(2, 3), got.Overflow[0].Spans[1]);
        Assert.Equal("OH1512", Assert.Throws<UsageException>(() => Tokenizer.Tokenize("ACGTNU", null, options with { Stride = 4 })).Code);
    }

    [Fact]
    public void CuttingOnlyASequenceThatIsTooShortIsRefused()
    {
        var options = new TokenizeOptions { Truncation = TruncationStrategy.OnlyFirst, MaxLength = 6 };
        Assert.Equal("OH1510", Assert.Throws<OmniException>(() => Tokenizer.Tokenize("AC", "ACGT", options)).Code);
    }

    [Fact]
    public void PaddingFillsUpToTheLongestAtTheSideAskedForAndIsMasked()
    {
        var options = new TokenizeOptions { Padding = new PaddingOptions { MultipleOf = 4, Side = TokenSide.Left } };
        var got = Tokenizer.TokenizeBatch(["ACG", "U"], options);
        Assert.Equal([1, 1, 1, 0, 4, 5, 6, 2], got[0].Ids);
        Assert.Equal([1, 1, 1, 1, 1, 0, 9, 2], got[1].Ids);
        Assert.Equal([0, 0, 0, 0, 0, 1, 1, 1], got[1].AttentionMask);
        Assert.Equal([1, 1, 1, 1, 1, 1, 0, 1], got[1].SpecialTokensMask);
    }

    [Fact]
    public void ABatchIsTheSameForEveryNumberOfThreads()
    {
        string[] texts = [.. Enumerable.Range(0, 500).Select(i => new string("ACGU"[i % 4], i))];
        var one = Tokenizer.TokenizeBatch(texts, new TokenizeOptions(), threads: 1);
        var eight = Tokenizer.TokenizeBatch(texts, new TokenizeOptions(), threads: 8);
        Assert.Equal(one.Select(t => t.Ids), eight.Select(t => t.Ids));
        Assert.Equal(one.Select(t => t.Spans), eight.Select(t => t.Spans));
    }
}
