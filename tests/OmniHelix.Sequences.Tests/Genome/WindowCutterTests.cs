using System.Text;
using OmniHelix.Sequences.Genome;

namespace OmniHelix.Sequences.Tests.Genome;

public sealed class WindowCutterTests : IDisposable
{
    private const string Bases = "acgtRYACGTTGCANNGGCC";

    private readonly TemporaryFolder folder = new();
    private readonly ReferenceGenome genome;

    public WindowCutterTests() => genome = ReferenceGenome.Open(folder.Write("g.fa", $">1\n{Bases}\n"));

    public void Dispose()
    {
        genome.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData(1, 7, Strand.Forward, "GTNNACGT")]
    [InlineData(0, 6, Strand.Forward, "GTNNACGT")]
    [InlineData(1, 7, Strand.Reverse, "ACGTNNAC")]
    [InlineData(1, 1, Strand.Forward, "NNNNACGT")]
    [InlineData(1, 1, Strand.Reverse, "ACGTNNNN")]
    [InlineData(1, 20, Strand.Forward, "NGGCCNNN")]
    [InlineData(1, 20, Strand.Reverse, "NNNGGCCN")]
    public void AWindowHasItsLengthAndIsPaddedWhereTheContigEnds(int tssBase, long tss, Strand strand, string expected)
    {
        var window = new WindowCutter(genome, new WindowOptions { Length = 8, TssBase = tssBase }).Cut("chr1", tss, strand);
        Assert.Equal((expected, "1"), (Encoding.ASCII.GetString(window.Bases), window.Contig));
    }

    [Theory]
    [InlineData(WindowRule.Legacy, false, 7, "NNNACGTT")]
    [InlineData(WindowRule.Legacy, true, 7, "NNNACGTTG")]
    [InlineData(WindowRule.LegacyDelete, false, 7, "ACGTT")]
    [InlineData(WindowRule.Legacy, false, 999, "")]
    public void LegacyRulesCutAndDoNotPad(WindowRule rule, bool oneMore, long tss, string expected)
    {
        var window = new WindowCutter(genome, new WindowOptions { Length = 8, Rule = rule, LegacyReferenceWindow = oneMore })
            .Cut("1", tss, Strand.Forward);
        Assert.Equal(expected, Encoding.ASCII.GetString(window.Bases));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(21)]
    [InlineData(-5)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void AStartSiteOutsideTheContigIsAnError(long tss) =>
        Assert.Equal("OH1029", Assert.Throws<OmniException>(
            () => new WindowCutter(genome, new WindowOptions { Length = 8 }).Cut("1", tss, Strand.Forward)).Code);

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void HostileStartSitesGiveNothingUnderLegacyRules(long tss) =>
        Assert.Empty(
            new WindowCutter(genome, new WindowOptions { Length = 8, Rule = WindowRule.Legacy }).Cut("1", tss, Strand.Reverse).Bases);

    [Fact]
    public void AWindowLongerThanTheContigIsPaddedOnBothSides()
    {
        var window = new WindowCutter(genome, new WindowOptions { Length = 101 }).Cut("1", 10, Strand.Forward);
        Assert.Equal($"{new string('N', 41)}ACGTNNACGTTGCANNGGCC{new string('N', 40)}", Encoding.ASCII.GetString(window.Bases));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-8, 1)]
    [InlineData(8, 2)]
    public void SettingsThatCannotBeMetAreRefused(int length, int tssBase) =>
        Assert.Equal(
            "OH1028",
            Assert.Throws<UsageException>(() => new WindowCutter(genome, new WindowOptions { Length = length, TssBase = tssBase })).Code);

    [Fact]
    public void EveryLetterOutsideTheFourBecomesN()
    {
        var random = new Xoshiro256(11);
        for (var length = 0; length < 200; length++)
        {
            var letters = Enumerable.Range(0, length).Select(_ => (byte)random.Next(256)).ToArray();
            var raised = letters.Select(b => (byte)(b & 0xDF) is (byte)'A' or (byte)'C' or (byte)'G' or (byte)'T' ? (char)(b & 0xDF) : 'N')
                .ToArray();
            CanonicalBases.Normalise(letters);
            Assert.Equal(new string(raised), Encoding.Latin1.GetString(letters));
        }
    }
}
