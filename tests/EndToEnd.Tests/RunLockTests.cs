namespace OmniHelix.EndToEnd.Tests;

/// <summary>A second process in the folder of a run that is in progress.</summary>
public sealed class RunLockTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("train", null)]
    [InlineData("train", "--resume")]
    [InlineData("train", "--overwrite")]
    [InlineData("pretrain", null)]
    [InlineData("pretrain", "--resume")]
    [InlineData("pretrain", "--overwrite")]
    public void ASecondProcessIsToldAndChangesNothing(string command, string? flag)
    {
        // What the process that works there holds.
        using var held = new FileStream(folder.Write("run.lock", ""), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        folder.Write("thesis.txt", "kept");
        string[] words =
        [
            command, "--data", SourceTree.PathOf("samples", "rna-ssp-archive2"), "--model",
            SourceTree.PathOf("models", "omnihelix-rna-1m"), "--output", folder.Path,
        ];
        var run = OmniProgram.Run(flag is null ? words : [.. words, flag]);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("error OH5035", run.Error, StringComparison.Ordinal);
        Assert.Equal(
            ["run.lock", "thesis.txt"], Directory.EnumerateFileSystemEntries(folder.Path).Select(f => Path.GetFileName(f)).Order());
    }
}
