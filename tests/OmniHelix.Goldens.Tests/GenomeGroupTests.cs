using OmniHelix.Goldens.Groups.Genome;

namespace OmniHelix.Goldens.Tests;

public sealed class GenomeGroupTests : IDisposable
{
    private readonly GoldenSet goldens = new();

    public void Dispose() => goldens.Dispose();

    [Fact]
    public void AFolderThatNoClassKnowsIsNamedAsSkipped()
    {
        goldens.PutEmpty("genome/later/cases.tsv", "genome/later/model/meta.json");
        var group = Assert.Single(GoldenFolders.Find(goldens.Root, [], GoldenFolders.Known));
        Assert.Equal("genome", group.Name);
        Assert.Equal(["later/cases.tsv", "later/model"], group.Cases.Select(c => c.Name));
        using var output = new StringWriter { NewLine = "\n" };
        Assert.Equal(0, GoldenRun.Run([group], output));
        Assert.Contains(
            "SKIPPED genome/later/cases.tsv: no comparison for the group 'genome/later' yet",
            output.ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void ASetOfAnotherNameIsRecognisedByItsFolders()
    {
        goldens.PutEmpty("held-out/vcf/x.tsv", "held-out/later/y.tsv", "other/vcf/z.tsv");
        Assert.False(new GenomeGroup().Recognises(goldens["held-out"]));
        goldens.PutEmpty("held-out/bed/z.txt");
        Assert.True(new GenomeGroup().Recognises(goldens["held-out"]));
        Assert.False(new GenomeGroup().Recognises(goldens["other"]));
    }

    [Theory]
    [InlineData("seq/translate.tsv", "sequence\ttable\tprotein\tto_stop\nATGTAA\t1\tMW\tM\n", "protein: got M*, expected MW")]
    [InlineData(
        "seq/parse.json",
        """[{"case":"fasta-x","text":">a\nAC\n","error":"bad"}]""",
        "records: got 1 records, expected error: bad")]
    [InlineData("seq/parse.json", """[{"case":"fastq-x","text":"@a\nAC\n+\nIII\n","records":[]}]""", "refusal: got OH1113")]
    [InlineData(
        "bgzip/containers.tsv",
        "file\tbgzip_-d\tbgzip_message\tsha256_of_those\ncontainers.tsv\t0\t.\t0\n",
        "hash: got ")]
    public void AWrongExpectationIsReportedWithBothValues(string file, string content, string failure)
    {
        goldens.Put($"genome/{file}", content);
        var (code, text) = goldens.Run(GoldenFolders.Known);
        Assert.Equal(1, code);
        Assert.Contains(failure, text, StringComparison.Ordinal);
    }
}
