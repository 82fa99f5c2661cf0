namespace OmniHelix.Core.Tests;

/// <summary>What another process has made while this one worked stays.</summary>
public sealed class NewPlacesTests : IDisposable
{
    private readonly TemporaryFolder root = new();

    public void Dispose() => root.Dispose();

    [Fact]
    public void AFileThatAnotherMadeStaysAndTheWorkIsNotLost()
    {
        var path = root["a.txt"];
        NewPlaces.Expect(path);
        using (var pending = new PendingFile(path))
        {
            using (var stream = pending.Create()) stream.Write("mine"u8);
            File.WriteAllText(path, "theirs");
            var error = Assert.Throws<OmniException>(pending.Commit);
            Assert.Equal(("OH6005", path), (error.Code, error.Place));
            Assert.Contains(".tmp", error.Advice, StringComparison.Ordinal);
        }
        Assert.Equal("theirs", File.ReadAllText(path));
        Assert.Equal("mine", File.ReadAllText(Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!, "*.tmp"))));
    }

    [Fact]
    public void AFileThatThisProcessMadeIsItsOwn()
    {
        var path = root["a.txt"];
        NewPlaces.Expect(path);
        AtomicFile.WriteText(path, "first");
        AtomicFile.WriteText(path, "second");
        Assert.Equal("second", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void WhereNothingWasPromisedFilesAreReplaced()
    {
        var path = root["a.txt"];
        NewPlaces.Expect(path);
        NewPlaces.Forget(path);
        File.WriteAllText(path, "theirs");
        AtomicFile.WriteText(path, "mine");
        Assert.Equal("mine", File.ReadAllText(path));
    }

    [Fact]
    public void ALinkIsTheFileThatItPointsTo()
    {
        File.CreateSymbolicLink(root["link"], root["a.txt"]);
        NewPlaces.Expect(root["link"]);
        File.WriteAllText(root["a.txt"], "theirs");
        Assert.Equal("OH6005", Assert.Throws<OmniException>(() => AtomicFile.WriteText(root["a.txt"], "mine")).Code);
        Assert.Equal("theirs", File.ReadAllText(root["link"]));
    }

    [Fact]
    public void AFolderThatAnotherMadeStays()
    {
        var folder = root["out"];
        NewPlaces.Expect(folder);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "a"), "theirs");
        foreach (var write in new Action<string, Action<string>>[] { AtomicFolder.Write, AtomicFolder.Add })
        {
            var error = Assert.Throws<OmniException>(() => write(folder, into => File.WriteAllText(Path.Combine(into, "a"), "mine")));
            Assert.Equal(("OH6005", folder), (error.Code, error.Place));
        }
        Assert.Equal("theirs", File.ReadAllText(Path.Combine(folder, "a")));
        Assert.Equal([folder], Directory.GetFileSystemEntries(Path.GetDirectoryName(folder)!));
    }

    [Fact]
    public void FilesAreAddedToAFolderThatMayBeReplaced()
    {
        var folder = root["out"];
        NewPlaces.Expect(folder);
        AtomicFolder.Add(folder, into => File.WriteAllText(Path.Combine(into, "a"), "1"));
        AtomicFolder.Add(folder, into => File.WriteAllText(Path.Combine(into, "b"), "2"));
        Assert.Equal(["a", "b"], Directory.GetFiles(folder).Select(file => Path.GetFileName(file)).Order());
    }
}
