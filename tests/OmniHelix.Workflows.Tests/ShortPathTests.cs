using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.Tests;

public class ShortPathTests
{
    [Theory]
    [InlineData("/home/me/data/promoters", "…/data/promoters")]
    [InlineData("samples/promoters", "samples/promoters")]
    [InlineData("x.jsonl", "x.jsonl")]
    [InlineData("/", "/")]
    public void TheLastTwoNamesStay(string path, string expected) => Assert.Equal(expected, ShortPath.Of(path));

    [Theory]
    [InlineData("/a/runs/one;/b/runs/two", "one;two")]
    [InlineData("/a/one;/b/one/", "a/one;b/one")]
    [InlineData("/x/a/one/m;/x/b/one/m;/x/b/two/m", "…/a/one/m;…/b/one/m;…/b/two/m")]
    [InlineData("/a/one;/b/two;/a/one", "one;two;one (2)")]
    public void FoldersAreToldApartByAsFewNamesAsCan(string folders, string expected) =>
        Assert.Equal(expected.Split(';'), ShortPath.Apart(folders.Split(';')));
}
