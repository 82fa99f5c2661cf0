namespace OmniHelix.EndToEnd.Tests;

/// <summary>Where results go: what may be replaced, and what takes them.</summary>
public sealed class OutputTests : IDisposable
{
    private readonly TemporaryFolder folder = new("omni helix-");

    [Theory]
    [InlineData("data split all.csv --output . --overwrite")]
    [InlineData("data split all.csv --output .. --overwrite")]
    [InlineData("data split in/all.csv --output in --overwrite")]
    [InlineData("data create --table in/all.csv --output in --overwrite")]
    [InlineData("data create --class a=in/a.fa --class b=in/b.fa --output in --overwrite")]
    [InlineData("create_dataset_bio in/a.fa in/b.fa -o in --overwrite")]
    [InlineData("data split all.csv --output others --overwrite")]
    [InlineData("genome personal --reference r.fa --vcf v.vcf --output others --overwrite")]
    [InlineData("genome personal --reference r.fa --vcf v.vcf --output list --overwrite")]
    public void AFolderWithTheInputOrTheWorkOfOthersIsNotReplaced(string line)
    {
        folder.Write("work/all.csv", Table);
        folder.Write("work/in/all.csv", Table);
        folder.Write("work/in/a.fa", ">a\nACGTACGTAC\n");
        folder.Write("work/in/b.fa", ">b\nGGGTACGTAC\n");
        folder.Write("work/r.fa", ">chr1\nACGTACGTAC\n");
        folder.Write("work/v.vcf", Vcf);
        folder.Write("work/others/report.tsv", "mine\n");
        folder.Write("work/list/personal-genomes.txt", "mine\n");
        folder.Write("work/others/S_allele_1_forward.fa", ">mine\n");
        var before = FolderTree.Files(folder.Path);
        var run = In(folder["work"], line);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("error OH6003", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, FolderTree.Files(folder.Path));
        Assert.Equal(Table, File.ReadAllText(folder["work", "all.csv"]));
    }

    [Fact]
    public void ASplitThatAnEarlierRunWroteIsReplacedUnlessSomethingWasAdded()
    {
        folder.Write("all.csv", Table);
        const string First = "data split all.csv --output out --method random --format csv,huggingface";
        Assert.Equal(0, In(folder.Path, First).ExitCode);
        Assert.Equal(2, In(folder.Path, First).ExitCode);
        var again = In(folder.Path, "data split all.csv --output out --method random --overwrite");
        Assert.True(again.ExitCode == 0, again.Error);
        Assert.False(Path.Exists(folder["out", "train"]));
        Assert.Contains("holds what is read", In(folder.Path, "data split out --output out --overwrite").Error, StringComparison.Ordinal);
        folder.Write("out/notes.txt", "mine");
        Assert.Contains("notes.txt", In(folder.Path, "data split all.csv --output out --overwrite").Error, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(folder["out", "notes.txt"]));
    }

    [Theory]
    [InlineData("genome window r.fa chr1:1-4 --output {0}")]
    [InlineData("genome view r.fa chr1:1-4 --output {0}")]
    [InlineData("genome consensus -f r.fa -s S v.vcf --output {0}")]
    [InlineData("genome filter v.vcf --output {0}")]
    [InlineData("genome query v.vcf --format %POS --output {0}")]
    [InlineData("genome merge -i i.bed --output {0}")]
    [InlineData("genome stats r.fa --output {0}")]
    [InlineData("genome translate r.fa --output {0}")]
    public void DevicesAndPipesTakeResultsAndLinksAreFollowed(string line)
    {
        Prepare();
        File.CreateSymbolicLink(folder["null"], "/dev/null");
        Assert.Equal((0, ""), Result(In(folder.Path, string.Format(null, line, "null"))));
        Assert.Equal("/dev/null", new FileInfo(folder["null"]).LinkTarget);
        var full = In(folder.Path, string.Format(null, line, "/dev/full"));
        Assert.NotEqual(0, full.ExitCode);
        Assert.Contains("error OH6001 /dev/full", full.Error, StringComparison.Ordinal);

        Assert.Equal(0, In(folder.Path, string.Format(null, line, "direct")).ExitCode);
        var direct = File.ReadAllText(folder["direct"]);
        Assert.NotEmpty(direct);
        Assert.Equal((0, direct), Result(In(folder.Path, string.Format(null, line, "/dev/stdout"))));
        folder.Write("real", "");
        File.CreateSymbolicLink(folder["link"], "real");
        Assert.NotEqual(0, In(folder.Path, string.Format(null, line, "link")).ExitCode);
        Assert.Equal(0, In(folder.Path, string.Format(null, line, "link") + " --overwrite").ExitCode);
        Assert.Equal("real", new FileInfo(folder["link"]).LinkTarget);
        Assert.Equal(direct, File.ReadAllText(folder["real"]));
    }

