using OmniHelix.Sequences.Vcf;
using OmniHelix.Sequences.Vcf.Filtering;

namespace OmniHelix.Sequences.Tests.Vcf;

public class GenotypeMatrixTests
{
    private static readonly string Text = VcfText.Of(["p", "q", "r"],
        "1 5 . A C . . . GT 0|1 1|1 ./.", "1 6 . A C,G . . . GT 1/2 0 .|1", "1 7 . A C . . . DP 1 2 3", "1 8 . A T . . . GT 0/0 0/1 1");

    [Fact]
    public void Dosages_count_alleles_that_are_not_the_reference()
    {
        using var reader = VcfText.Read(Text);
        var matrix = GenotypeMatrix.Read(reader);
        Assert.Equal([5L - 1, 6 - 1, 8 - 1], matrix.Variants.Select(v => v.Position));
        Assert.Equal("C,G", matrix.Variants[1].Alternates);
        Assert.Equal(new sbyte[] { 1, 2, 0, 2, 0, 1, -1, -1, 1 }, matrix.Values.ToArray());
        Assert.Equal(new sbyte[] { 2, 0, 1 }, matrix[1].ToArray());
    }

    [Fact]
    public void People_and_records_can_be_chosen()
    {
        using var reader = VcfText.Read(Text);
        var matrix = GenotypeMatrix.Read(reader, ["r", "p"], VariantFilter.Parse("N_ALT=1 && POS<8", reader.Header).Accepts);
        Assert.Equal(["r", "p"], matrix.Samples);
        Assert.Equal(new sbyte[] { -1, 1 }, matrix.Values.ToArray());
        using var again = VcfText.Read(Text);
        Assert.Equal("OH1064", Assert.Throws<OmniException>(() => GenotypeMatrix.Read(again, ["x"])).Code);
    }
}
