using CsCheck;
using OmniHelix.Sequences;
using OmniHelix.Tokenizers.Genomic;
using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Tokenizers.Tests.Genomic;

public sealed class KmerEncoderTests
{
    private const int Unknown = 0;

    private static readonly KmerCut[] Cuts =
    [
        KmerCut.Letters, KmerCut.Overlapping(2), KmerCut.Overlapping(6), new(3, 3, KmerTail.Kept), new(3, 1, KmerTail.Kept),
        new(4, 2, KmerTail.Dropped), new(6, 3, KmerTail.Kept),
    ];

    private static readonly Gen<string> Sequence = Gen.Char["ACGTUNacgtun-\né"].Array[0, 40].Select(letters => new string(letters));

    // The plain definition: windows of letters, looked up by their text.
    [Fact]
    public void TokensAreTheWindowsOfTheSequence() =>
        Gen.Select(Sequence, Gen.OneOf(Cuts), Gen.Bool).Sample((sequence, cut, upper) =>
        {
            var tokens = Tokens("ACGTN", cut.Length);
            var converted = (upper ? sequence.ToUpperInvariant() : sequence).Replace('U', 'T').Replace('u', 't');
            var expected = new List<(int, TokenSpan)>();
            for (var start = 0; start < sequence.Length; start += cut.Step)
            {
                var end = Math.Min(start + cut.Length, sequence.Length);
                if (end - start < cut.Length && cut.Tail == KmerTail.Dropped) break;
                expected.Add((tokens.GetValueOrDefault(converted[start..end], Unknown), new TokenSpan(7 + start, 7 + end)));
            }
            Assert.Equal(expected, Encode(sequence, 7, tokens, cut, new LetterConversion(upper, UracilPolicy.UToT)));
        });

    [Fact]
    public void ALetterThatBecomesTwoGivesTwoTokens()
    {
        var found = Encode("AßC", 0, Tokens("ACS", 1), KmerCut.Letters, new LetterConversion(true, UracilPolicy.None));
        Assert.Equal([(1, new(0, 1)), (3, new(1, 2)), (3, new(1, 2)), (2, new(2, 3))], found);
        found = Encode("AßC", 0, Tokens("ACS", 2), KmerCut.Overlapping(2), new LetterConversion(true, UracilPolicy.None));
        Assert.Equal([new TokenSpan(0, 2), new(1, 2), new(1, 3)], found.Select(token => token.Span));
    }

    [Fact]
    public void LettersBeyondTheBasicPlaneAreOne()
    {
        var found = Encode("A🧬\uD83E", 0, Tokens("A", 1), KmerCut.Letters, default);
        Assert.Equal([(1, new(0, 1)), (Unknown, new(1, 3)), (Unknown, new(3, 4))], found);
    }

    [Theory]
    [InlineData("ACGAC")]
    [InlineData("é")]
    public void AReadingFrameHasWholeCodons(string sequence)
    {
        var error = Assert.Throws<OmniException>(() => Encode(sequence, 0, Tokens("ACG", 3), KmerCut.Codons, default));
        Assert.Equal("OH1517", error.Code);
        Assert.Equal(2, Encode("ACGACG", 0, Tokens("ACG", 3), KmerCut.Codons, default).Count);
    }

    // Twelve letters of three bits each would need a table of 2^36 places.
    [Fact]
    public void LongKmersNeedNoTable()
    {
        const string kmer = "ACGTNACGTNAC";
        var found = Encode(kmer + "G", 0, new() { [kmer] = 5 }, KmerCut.Overlapping(kmer.Length), default);
        Assert.Equal([(5, new(0, 12)), (Unknown, new(1, 13))], found);
    }

    [Fact]
    public void KmersMayBeLongerThanAnySequence()
    {
        Assert.Empty(Encode("ACGT", 0, Tokens("ACGT", 1), KmerCut.Overlapping(int.MaxValue), default));
        var found = Encode("ACGT", 0, new() { ["ACGT"] = 3 }, new KmerCut(int.MaxValue, int.MaxValue, KmerTail.Kept), default);
        Assert.Equal([(3, new(0, 4))], found);
    }

    [Fact]
    public void KmersOfAnAlphabetHaveTheLastLetterVaryFastest()
    {
        Assert.Equal(["AA", "AT", "AC", "AG", "TA"], KmerVocabulary.Of("ATCG", 2).Take(5));
        Assert.Equal(4096, KmerVocabulary.Of("ATCG", 6).Distinct().Count());
        Assert.Equal("OH1518", Assert.Throws<UsageException>(() => KmerVocabulary.Of("ACGTN", 11)).Code);
    }

    private static Dictionary<string, int> Tokens(string alphabet, int length) =>
        KmerVocabulary.Of(alphabet, length).Index().ToDictionary(kmer => kmer.Item, kmer => kmer.Index + 1);

    private static List<(int Id, TokenSpan Span)> Encode(
        string sequence, int character, Dictionary<string, int> tokens, KmerCut cut, LetterConversion conversion)
    {
        var encoder = new KmerEncoder([.. tokens.Select(token => (token.Key, token.Value))], Unknown, cut, conversion);
        var buffer = new TokenBuffer();
        encoder.Encode(sequence, character, buffer);
        return [.. buffer.Ids.ToArray().Zip(buffer.Spans.ToArray())];
    }
}
