namespace OmniHelix.Sequences.Tests;

public class AlphabetTests
{
    [Theory]
    [InlineData("ACGT", Molecule.Dna)]
    [InlineData("acguN", Molecule.Rna)]
    [InlineData("ACGTU", Molecule.MixedNucleic)]
    [InlineData("ACGNNN", Molecule.Unknown)]
    [InlineData("", Molecule.Unknown)]
    [InlineData("MKTAYIAKQRQISFVKSHFSRQLEERLGLIEVQ", Molecule.Protein)]
    [InlineData("RYSWKMBDHVNRYSWKM", Molecule.Unknown)]
    [InlineData("GGGCUPIACGUACGUX", Molecule.Rna)]
    public void TheLettersTellTheMolecule(string sequence, Molecule expected) => Assert.Equal(expected, LetterCounts.Of(sequence).Molecule);

    [Fact]
    public void LettersAreCountedByKind()
    {
        var letters = LetterCounts.Of("ACgunRX-é");
        Assert.Equal(
            (9, 4, 2, 3, 3, 1), (letters.Total, letters.Bases, letters.AmbiguityCodes, letters.Other, letters.LowerCase, letters.NonAscii));
        Assert.Equal(1, letters['g']);
    }

    [Theory]
    [InlineData("ACGTN", false, "NACGT")]
    [InlineData("acgu", true, "acgu")]
    [InlineData("AAUCG", true, "CGAUU")]
    [InlineData("RYKMBDHVSW-", false, "-WSBDHVKMRY")]
    public void ReverseComplementFollowsTheIupacCodes(string sequence, bool rna, string expected) =>
        Assert.Equal(expected, Alphabet.ReverseComplement(sequence, rna));

    [Fact]
    public void ReverseComplementTwiceIsTheSequence()
    {
        var letters = "ACGTRYSWKMBDHVNacgtryswkmbdhvn-.*";
        var random = new Xoshiro256(1);
        for (var i = 0; i < 50; i++)
        {
            var s = string.Concat(Enumerable.Range(0, i).Select(_ => letters[random.Next(letters.Length)]));
            Assert.Equal(s, Alphabet.ReverseComplement(Alphabet.ReverseComplement(s)));
        }
    }

    [Fact]
    public void BothConversionsAtOnceAreRefused()
    {
        Assert.Equal("OH1505", Assert.Throws<UsageException>(() => Alphabet.PolicyOf(true, true)).Code);
        Assert.Equal(UracilPolicy.TToU, Alphabet.PolicyOf(false, true));
        Assert.Equal("tUT", string.Concat("uUT".Select(c => c == 'U' ? c : Alphabet.Apply(UracilPolicy.UToT, c))));
    }
}
