namespace OmniHelix.Goldens.Tests;

public sealed class DiscoveryTests : IDisposable
{
    private readonly GoldenSet goldens = new();
    private readonly IReadOnlyList<IGoldenGroup> groups = [new FileGroup()];

    public void Dispose() => goldens.Dispose();

    [Fact]
    public void TheRootOfGroupsGivesEveryGroup()
    {
        goldens.PutEmpty("files/a.case", "unknown/tables/t.tsv", "unknown/model/meta.json", "unknown/model/inputs.json", "README.md");
        var found = GoldenFolders.Find(goldens.Root, [], groups);
        Assert.Equal(["files", "unknown"], found.Select(g => g.Name));
        Assert.Equal(["model", "tables/t.tsv"], found[1].Cases.Select(c => c.Name));
    }

    [Fact]
    public void AGroupFolderAndAPartOfItWorkToo()
    {
        goldens.PutEmpty("files/a.case", "files/sub/b.case");
        Assert.Equal(["a.case", "b.case"], GoldenFolders.Find(goldens["files"], [], groups)[0].Cases.Select(c => c.Name));
        Assert.Equal(["b.case"], GoldenFolders.Find(goldens["files", "sub"], [], groups)[0].Cases.Select(c => c.Name));
    }

    [Fact]
    public void AFolderOfAnotherNameIsRecognisedByItsLayout()
    {
        goldens.PutEmpty("hidden-set/marker.files", "hidden-set/a.case");
        Assert.Equal("files", GoldenFolders.Find(goldens.Root, [], groups)[0].Name);
        Assert.Equal("files", GoldenFolders.Find(goldens["hidden-set"], [], groups)[0].Name);
    }

    [Fact]
    public void AnIndexGivesOneCaseAnEntry()
    {
        goldens.Put("unknown/index.json", """{"cases":[{"file":"x"},{"name":"y"},"z",4]}""");
        Assert.Equal(
            ["unknown/x", "unknown/y", "unknown/z", "unknown/#3"],
            GoldenFolders.Find(goldens.Root, [], groups)[0].Cases.Select(c => c.Name));
    }

    [Fact]
    public void EmptyFoldersMissingFoldersAndUnknownNamesAreUsageErrors()
    {
        Assert.Equal("OH2992", Assert.Throws<UsageException>(() => GoldenFolders.Find(goldens.Root, [], groups)).Code);
        Assert.Equal("OH2991", Assert.Throws<UsageException>(() => GoldenFolders.Find(goldens["nowhere"], [], groups)).Code);
        goldens.PutEmpty("files/a.case");
        var wrong = Assert.Throws<UsageException>(() => GoldenFolders.Find(goldens.Root, ["flies"], groups));
        Assert.Equal("OH2993", wrong.Code);
        Assert.Contains("'files'", wrong.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void ABrokenCaseListIsAFailureNotACrash()
    {
        goldens.Put("unknown/index.json", "{");
        var (code, text) = goldens.Run(groups);
        Assert.Equal(1, code);
        Assert.EndsWith("0 passed, 1 failed, 0 skipped", text, StringComparison.Ordinal);
    }

    [Fact]
    public void ResultsAreCountedFailuresAndSkippedCasesAreNamed()
    {
        goldens.PutEmpty("files/good.case", "files/bad.case", "files/silent.case", "files/throws.case", "files/later.case");
        var (code, text) = goldens.Run(groups);
        Assert.Equal(1, code);
        Assert.Contains(
            "FAILED files/bad.case\n    value: got 2, expected 1, deviation 1, tolerance 0.5 + 0·|expected|",
            text,
            StringComparison.Ordinal);
        Assert.Contains("nothing was compared", text, StringComparison.Ordinal);
        Assert.Contains("OH1000", text, StringComparison.Ordinal);
        Assert.Contains("SKIPPED files/later.case: later", text, StringComparison.Ordinal);
        Assert.EndsWith("1 passed, 3 failed, 1 skipped", text, StringComparison.Ordinal);
    }

    [Fact]
    public void AGroupFolderThatHasAPartNamedLikeAnotherGroupStaysOneGroup()
    {
        goldens.PutEmpty("cells/metrics/m.json", "cells/README.md");
        var found = Assert.Single(GoldenFolders.Find(goldens["cells"], [], GoldenFolders.Known));
        Assert.Equal("cells", found.Name);
        Assert.Equal("metrics/m.json", Assert.Single(found.Cases).Name);
    }

    [Fact]
    public void EveryGroupIsKnownOnce() =>
        Assert.Equal(GoldenFolders.Known.Count, GoldenFolders.Known.Select(g => g.Name).Distinct().Count());

    private sealed class FileGroup : IGoldenGroup
    {
        public string Name => "files";

        public bool Recognises(string folder) => File.Exists(Path.Combine(folder, "marker.files"));

        public IEnumerable<GoldenCase> Discover(string folder) =>
            Directory.EnumerateFiles(folder, "*.case", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
                .Select(f => new GoldenCase(Path.GetFileName(f), f, check => Run(Path.GetFileNameWithoutExtension(f), check)));

        private static void Run(string name, GoldenCheck check)
        {
            if (name is "good" or "a" or "b") check.Close("value", 1.25, 1, new Tolerance(0.5, 0));
            if (name == "bad") check.Close("value", 2, 1, new Tolerance(0.5, 0));
            if (name == "later") check.Skip("later");
            if (name == "throws") throw new OmniException("OH1000", "broken");
        }
    }
}
