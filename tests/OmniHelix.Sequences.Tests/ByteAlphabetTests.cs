using System.Text;

namespace OmniHelix.Sequences.Tests;

public class ByteAlphabetTests
{
    private const string Printable = "ACGTURYSWKMBDHVNacgturyswkmbdhvnEFILPQZJOX@[`{-.*~\u007F !0";

    public static TheoryData<int> Lengths => [0, 1, 3, 31, 32, 33, 127, 128, 129, 1000, 4099];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void ComplementsOfBytesAreThoseOfCharacters(int length)
    {
        var text = Text(length, Printable);
        foreach (var rna in new[] { false, true })
        {
            var expected = Alphabet.ReverseComplement(text, rna);
            var copy = new byte[length + 3];
            Alphabet.ReverseComplement(Encoding.ASCII.GetBytes(text), copy, rna);
            Assert.Equal(expected, Encoding.ASCII.GetString(copy, 0, length));
            var place = Encoding.ASCII.GetBytes(text);
            Alphabet.ReverseComplement(place.AsSpan(), rna);
            Assert.Equal(expected, Encoding.ASCII.GetString(place));
            var complement = Encoding.ASCII.GetBytes(text);
            Alphabet.Complement(complement, rna);
            Assert.Equal(string.Concat(expected.Reverse()), Encoding.ASCII.GetString(complement));
        }
    }

    [Fact]
    public void BytesOutsideAsciiHaveNoComplementAndNoCase()
    {
        var all = Enumerable.Range(0, 256).Select(i => (byte)i).ToArray();
        var complement = (byte[])all.Clone();
        Alphabet.Complement(complement);
        Assert.Equal(all[128..], complement[128..]);
        Assert.Equal(all[..64], complement[..64]);
        Assert.Equal((byte)'T', complement['A']);
        var upper = (byte[])all.Clone();
        Alphabet.ToUpper(upper);
        Assert.Equal(all.Select(b => b is >= (byte)'a' and <= (byte)'z' ? (byte)(b - 32) : b), upper);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void PackingFollowsItsDefinitionAtAnyLength(int length)
    {
        var text = Text(length, Printable);
        var packed = new byte[TwoBitSequence.PackedLength(length)];
        TwoBitSequence.Pack(Encoding.ASCII.GetBytes(text), packed);
        var codes = text.Select(c => Math.Max(
            0, "ACGT".IndexOf(char.ToUpperInvariant(c) == 'U' ? 'T' : char.ToUpperInvariant(c), StringComparison.Ordinal))).ToArray();
        for (var i = 0; i < packed.Length; i++)
            Assert.Equal(Enumerable.Range(4 * i, 4).Aggregate(0, (four, j) => (four << 2) | (j < length ? codes[j] : 0)), packed[i]);
    }

    [Fact]
    public void UracilAndThymineAreExchangedInPlace()
    {
        var letters = "AUutTG"u8.ToArray();
        Alphabet.Apply(UracilPolicy.UToT, letters);
        Assert.Equal("ATttTG"u8, letters);
        Alphabet.Apply(UracilPolicy.TToU, letters);
        Assert.Equal("AUuuUG"u8, letters);
        Alphabet.Apply(UracilPolicy.None, letters);
        Assert.Equal("AUuuUG"u8, letters);
    }

    [Theory]
    [InlineData(1003)]
    [InlineData(10_001)]
    public void CountsOfBytesAreThoseOfCharacters(int length)
    {
        var text = Text(length, Printable);
        byte[] bytes = [.. Encoding.ASCII.GetBytes(text), 0xFF, 0x80];
        var (ofBytes, ofText) = (LetterCounts.Of(bytes), LetterCounts.Of(text + "éé"));
        Assert.Equal(ofText.Occurring(), ofBytes.Occurring());
        Assert.Equal((ofText.Total, ofText.NonAscii), (ofBytes.Total, ofBytes.NonAscii));
    }

    [Theory]
    [InlineData("", 0, 0)]
    [InlineData("ACGTN", 0.5, 0.5)]
    [InlineData("acguSWV", 0.5, 3.6666666666666665 / 7)]
    [InlineData("NNNN", 0, 0.5)]
    public void ShareOfGAndC(string sequence, double strict, double weighted)
    {
        var letters = LetterCounts.Of(sequence);
        Assert.Equal(strict, letters.GcStrict, 12);
        Assert.Equal(weighted, letters.GcWeighted, 12);
    }

    [Theory]
    [InlineData("AUGGCCUAA", 1, "MA*", "MA")]
    [InlineData("atgTGAaaTA", 4, "MWN", "MWN")]
    [InlineData("TARRAYSARMTYNNN---AC", 1, "*BZJX-", "")]
    [InlineData("AGAAGG", 5, "SS", "SS")]
    public void CodonsAreTranslatedByTable(string sequence, int table, string protein, string toStop)
    {
        var bytes = Encoding.ASCII.GetBytes(sequence);
        Assert.Equal(protein, GeneticCode.Of(table).Translate(bytes));
        Assert.Equal(toStop, GeneticCode.Of(table).Translate(bytes, toStop: true));
    }

    [Fact]
    public void WhatIsNoCodonAndWhatIsNoTableIsNamed()
    {
        var error = Assert.Throws<OmniException>(() => GeneticCode.Of(1).Translate("ATGA-G"u8));
        Assert.Equal(("OH1108", "base 5"), (error.Code, error.Place));
        Assert.Equal("OH1107", Assert.Throws<UsageException>(() => GeneticCode.Of(7)).Code);
    }

    private static string Text(int length, string of)
    {
        var random = new Xoshiro256(length);
        return string.Create(length, 0, (span, _) =>
        {
            for (var i = 0; i < span.Length; i++) span[i] = of[random.Next(of.Length)];
        });
    }
}
