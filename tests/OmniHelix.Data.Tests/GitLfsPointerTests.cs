using OmniHelix.Data.Records;
using OmniHelix.Data.Tables;

namespace OmniHelix.Data.Tests;

/// <summary>A file that git-lfs did not fetch is called by its name, whatever kind its own name promises.</summary>
public sealed class GitLfsPointerTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("a.csv")]
    [InlineData("a.txt")]
    [InlineData("a.jsonl")]
    [InlineData("a.fa")]
    [InlineData("a.dbn")]
    [InlineData("a.parquet")]
    [InlineData("a.arrow")]
    public void AFileThatWasNotFetchedIsNoData(string name)
    {
        var path = folder.Write(name, "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935\nsize 12345\n");
        foreach (var read in new Func<object?>[] { () => ExampleReader.Read(path).Count(), () => Table.Open(path).Rows().Count() })
        {
            var error = Assert.Throws<OmniException>(read);
            Assert.Equal(("OH1009", path), (error.Code, error.Place));
            Assert.Contains("git lfs pull", error.Advice, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void AFieldOfPairsThatNoRecordHasNamesThoseThereAre()
    {
        var path = folder.Write("a.jsonl", """{"sequence":"ACGU","site":"GG"}""" + "\n" + """{"sequence":"ACGU","site":"CC"}""" + "\n");
        var error = Assert.Throws<OmniException>(() => ExampleReader.Read(path, new RecordOptions { PairField = "sites" }).Count());
        Assert.Equal("OH1218", error.Code);
        Assert.Equal("The fields of the first are sequence, site. Did you mean 'site'?", error.Advice);
    }

    public void Dispose() => folder.Dispose();
}
