namespace OmniHelix.Core.Tests;

public sealed class ReplacedFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void AFolderOfKnownFilesMayGo()
    {
        folder.Write("out/a", "");
        folder.Write("out/deep/b", "");
        ReplacedFolder.Require(folder["out"], [folder["in"]], new HashSet<string> { "a", "deep/b" }.Contains);
        ReplacedFolder.Require(folder["nowhere"], [], _ => false);
    }

    [Fact]
    public void WhatNobodyKnowsStays()
    {
        folder.Write("out/a", "");
        folder.Write("out/deep/notes.txt", "");
        var error = Assert.Throws<UsageException>(() => ReplacedFolder.Require(folder["out"], [], path => path == "a"));
        Assert.Equal("OH6003", error.Code);
        Assert.Contains("deep/notes.txt", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsReadStaysUnderAnyName()
    {
        folder.Write("out/a", "");
        File.CreateSymbolicLink(folder["in"], "out/a");
        Assert.Contains("/in", Refused([folder["in"]]), StringComparison.Ordinal);
        Assert.Contains("/a", Refused([folder["out", "..", "out", "a"]]), StringComparison.Ordinal);
        string Refused(string[] inputs) =>
            Assert.Throws<UsageException>(() => ReplacedFolder.Require(folder["out"], inputs, _ => true)).Message;
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("/")]
    public void TheWorkingFolderAndThoseAboveItStay(string path) =>
        Assert.Contains(
            "working folder", Assert.Throws<UsageException>(() => ReplacedFolder.Require(path, [], _ => true)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void ATreeEndsAtLinks()
    {
        folder.Write("tree/deep/a", "");
        File.CreateSymbolicLink(folder["tree", "deep", "loop"], "..");
        Assert.Equal(["deep/a", "deep/loop"], FolderTree.Files(folder["tree"]));
        Assert.Equal(["deep"], FolderTree.Folders(folder["tree"]));
        Assert.Empty(FolderTree.Files(folder["nowhere"]));
    }

    public void Dispose() => folder.Dispose();
}