    [Theory]
    [InlineData("genome consensus -f r.fa -s S v.vcf -o x --overlaps x")]
    [InlineData("genome consensus -f r.fa -s S v.vcf -o x -c ./x")]
    [InlineData("genome consensus -f r.fa -s S v.vcf -o x -c y --overlaps in/../y")]
    [InlineData("genome consensus -f r.fa -s S v.vcf -o x -c link/x")]
    [InlineData("genome consensus -f r.fa -s S v.vcf -o x -c x --overwrite --bcftools-compat")]
    [InlineData("genome consensus -f r.fa -s S v.vcf -o r.fa --keep-partial --overwrite")]
    public void TwoResultsOfOneNameAreRefused(string line)
    {
        folder.Write("r.fa", ">chr1\nACGTACGTAC\n");
        folder.Write("v.vcf", Vcf);
        Directory.CreateDirectory(folder["in"]);
        File.CreateSymbolicLink(folder["link"], ".");
        var run = In(folder.Path, line);
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("error OH2035", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["x"]));
        Assert.Equal(">chr1\nACGTACGTAC\n", File.ReadAllText(folder["r.fa"]));
    }

    /// <summary>What is read is not written over, whatever was said about files that are there.</summary>
    [Theory]
    [InlineData("genome consensus -f r.fa -s S v.vcf -o r.fa --overwrite")]
    [InlineData("genome consensus -f r.fa -s S v.vcf -o x -c v.vcf --bcftools-compat")]
    [InlineData("genome consensus -f r.fa -s S v.vcf -o x -c in/../r.fa --overwrite")]
    [InlineData("genome window r.fa chr1:1-4 --output link/r.fa --overwrite")]
    [InlineData("genome translate r.fa --output r.fa --overwrite")]
    [InlineData("genome filter v.vcf --output v.vcf --overwrite")]
    [InlineData("genome intersect -a i.bed -b i.bed --output i.bed --overwrite")]
    [InlineData("data convert all.csv all.csv --overwrite")]
    [InlineData("data convert a*.csv all.csv --overwrite")]
    [InlineData("data synthetic r.fa --output r.fa --overwrite")]
    [InlineData("data inspect all.csv --report all.csv --overwrite")]
    [InlineData("embed --model omnihelix-rna-1m --input all.csv --output all.csv --overwrite")]
    public void AnInputIsNoOutput(string line)
    {
        Prepare();
        folder.Write("all.csv", Table);
        Directory.CreateDirectory(folder["in"]);
        File.CreateSymbolicLink(folder["link"], ".");
        var before = Directory.GetFiles(folder.Path).ToDictionary(file => file, File.ReadAllText);
        var run = In(folder.Path, line);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("error OH2035", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetFiles(folder.Path).ToDictionary(file => file, File.ReadAllText));
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("quickcheck r.fa --json")]
    [InlineData("genome view r.fa chr1")]
    [InlineData("genome filter v.vcf -O b")]
    [InlineData("genome query v.vcf --format %POS")]
    [InlineData("data inspect r.fa")]
    [InlineData("data convert r.fa out.csv --overwrite")]
    public void AFullStandardOutputIsAnError(string line)
    {
        Prepare();
        var run = Shell($"{line} > /dev/full");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("error OH6001 standard output", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "genome personal --reference r.fa --vcf v.vcf --output out")]
    [InlineData(0, "genome consensus -f r.fa -s S v.vcf")]
    [InlineData(2, "genome nonsense")]
    [InlineData(1, "genome view none.fa chr1")]
    public void AFullStandardErrorStopsNothing(int exit, string line)
    {
        Prepare();
        Assert.Equal(exit, Shell($"{line} 2> /dev/full").ExitCode);
    }

    /// <summary>What reads from start to end takes pipes; what reads twice says that it cannot.</summary>
    [Theory]
    [InlineData(null, "genome stats <(cat r.fa)")]
    [InlineData(null, "genome translate <(cat r.fa)")]
    [InlineData(null, "genome consensus -f <(cat r.fa) -s S <(cat v.vcf)")]
    [InlineData(null, "genome filter <(cat v.vcf)")]
    [InlineData(null, "genome intersect -a <(cat i.bed) -b <(cat i.bed)")]
    [InlineData("OH1012", "genome view <(cat r.fa) chr1")]
    [InlineData("OH1012", "genome window <(cat r.fa) chr1:1-4")]
    [InlineData("OH1012", "genome personal --reference r.fa --vcf <(cat v.vcf) --output out")]
    [InlineData("OH1012", "quickcheck <(cat r.fa)")]
    [InlineData("OH1012", "data inspect <(cat r.fa)")]
    [InlineData("OH1012", "data convert <(cat r.fa) out.csv")]
    [InlineData("OH2004", "quickcheck ''")]
    public void PipesAreReadThroughOrRefusedWithTheReason(string? code, string line)
    {
        Prepare();
        var run = Shell(line);
        Assert.Equal(code is null, run.ExitCode == 0);
        if (code is not null) Assert.Contains(code, run.Output + run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("OH2900", run.Error, StringComparison.Ordinal);
    }

    /// <summary>A dash is standard output where a result can go there, and no name of a file or folder.</summary>
    [Theory]
    [InlineData(true, "genome window r.fa chr1:1-4")]
    [InlineData(true, "genome view r.fa chr1:1-4")]
    [InlineData(true, "genome consensus -f r.fa -s S v.vcf")]
    [InlineData(true, "genome filter v.vcf")]
    [InlineData(true, "genome merge -i i.bed")]
    [InlineData(false, "genome personal --reference r.fa --vcf v.vcf")]
    [InlineData(false, "data split r.fa")]
    [InlineData(false, "data synthetic r.fa")]
    public void ADashIsStandardOutputOrRefused(bool goesThere, string line)
    {
        Prepare();
        var run = In(folder.Path, $"{line} --output -");
        Assert.Equal(goesThere, run.ExitCode == 0 && run.Output.Length > 0);
        if (!goesThere) Assert.StartsWith("error OH2032 -", run.Error, StringComparison.Ordinal);
        Assert.False(Path.Exists(folder["-"]));
    }

    /// <summary>The site is named as the annotation counts: from 1, and of the reverse strand the last base.</summary>
    [Theory]
    [InlineData("+", 12)]
    [InlineData("-", 20)]
    public void AGeneBeyondItsContigIsNamedWithItsStartSite(string strand, int site)
    {
        Prepare();
        folder.Write("g.gtf", string.Concat(new[] { "gene", "transcript" }.Select(
            kind => $"chr1\tx\t{kind}\t12\t20\t.\t{strand}\t.\tgene_id \"G1\"; transcript_id \"T1\";\n")));
        var run = In(folder.Path, "genome window r.fa --gtf g.gtf --length 4");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"error OH1029 g.gtf: the start site {site} of G1", run.Error, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private const string Vcf =
        "##fileformat=VCFv4.2\n##contig=<ID=chr1,length=10>\n##FORMAT=<ID=GT,Number=1,Type=String,Description=\"Genotype\">\n"
        + "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS\nchr1\t4\t.\tT\tC\t.\t.\t.\tGT\t1|1\n";

    private static readonly string Table = "id,sequence,label\n"
        + string.Concat(Enumerable.Range(0, 40).Select(i => $"r{i},{new string("ACGT"[i % 4], 20 + i)},{i % 2}\n"));

    private void Prepare()
    {
        folder.Write("r.fa", ">chr1\nACGTACGTAC\n");
        folder.Write("v.vcf", Vcf);
        folder.Write("i.bed", "chr1\t1\t4\n");
    }

    private OmniProgram Shell(string line) =>
        OmniProgram.Run("bash", ["-c", $"dotnet '{OmniProgram.Library}' {line}"], folder.Path);

    private static OmniProgram In(string folder, string line) =>
        OmniProgram.Run("dotnet", [OmniProgram.Library, .. ShellWords.Words(line)], folder);

    private static (int, string) Result(OmniProgram run) => (run.ExitCode, run.Output);
}
