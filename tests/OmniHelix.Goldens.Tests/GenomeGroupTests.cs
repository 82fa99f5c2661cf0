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
