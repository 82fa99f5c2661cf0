using OmniHelix.Goldens.Groups.Genome;

namespace OmniHelix.Goldens.Tests;

public sealed class GenomeGroupTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("omnihelix-goldens-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void AFolderThatNoClassKnowsIsNamedAsSkipped()
    {
        Put("genome/later/cases.tsv", "genome/later/model/meta.json");
        var group = Assert.Single(GoldenFolders.Find(root, [], GoldenFolders.Known));
        Assert.Equal("genome", group.Name);
        Assert.Equal(["later/cases.tsv", "later/model"], group.Cases.Select(c => c.Name));
        using var output = new StringWriter { NewLine = "\n" };
        Assert.Equal(0, GoldenRun.Run([group], output));
        Assert.Contains("SKIPPED genome/later/cases.tsv: no comparison for the group 'genome/later' yet", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ASetOfAnotherNameIsRecognisedByItsFolders()
    {
        Put("held-out/vcf/x.tsv", "held-out/later/y.tsv", "other/vcf/z.tsv");
        Assert.False(new GenomeGroup().Recognises(Path.Combine(root, "held-out")));
        Put("held-out/bed/z.txt");
        Assert.True(new GenomeGroup().Recognises(Path.Combine(root, "held-out")));
        Assert.False(new GenomeGroup().Recognises(Path.Combine(root, "other")));
    }

    [Theory]
    [InlineData("seq/translate.tsv", "sequence\ttable\tprotein\tto_stop\nATGTAA\t1\tMW\tM\n", "protein: got M*, expected MW")]
    [InlineData("seq/parse.json", """[{"case":"fasta-x","text":">a\nAC\n","error":"bad"}]""", "records: got 1 records, expected error: bad")]
    [InlineData("seq/parse.json", """[{"case":"fastq-x","text":"@a\nAC\n+\nIII\n","records":[]}]""", "refusal: got OH1113")]
    [InlineData("bgzip/containers.tsv", "file\tbgzip_-d\tbgzip_message\tsha256_of_those\ncontainers.tsv\t0\t.\t0\n", "health: got Unknown, expected Sound")]
    public void AWrongExpectationIsReportedWithBothValues(string file, string content, string failure)
    {
        Put($"genome/{file}");
        File.WriteAllText(Path.Combine(root, "genome", file), content);
        using var output = new StringWriter { NewLine = "\n" };
        Assert.Equal(1, GoldenRun.Run(GoldenFolders.Find(root, [], GoldenFolders.Known), output));
        Assert.Contains(failure, output.ToString(), StringComparison.Ordinal);
    }

    private void Put(params string[] files)
    {
        foreach (var file in files)
        {
            var path = Path.Combine(root, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, "");
        }
    }
}
