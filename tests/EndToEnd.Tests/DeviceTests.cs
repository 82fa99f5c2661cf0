namespace OmniHelix.EndToEnd.Tests;

/// <summary>
/// Results of every kind into pipes and a full device, under names whose ending tells the kind; what cannot be read is not said to be
/// unwritable.
/// </summary>
public sealed class DeviceTests : IDisposable
{
    private const string Vcf =
        "##fileformat=VCFv4.2\n##contig=<ID=chr1,length=10>\n##FORMAT=<ID=GT,Number=1,Type=String,Description=\"Genotype\">\n"
        + "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS\nchr1\t4\t.\tT\tC\t.\t.\t.\tGT\t1|1\n";

    private readonly TemporaryFolder folder = new();

    public DeviceTests()
    {
        folder.Write("r.fa", ">chr1\nACGTACGTAC\n");
        folder.Write("t.csv", "id,sequence\na,ACGU\nb,GGCCA\n");
        folder.Write("v.vcf", Vcf);
        folder.Write("i.bed", "chr1\t1\t4\n");
    }

    public void Dispose() => folder.Dispose();

    public static TheoryData<string> Results() =>
    [
        "data convert t.csv {0}.csv", "data convert t.csv {0}.jsonl.gz", "data convert t.csv {0}.json", "data convert t.csv {0}.fasta",
        "data convert t.csv {0}.parquet", "data convert t.csv {0}.arrow", "data inspect t.csv --report {0}.html",
        "embed --model omnihelix-rna-1m --input t.csv --output {0}.npy --overwrite",
        "embed --model omnihelix-rna-1m --input t.csv --output {0}.safetensors --overwrite",
        "embed --model omnihelix-rna-1m --input t.csv --output {0}.parquet",
        "attention --model omnihelix-rna-1m --sequence ACGU --output {0}.npy --overwrite",
        "genome window r.fa chr1:1-4 --output {0}.parquet", "genome view r.fa chr1 --output {0}.fa.gz",
        "genome filter v.vcf --output {0}.bcf", "genome filter v.vcf --output {0}.vcf.gz", "genome dosages v.vcf --output {0}.npy",
        "genome consensus -f r.fa -s S v.vcf --keep-partial -o {0}.fa",
        "genome consensus -f r.fa -s S v.vcf -o x.fa --overwrite -c {0}.chain",
        "genome intersect -a i.bed -b i.bed --output {0}.bed",
    ];

    [Theory]
    [MemberData(nameof(Results))]
    public void APipeTakesWhatAFileWouldHold(string line)
    {
        var ending = Ending(line);
        Assert.Equal(0, OmniProgram.Run("mkfifo", [folder["p" + ending]]).ExitCode);
        var run = Shell($"cat p{ending} > got & omni {string.Format(null, line, "p")}; status=$?; wait; exit $status");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.True(Shell($"test -p p{ending}").ExitCode == 0, "The pipe is gone.");
        Assert.Equal(0, Shell($"omni {string.Format(null, line, "file")}").ExitCode);
        Assert.Equal(File.ReadAllBytes(folder["file" + ending]), File.ReadAllBytes(folder["got"]));
    }

    [Theory]
    [MemberData(nameof(Results))]
    public void AFullDeviceIsNamedAndNothingIsLeftBeside(string line)
    {
        var name = "full" + Ending(line);
        File.CreateSymbolicLink(folder[name], "/dev/full");
        var run = Shell("omni " + string.Format(null, line, "full"));
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains($"error OH6001 {name}", run.Error, StringComparison.Ordinal);
        Assert.Equal("/dev/full", new FileInfo(folder[name]).LinkTarget);
        string[] whole = ["i.bed", "r.fa", "t.csv", "v.vcf", "x.fa", name];
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path).Select(f => Path.GetFileName(f)).Except(whole));
    }

    [Theory]
    [InlineData("genome filter {0} --output x.vcf")]
    [InlineData("genome stats {0} --output x.tsv")]
    [InlineData("genome consensus -f {0} -s S v.vcf -o x.fa")]
    [InlineData("genome consensus -f {0} -s S v.vcf --keep-partial -o x.fa")]
    public void WhatCannotBeReadIsNotSaidToBeUnwritable(string line)
    {
        // The first page of a process is never mapped, so reading it fails.
        var run = Shell("omni " + string.Format(null, line, "/proc/self/mem"));
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("error OH1008: reading failed", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("OH6", run.Error, StringComparison.Ordinal);
    }

    // Such as .vcf.gz, behind the name that a line leaves open.
    private static string Ending(string line) => line[(line.IndexOf('}', StringComparison.Ordinal) + 1)..].Split(' ')[0];

    private OmniProgram Shell(string line) =>
        OmniProgram.Run("bash", ["-c", $"omni() {{ dotnet '{OmniProgram.Library}' \"$@\"; }}; {line}"], folder.Path);
}
