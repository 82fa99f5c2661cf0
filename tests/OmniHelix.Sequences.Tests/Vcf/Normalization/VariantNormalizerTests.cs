using System.Text;
using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Vcf.Normalization;

namespace OmniHelix.Sequences.Tests.Vcf.Normalization;

public class VariantNormalizerTests
{
    private static readonly NormalizationOptions Split = new() { Rows = MultiallelicRows.Split };
    private static readonly NormalizationOptions Join = new() { Rows = MultiallelicRows.Join };

    [Fact]
    public void SplittingKeepsForEveryAlleleWhatBelongsToIt() =>
        Assert.Equal(
            ["1 5 rs1 A C 9 PASS DP=3;AF=0.1 GT:AD 0|1:1,2 0/0:4,6 .:.", "1 5 rs1 A G 9 PASS DP=3;AF=0.2 GT:AD 0|0:1,3 1/1:4,5 .:."],
            Normalize(Split, "1 5 rs1 A C,G 9 PASS DP=3;AF=0.1,0.2 GT:AD 0|1:1,2,3 2/2:4,6,5 ."));

    [Fact]
    public void JoiningExtendsAllelesAndFillsCalls() =>
        Assert.Equal(
            ["1 5 a;b AT CT,A 9 lowq AF=0.1,0.2 GT 0|1 2/1 1/2"],
            Normalize(Join, "1 5 a A C 9 PASS AF=0.1 GT 0|1 0/1 1", "1 5 b AT A 3 lowq AF=0.2 GT 0|0 1/0 1"));

    [Theory]
    [InlineData(MultiallelicKinds.Any, "a;b;c;d")]
    [InlineData(MultiallelicKinds.Both, "a;c;d b")]
    [InlineData(MultiallelicKinds.Snps, "b d a;c")]
    [InlineData(MultiallelicKinds.Indels, "a c d b")]
    public void OnlyAllelesOfTheChosenKindsAreJoined(MultiallelicKinds kinds, string ids)
    {
        string[] records = [
            "1 5 a A C . . . GT 0 0 0", "1 5 b AT A . . . GT 0 0 0", "1 5 c A G . . . GT 0 0 0", "1 5 d A . . . . GT 0 0 0"];
        Assert.Equal(ids, VcfLines.Column(Normalize(Join with { Kinds = kinds }, records), 2));
    }

    [Theory]
    [InlineData(MultiallelicKinds.Snps, 3)]
    [InlineData(MultiallelicKinds.Indels, 3)]
    [InlineData(MultiallelicKinds.Both, 4)]
    public void OnlyAllelesOfTheChosenKindsAreSplit(MultiallelicKinds kinds, int records) =>
        Assert.Equal(records, Normalize(Split with { Kinds = kinds }, "1 5 a A C,G . . . GT 0 0 0", "1 6 b AT A,ATT . . . GT 0 0 0").Count);

    [Theory]
    [InlineData(DuplicateRule.None, "a b c d e f")]
    [InlineData(DuplicateRule.Exact, "a b d e f")]
    [InlineData(DuplicateRule.Snps, "a d e f")]
    [InlineData(DuplicateRule.Indels, "a b c d f")]
    [InlineData(DuplicateRule.Both, "a d f")]
    [InlineData(DuplicateRule.All, "a f")]
    public void RecordsThatSayTheSameAreLeftOut(DuplicateRule rule, string ids)
    {
        string[] records =
        [
            "1 5 a A C . . . GT 0 0 0", "1 5 b A G,T . . . GT 0 0 0", "1 5 c A T,G . . . GT 0 0 0",
            "1 5 d AT A . . . GT 0 0 0", "1 5 e A AT . . . GT 0 0 0", "1 6 f A C . . . GT 0 0 0",
        ];
        Assert.Equal(ids, VcfLines.Column(Normalize(new() { Duplicates = rule }, records), 2));
    }

    [Fact]
    public void ASiteWithoutAlternateAlleleIsCutToItsFirstBase() =>
        Assert.Equal(["1 3 . A . . . . GT 0 0 0"], Normalize(Along("AAAAT"), "1 3 . AAT . . . . GT 0 0 0"));

