namespace OmniHelix.EndToEnd.Tests;

/// <summary>A second process in a folder that another one fills.</summary>
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

    [Theory]
    [InlineData("out.lock.tmp", "data split t.csv --output out")]
    [InlineData("out.lock.tmp", "data create --table t.csv --output out")]
    [InlineData("out/personal-genomes.txt.lock", "genome personal --reference r.fa --vcf v.vcf --output out")]
    [InlineData("out/run.lock", "evaluate --model omnihelix-rna-1m --data t.csv --output out")]
    public void ASecondWriterOfAFolderIsToldAndWritesNothing(string held, string line)
    {
        var rows = Enumerable.Range(0, 20).Select(i => $"r{i},{new string('A', 9 + i)},{i % 2}\n");
        folder.Write("t.csv", "id,sequence,label\n" + string.Concat(rows));
        folder.Write("r.fa", ">chr1\nACGTACGTAC\n");
        folder.Write("v.vcf", "##fileformat=VCFv4.2\n##contig=<ID=chr1>\n##FORMAT=<ID=GT,Number=1,Type=String,Description=\"g\">\n"
            + "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS\nchr1\t4\t.\tT\tC\t.\t.\t.\tGT\t1|1\n");
        using var other = new FileStream(folder.Write(held, ""), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        var before = FolderTree.Files(folder.Path);
        var run = OmniProgram.Run("dotnet", [OmniProgram.Library, .. line.Split(' ')], folder.Path);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("another process", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, FolderTree.Files(folder.Path));
    }
}
