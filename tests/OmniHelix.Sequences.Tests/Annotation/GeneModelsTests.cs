using System.Text;
using OmniHelix.Sequences.Annotation;
using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Intervals;

namespace OmniHelix.Sequences.Tests.Annotation;

public class GeneModelsTests
{
    private const string Two = """
        chr1|x|gene|11|100|.|-|.|gene_id "G1.3"; gene_name "ABC"; gene_type "protein_coding";
        chr1|x|transcript|11|90|.|-|.|gene_id "G1.3"; transcript_id "T1";
        chr1|x|exon|61|90|.|-|.|gene_id "G1.3"; transcript_id "T1";
        chr1|x|exon|11|20|.|-|.|gene_id "G1.3"; transcript_id "T1";
        chr1|x|transcript|50|100|.|-|.|gene_id "G1.3"; transcript_id "T2";
        2|x|exon|5|9|.|+|.|gene_id "G2"; transcript_id "T3";
        2|x|exon|15|19|.|+|.|gene_id "G2"; transcript_id "T3";

        """;

    [Fact]
    public void GenesHaveNamesAndPlaces()
    {
        var gene = Read(Two).Genes[0];
        Assert.Equal(("G1.3", "G1", "ABC"), (gene.Id, gene.IdWithoutVersion, gene.Name));
        Assert.Equal(new GenomicInterval("chr1", 10, 100, Strand.Reverse), gene.Interval);
    }

    [Fact]
    public void GenesAreMadeFromExonsWhereTheFileHasNone()
    {
        var gene = Read(Two).Genes[1];
        Assert.Equal(new GenomicInterval("2", 4, 19, Strand.Forward), gene.Interval);
    }

    [Theory]
    [InlineData("G1.3")]
    [InlineData("G1")]
    [InlineData("G1.7")]
    [InlineData("ABC")]
    public void AGeneIsFoundByIdentifierOrSymbol(string name) => Assert.Equal("G1.3", Read(Two).Find(name).Id);

    [Fact]
    public void AnUnknownGeneIsAnErrorWithTheNearestName()
    {
        var error = Assert.Throws<OmniException>(() => Read(Two).Find("ABD"));
        Assert.Equal("OH1037", error.Code);
        Assert.Contains("'ABC'", error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void ASymbolOfTwoGenesIsAnError()
    {
        var models = Read("X|x|gene|1|9|.|+|.|gene_id \"A\"; gene_name \"N\";\nY|x|gene|1|9|.|+|.|gene_id \"B\"; gene_name \"N\";\n");
        Assert.Contains("A on X, B on Y", Assert.Throws<OmniException>(() => models.Find("N")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1|x|exon|1|9|.|+|.|transcript_id \"T\";\n", "OH1036", 1)]
    [InlineData("1|x|exon|1|9|.|+|.|gene_id \"\"; transcript_id \"T\";\n", "OH1036", 1)]
    [InlineData("1|x|gene|1|9|.|+|.|gene_id \"A\";\n1|x|gene|1|9|.|+|.|gene_id \"A\";\n", "OH1036", 2)]
    [InlineData("1|x|gene|1|9|.|+|.|gene_id \"A\";\n1|x|exon|1|9|.|-|.|gene_id \"A\";\n", "OH1036", 2)]
    public void ContradictionsAreNamedWithTheirLine(string text, string code, int line)
    {
        var error = Assert.Throws<OmniException>(() => Read(text));
        Assert.Equal((code, $"x.gtf:{line}"), (error.Code, error.Place));
    }

    [Fact]
    public void AFileWithoutGenesIsAnError() => Assert.Equal("OH1005", Assert.Throws<OmniException>(() => Read("# nothing\n")).Code);

    private static GeneModels Read(string text) =>
        GeneModels.From(
            FeatureReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text.Replace('|', '\t'))), "x.gtf", isGff3: false, null), "x.gtf");
}
