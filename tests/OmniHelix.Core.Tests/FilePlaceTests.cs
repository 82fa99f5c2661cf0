using System.Diagnostics;

namespace OmniHelix.Core.Tests;

public sealed class FilePlaceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void ALinkIsFollowedAndStays()
    {
        folder.Write("data/real.txt", "old");
        var link = Link("link.txt", "data/real.txt");
        AtomicFile.WriteText(link, "new");
        Assert.Equal("data/real.txt", new FileInfo(link).LinkTarget);
        Assert.Equal("new", File.ReadAllText(folder["data", "real.txt"]));
        Assert.Single(Directory.GetFiles(folder["data"]));
    }

    [Fact]
    public void WhatALinkPointsToNeedNotExist()
    {
        var link = Link("link.txt", "nowhere.txt");
        Assert.Equal(new FilePlace(folder["nowhere.txt"], IsStream: false), FilePlace.Of(link));
        AtomicFile.WriteText(link, "new");
        Assert.Equal("new", File.ReadAllText(folder["nowhere.txt"]));
    }

    [Fact]
    public void LinksInACircleAreAnError()
    {
        Link("a", "b/x");
        var circle = Link("b", "a/y");
        Assert.Equal("OH6002", Assert.Throws<OmniException>(() => FilePlace.Of(circle)).Code);
        Assert.Equal("OH6002", Assert.Throws<OmniException>(() => AtomicFile.WriteText(Link("c", "c"), "")).Code);
    }

    [Fact]
    public void OnePlaceHasManySpellings()
    {
        folder.Write("data/x", "");
        Link("also", "data");
        string[] spellings = ["data/x", "data/../data/./x", "also/x", "also//x"];
        Assert.Single(spellings.Select(s => FilePlace.Of($"{folder.Path}/{s}")).Distinct());
    }

    [Fact]
    public void ADeviceIsWrittenToAndStaysOne()
    {
        Assert.Equal(new FilePlace("/dev/null", IsStream: true), FilePlace.Of(Link("null", "/dev/null")));
        AtomicFile.WriteText(folder["null"], "gone");
        Assert.Equal("/dev/null", new FileInfo(folder["null"]).LinkTarget);
        Assert.True(FilePlace.Of("/dev/null").IsStream);
        Assert.Equal("OH6001", Assert.Throws<OmniException>(() => AtomicFile.WriteText("/dev/full", "x")).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("content")]
    public void AFileIsNoDevice(string content) => Assert.False(FilePlace.Of(folder.Write("file", content)).IsStream);

    [Fact]
    public void APipeTakesBytesAsTheyComeAndStaysAPipe()
    {
        var pipe = folder["pipe"];
        Run("mkfifo", pipe).WaitForExit();
        using var reader = Run("cat", pipe);
        Assert.True(FilePlace.Of(pipe).IsStream);
        AtomicFile.Write(pipe, stream =>
        {
            stream.Write("one "u8);
            Assert.Equal(4, stream.Position);
            stream.Write("two"u8);
        });
        Assert.Equal("one two", reader.StandardOutput.ReadToEnd());
        Assert.True(FilePlace.Of(pipe).IsStream);
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void AFolderHoldsWhatLiesInIt()
    {
        folder.Write("data/deep/x", "");
        Link("also", "data/deep");
        var data = FilePlace.Of(folder["data"]);
        Assert.True(data.Holds(folder["data"]));
        Assert.True(data.Holds(folder["also", "x"]));
        Assert.False(data.Holds(folder.Path));
        Assert.False(data.Holds(folder["data2"]));
    }

    public void Dispose() => folder.Dispose();

    private static Process Run(string program, string argument) =>
        Process.Start(new ProcessStartInfo(program, [argument]) { RedirectStandardOutput = true })!;

    private string Link(string name, string target)
    {
        File.CreateSymbolicLink(folder[name], target);
        return folder[name];
    }
}