    [Fact]
    public void IndelsMoveLeftAndRecordsAreSortedAgain()
    {
        // 1-based: GGCACACAT
        string[] records = ["1 4 . A C . . . GT 0/1 0 0", "1 6 . ACA A . . . GT 0/1 0 0", "1 8 . AT AG . . . GT 0/1 0 0"];
        string[] normal = ["1 2 . GCA G . . . GT 0/1 0 0", "1 4 . A C . . . GT 0/1 0 0", "1 9 . T G . . . GT 0/1 0 0"];
        Assert.Equal(normal, Normalize(Along("GGCACACAT"), records));
    }

    [Fact]
    public void AnIndelThatReachesTheStartOfItsContigStaysThere() =>
        Assert.Equal(["1 1 . AA A . . . GT 0/1 0 0"], Normalize(Along("AAAAT"), "1 3 . AA A . . . GT 0/1 0 0"));

    [Theory]
    [InlineData("1 3 . T C . . . GT 0 0 0", "the reference has A")]
    [InlineData("1 4 . AAAA A . . . GT 0 0 0", "which has 5")]
    [InlineData("1 3 . R A . . . GT 0 0 0", "leaves open")]
    public void AReferenceAlleleThatIsNotThereIsRefusedNamedOrLeftOut(string record, string why)
    {
        var error = Assert.Throws<OmniException>(() => Normalize(Along("AAAAT"), record));
        Assert.Equal("OH1078", error.Code);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);

        var warnings = new List<OmniException>();
        using var source = VcfLines.Source(record);
        var options = Along("AAAAT") with { Mismatch = ReferenceMismatch.Warn };
        Assert.Equal([record], VcfLines.Written(writer => VariantNormalizer.Run(source, writer, options, warnings.Add)));
        Assert.Equal(error.Message, Assert.Single(warnings).Message);

        using var again = VcfLines.Source(record);
        NormalizationCounts? counts = null;
        options = options with { Mismatch = ReferenceMismatch.Exclude };
        Assert.Empty(VcfLines.Written(writer => counts = VariantNormalizer.Run(again, writer, options)));
        Assert.Equal(new(1, 0, 0, 1), counts);
    }

    [Theory]
    [InlineData("1 3 . A <DEL> . . END=4 GT 0 0 0")]
    [InlineData("1 3 . A * . . . GT 0 0 0")]
    [InlineData("1 3 . A A[1:5[ . . . GT 0 0 0")]
    [InlineData("1 3 . A . . . . GT 0 0 0")]
    public void AllelesWithoutBasesStayWhereTheyAre(string record) => Assert.Equal([record], Normalize(Along("AAAAT"), record));

    [Fact]
    public void ListsThatDoNotFitTheAllelesAreRefused()
    {
        AssertRefused("OH1071", Split, "1 5 . A C,G . . AF=0.1 GT 0 0 0");
        AssertRefused("OH1071", Join, "1 5 . A C . . AF=0.1,0.2 GT 0 0 0", "1 5 . A G . . . GT 0 0 0");
        AssertRefused("OH1078", Join, "1 5 . AT C . . . GT 0 0 0", "1 5 . AG G . . . GT 0 0 0");
        AssertRefused("OH1069", Join, "1 5 . A C . . . GT 0 0 0", "1 5 . A G . . . GT 3 0 0");
    }

    private static void AssertRefused(string code, NormalizationOptions options, params string[] records) =>
        Assert.Equal(code, Assert.Throws<OmniException>(() => Normalize(options, records)).Code);

    private static List<string> Normalize(NormalizationOptions options, params string[] records)
    {
        using var source = VcfLines.Source(records);
        return VcfLines.Written(writer => VariantNormalizer.Run(source, writer, options));
    }

    private static NormalizationOptions Along(string reference) => new() { Reference = new Bases(reference) };

    private sealed class Bases(string bases) : ISequenceSource
    {
        public ContigNames Contigs { get; } = new(["1"], "x.fa");

        public long LengthOf(string contig) => bases.Length;

        public void Fetch(string contig, long start, long end, Span<byte> destination) =>
            Encoding.ASCII.GetBytes(bases.AsSpan((int)start, (int)(end - start)), destination);
    }
}
