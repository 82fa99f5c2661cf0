using OmniHelix.Sequences.Vcf;
using OmniHelix.Sequences.Vcf.Filtering;

namespace OmniHelix.Sequences.Tests.Vcf;

public class GenotypeMatrixTests
{
    private static readonly string[] Records =
        ["1 5 . A C . . . GT 0|1 1|1 ./.", "1 6 . A C,G . . . GT 1/2 0 .|1", "1 7 . A C . . . DP 1 2 3", "1 8 . A T . . . GT 0/0 0/1 1"];

    [Fact]
    public void DosagesCountAllelesThatAreNotTheReference()
    {
        using var source = VcfLines.Source(Records);
        var matrix = GenotypeMatrix.Read(source);
        Assert.Equal([5L - 1, 6 - 1, 8 - 1], matrix.Variants.Select(v => v.Position));
        Assert.Equal("C,G", matrix.Variants[1].Alternates);
        Assert.Equal(new sbyte[] { 1, 2, 0, 2, 0, 1, -1, -1, 1 }, matrix.Values.ToArray());
        Assert.Equal(new sbyte[] { 2, 0, 1 }, matrix[1].ToArray());
    }

    [Theory]
    [InlineData("1 5 . A C . . . GT 0|1 0/5 0/0", "'q' names allele 5, but the record has alleles 0 to 1 only")]
    [InlineData("1 5 . A C,G . . . GT 0|1 0/2 3", "'r' names allele 3, but the record has alleles 0 to 2 only")]
    [InlineData("1 5 . A . . . . GT 1|0 0/0 0/0", "'p' names allele 1, but the record has alleles 0 to 0 only")]
    public void AnAlleleThatTheRecordDoesNotHaveIsAnError(string record, string message)
    {
        using var source = VcfLines.Source(record);
        var error = Assert.Throws<OmniException>(() => GenotypeMatrix.Read(source));
        Assert.Equal("OH1069", error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        using var again = VcfLines.Source(record);
        var filter = VariantFilter.Parse("GT=\"alt\"", again.Header);
        Assert.Equal("OH1069", Assert.Throws<OmniException>(() => again.Visit(r => filter.Accepts(r))).Code);
    }

    [Fact]
    public void PeopleAndRecordsCanBeChosen()
    {
        using var source = VcfLines.Source(Records);
        var matrix = GenotypeMatrix.Read(source, ["r", "p"], VariantFilter.Parse("N_ALT=1 && POS<8", source.Header).Accepts);
        Assert.Equal(["r", "p"], matrix.Samples);
        Assert.Equal(new sbyte[] { -1, 1 }, matrix.Values.ToArray());
        using var again = VcfLines.Source(Records);
        Assert.Equal("OH1064", Assert.Throws<OmniException>(() => GenotypeMatrix.Read(again, ["x"])).Code);
    }
}
