using System.Text;
using CsCheck;
using OmniHelix.Tokenizers.SentencePieces;

namespace OmniHelix.Tokenizers.Tests.SentencePieces;

public class CharsMapTests
{
    private static readonly ReadOnlyMemory<byte> Custom = SentencePieceGolden.Model("unigram_custom_rules").Normalizer.CharsMap;
    private static readonly ReadOnlyMemory<byte> Nfkc = SentencePieceGolden.Model("unigram_nmt_nfkc").Normalizer.CharsMap;

    [Fact]
    public void TheLongestAndTheShortestKeyAreFound()
    {
        var map = CharsMap.Read(Custom, "map");
        Assert.Equal(("Y", 3), Longest(map, "abcd"));
        Assert.Equal(("A", 1), Shortest(map, "abcd"));
        Assert.Equal(("X", 2), Longest(map, "abd"));
        Assert.Equal(("-", 2), Shortest(map, "--"));
        Assert.Null(Longest(map, "dab"));
        Assert.Null(Longest(map, ""));
    }

    [Fact]
    public void CharactersOfSeveralBytesAndEmptyReplacementsAreKeys()
    {
        Assert.Equal(("fi", 1), Longest(CharsMap.Read(Custom, "map"), "ﬁ"));
        Assert.Equal(("", 1), Longest(CharsMap.Read(Custom, "map"), "\u00AD-"));
        Assert.Equal(("1\u20442", 1), Longest(CharsMap.Read(Nfkc, "map"), "½"));
        Assert.Equal(("a", 2), Longest(CharsMap.Read(Nfkc, "map"), "𝒶b"));
        Assert.Null(Longest(CharsMap.Read(Nfkc, "map"), "\uD83D"));
    }

    [Fact]
    public void EveryBeginningOfAMapIsRefused()
    {
        for (var length = 0; length < Custom.Length; length += 7)
            Assert.Equal("OH1534", Assert.Throws<OmniException>(() => CharsMap.Read(Custom[..length], "map")).Code);
    }

    [Fact]
    public void AReplacementHasALimitedLength()
    {
        // Whichever replacement stands last has no end any more.
        byte[] bytes = [.. Custom.Span[..^1], .. Enumerable.Repeat((byte)'A', 1025), 0];
        Assert.Equal("OH1534", Assert.Throws<OmniException>(() => CharsMap.Read(bytes, "map")).Code);
    }

    [Fact]
    public void ChangedMapsAreRefusedOrReadWithoutHarm() =>
        Gen.Select(Gen.Int[0, Custom.Length - 1], Gen.Byte, Gen.String[0, 20]).Sample((at, value, text) =>
        {
            var bytes = Custom.ToArray();
            bytes[at] = value;
            try
            {
                var map = CharsMap.Read(bytes, "map");
                for (var start = 0; start < text.Length; start++)
                {
                    if (map.TryLongest(text.AsSpan(start), out var length, out _)) Assert.InRange(length, 1, text.Length - start);
                    if (map.TryShortest(text.AsSpan(start), out length, out _)) Assert.InRange(length, 1, text.Length - start);
                }
            }
            catch (OmniException e)
            {
                Assert.Equal("OH1534", e.Code);
            }
        }, iter: 2000);

    private static (string Replacement, int Length)? Longest(CharsMap map, string text) =>
        map.TryLongest(text, out var length, out var replacement) ? (Encoding.UTF8.GetString(replacement), length) : null;

    private static (string Replacement, int Length)? Shortest(CharsMap map, string text) =>
        map.TryShortest(text, out var length, out var replacement) ? (Encoding.UTF8.GetString(replacement), length) : null;
}
