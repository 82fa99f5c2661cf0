namespace OmniHelix.Core.Tests;

public sealed class AtomicFolderTests : IDisposable
{
    private readonly TemporaryFolder root = new();

    private string Target => root["inner", "folder"];

    [Fact]
    public void AFolderIsReplacedAsAWhole()
    {
        AtomicFolder.Write(Target, folder => File.WriteAllText(Path.Combine(folder, "a"), "1"));
        AtomicFolder.Write(Target, folder => File.WriteAllText(Path.Combine(folder, "b"), "2"));
        Assert.Equal(["b"], Directory.GetFileSystemEntries(Target).Select(f => Path.GetFileName(f)));
        Assert.Single(Directory.GetDirectories(Path.GetDirectoryName(Target)!));
    }

    [Fact]
    public void ASecondOneIsToldAndTheFirstGoesOn()
    {
        AtomicFolder.Write(Target, folder =>
        {
            File.WriteAllText(Path.Combine(folder, "a"), "1");
            Assert.Equal("OH6004", Assert.Throws<UsageException>(() => AtomicFolder.Write(Target, _ => { })).Code);
        });
        Assert.Equal(["a"], Directory.GetFileSystemEntries(Target).Select(f => Path.GetFileName(f)));
        Assert.Single(Directory.GetFileSystemEntries(Path.GetDirectoryName(Target)!));
    }

    [Fact]
    public void AFailureLeavesWhatWasThereAndNothingElse()
    {
        AtomicFolder.Write(Target, folder => File.WriteAllText(Path.Combine(folder, "a"), "1"));
        // Whatever fails while the folder is filled is its own: it may have been reading.
        Assert.Throws<IOException>(() => AtomicFolder.Write(Target, folder =>
        {
            File.WriteAllText(Path.Combine(folder, "b"), "2");
            throw new IOException("Input/output error");
        }));
        Assert.Throws<InvalidOperationException>(() => AtomicFolder.Write(Target, _ => throw new InvalidOperationException()));
        Assert.Equal(["a"], Directory.GetFileSystemEntries(Target).Select(f => Path.GetFileName(f)));
        Assert.Single(Directory.GetDirectories(Path.GetDirectoryName(Target)!));
    }

    [Fact]
    public void TheLeftoverOfAKillIsNoPartOfTheNextFolder()
    {
        Directory.CreateDirectory(Target + AtomicFolder.Unfinished);
        File.WriteAllText(Path.Combine(Target + AtomicFolder.Unfinished, "torn"), "");
        AtomicFolder.Write(Target, folder => File.WriteAllText(Path.Combine(folder, "a"), "1"));
        Assert.Equal(["a"], Directory.GetFileSystemEntries(Target).Select(f => Path.GetFileName(f)));
        Assert.False(Directory.Exists(Target + AtomicFolder.Unfinished));
    }

    [Fact]
    public void AKillBetweenTheTwoNamesLosesNothing()
    {
        Directory.CreateDirectory(Target + ".former" + AtomicFolder.Unfinished);
        File.WriteAllText(Path.Combine(Target + ".former" + AtomicFolder.Unfinished, "old"), "");
        Assert.Throws<InvalidOperationException>(() => AtomicFolder.Write(Target, _ => throw new InvalidOperationException()));
        Assert.Equal(["old"], Directory.GetFileSystemEntries(Target).Select(f => Path.GetFileName(f)));
    }

    [Fact]
    public void TheOldFolderGoesAfterTheNewOneStands()
    {
        AtomicFolder.Write(Target, folder => File.WriteAllText(Path.Combine(folder, "a"), "1"));
        AtomicFolder.Write(Target, _ => Assert.True(File.Exists(Path.Combine(Target, "a"))));
        Assert.Empty(Directory.GetFileSystemEntries(Target));
        Assert.Single(Directory.GetDirectories(Path.GetDirectoryName(Target)!));
    }

    [Fact]
    public void ALinkToAFolderStaysALink()
    {
        AtomicFolder.Write(Target, folder => File.WriteAllText(Path.Combine(folder, "a"), "1"));
        var link = root["link"];
        Directory.CreateSymbolicLink(link, Target);
        AtomicFolder.Write(link, folder => File.WriteAllText(Path.Combine(folder, "b"), "2"));
        Assert.Equal(Target, new DirectoryInfo(link).LinkTarget);
        Assert.Equal(["b"], Directory.GetFileSystemEntries(Target).Select(f => Path.GetFileName(f)));
    }

    [Fact]
    public void APlaceThatCannotBeWrittenIsNamed()
    {
        File.WriteAllText(root["inner"], "a file");
        Assert.Equal("OH6002", Assert.Throws<OmniException>(() => AtomicFolder.Write(Target, _ => { })).Code);
    }

    public void Dispose() => root.Dispose();
}
