using System.Security.Cryptography;

namespace OmniHelix.EndToEnd.Tests;

/// <summary>Genomes of people from the command line.</summary>
public sealed class ConsensusTests : IDisposable
{
    private const string Vcf = "##fileformat=VCFv4.2\n##contig=<ID=1>\n##FORMAT=<ID=GT,Number=1,Type=String,Description=\"g\">\n"
        + "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tp\tq\n"
        + "1\t3\t.\tG\tT\t.\t.\t.\tGT\t1|0\t0|0\n1\t5\t.\tACG\tA\t.\t.\t.\tGT\t1|0\t0|1\n1\t6\t.\tC\tG\t.\t.\t.\tGT\t1|0\t0|0\n"
        + "1\t12\t.\tT\tC\t.\t.\t.\tGT\t0|0\t1|1\n";

    private static readonly string Samples = SourceTree.PathOf("samples", "personal-chr20");
    private readonly TemporaryFolder folder = new();

    public ConsensusTests()
    {
        File.WriteAllText(At("x.vcf"), Vcf);
        File.WriteAllText(At("x.fa"), ">1 text\nACGTACGTACGTACGT\n");
    }

    public void Dispose() => folder.Dispose();

    private string At(string name) => folder[name];

    [Fact]
    public void HaploidCallsGoWhereTheFlagSaysAndAreCounted()
    {
        File.WriteAllText(At("x.fa"), ">X\nACGTACGTAC\n");
        File.WriteAllText(
            At("x.vcf"),
            "##fileformat=VCFv4.2\n##contig=<ID=X>\n##FORMAT=<ID=GT,Number=1,Type=String,Description=\"g\">\n"
                + "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\the\tshe\nX\t3\t.\tG\tT\t.\t.\t.\tGT\t1\t0|1\n");
        foreach (var (rule, second) in new[] { ("bcftools", ">X\nACGTACGTAC\n"), ("both", ">X\nACTTACGTAC\n"), ("skip", "") })
        {
            var run = OmniProgram.Run(
                "genome", "personal", "--reference", At("x.fa"), "--vcf", At("x.vcf"), "--haploid", rule, "--output", At(rule), "--json");
            Assert.Equal(0, run.ExitCode);
            Assert.Contains("note 1 person has haploid calls on contig X", run.Error, StringComparison.Ordinal);
            Assert.Contains("\"haploid\"", run.Output, StringComparison.Ordinal);
            Assert.Equal(">X\nACTTACGTAC\n", File.ReadAllText(Path.Combine(At(rule), "he_allele_1_forward.fa")));
            Assert.Equal(second, File.ReadAllText(Path.Combine(At(rule), "he_allele_2_forward.fa")));
        }
        Assert.Equal(
            ">X:2-4|he|1\nCTT\n",
            OmniProgram.Run("genome", "window", At("x.fa"), "X:2-4", "--vcf", At("x.vcf"), "--samples", "he", "--haploid", "skip").Output);
    }

    [Fact]
    public void AContigWithoutRecordsIsTheReferenceAndSaid()
    {
        File.WriteAllText(At("x.fa"), ">1\nACGTACGTACGTACGT\n>2\nACGT\n");
        File.WriteAllText(At("x.vcf"), Vcf.Replace("<ID=1>\n", "<ID=1>\n##contig=<ID=2>\n", StringComparison.Ordinal));
        const string said = "note there are no records on contig 2, which is the reference in everybody";
        var run = OmniProgram.Run("genome", "personal", "--reference", At("x.fa"), "--vcf", At("x.vcf"), "--output", At("people"));
        Assert.Equal(0, run.ExitCode);
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
        Assert.EndsWith(">2\nACGT\n", File.ReadAllText(Path.Combine(At("people"), "p_allele_1_forward.fa")), StringComparison.Ordinal);
        var window = OmniProgram.Run("genome", "window", At("x.fa"), "2:2-3", "--vcf", At("x.vcf"), "--samples", "p");
        Assert.Equal(">2:2-3|p|1\nCG\n>2:2-3|p|2\nCG\n", window.Output);
        Assert.Contains(said, window.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void RecordsBeyondTheSequenceAreCountedAndStopPeoplesGenomes()
    {
        File.WriteAllText(At("x.vcf"), Vcf + "1\t45\t.\tA\tC\t.\t.\t.\tGT\t1|1\t0|0\n");
        var consensus = OmniProgram.Run("genome", "consensus", "-f", At("x.fa"), "-s", "p", "-H", "2", At("x.vcf"));
        Assert.Equal(0, consensus.ExitCode);
        Assert.Contains("note 1 record beyond the end of its sequence was passed over", consensus.Error, StringComparison.Ordinal);
        var personal = OmniProgram.Run("genome", "personal", "--reference", At("x.fa"), "--vcf", At("x.vcf"), "--output", At("people"));
        Assert.Equal(3, personal.ExitCode);
        Assert.Contains("failed p: OH1901 1:45", personal.Error, StringComparison.Ordinal);
        var window = OmniProgram.Run("genome", "window", At("x.fa"), "1:1-4", "--vcf", At("x.vcf"));
        Assert.StartsWith("error OH1901 1:45", window.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ARealPersonIsWrittenToStandardOutputAsBcftoolsWritesIt()
    {
        var run = OmniProgram.Run(
            "genome", "consensus", "-f", Path.Combine(Samples, "chr20_1000001-2000000.hg19.fa.gz"), "-s", "HG00096", "-H", "1pIu", "-i",
            "type='snp'", Path.Combine(Samples, "kgp300.chr20.vcf.gz"));
        Assert.Equal(0, run.ExitCode);
        Assert.EndsWith("Applied 565 variants\n", run.Error, StringComparison.Ordinal);
        var letters = string.Concat(run.Output.Split('\n').Skip(1));
        Assert.Equal(
            "759d3d7ff81de814c16d4b52fe496dfba7e5e6d7f649f1e18c371337645a4dca",
            Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(letters))));
    }

    [Fact]
    public void TheReferenceMayComeFromStandardInput()
    {
        var run = OmniProgram.Run(
            "sh",
            ["-c", $"dotnet '{OmniProgram.Library}' genome consensus -s p -H 1 '{At("x.vcf")}' < '{At("x.fa")}'"]);
        Assert.Equal((0, ">1 text\nACTTATACGTACGT\n"), (run.ExitCode, run.Output));
    }

    [Fact]
    public void FilesChainAndTableAreWrittenAndNotReplaced()
    {
        string[] words =
        [
            "genome",
            "consensus",
            "-f",
            At("x.fa"),
            "-s",
            "p",
            "-H",
            "1",
            "-o",
            At("y.fa"),
            "-c",
            At("y.chain"),
            "--overlaps",
            At("y.tsv"),
            At("x.vcf"),
        ];
        Assert.Equal(0, OmniProgram.Run(words).ExitCode);
        Assert.Equal(">1 text\nACTTATACGTACGT\n", File.ReadAllText(At("y.fa")));
        Assert.Equal("chain 14 1 16 + 0 16 1 14 + 0 14 1\n5 2 0\n9\n\n", File.ReadAllText(At("y.chain")));
        Assert.Equal("contig\tpos\tref\talt\treason\n1\t6\tC\tG\toverlaps\n", File.ReadAllText(At("y.tsv")));
        var again = OmniProgram.Run(words);
        Assert.Equal(255, again.ExitCode);
        Assert.Contains("OH2031", again.Error, StringComparison.Ordinal);
        Assert.Equal(0, OmniProgram.Run([.. words, "--overwrite"]).ExitCode);
    }

    [Fact]
    public void MasksComeInOrderAndEachHasItsOwnCharacter()
    {
        File.WriteAllText(At("a.bed"), "1\t0\t4\n");
        File.WriteAllText(At("b.txt"), "1 9 10\n");
        var run = OmniProgram.Run(
            "genome", "consensus", "-f", At("x.fa"), "-s", "p", "-H", "2", "-m", At("a.bed"), "--mask-with", "lc", "--mask", At("b.txt"),
            At("x.vcf"));
        Assert.Equal(">1 text\nacgtACGTNNGTACGT\n", run.Output);
    }

    [Theory]
    [InlineData("OH1916", "--mask-with", "X")]
    [InlineData("OH1916", "-i", "QUAL>1", "-e", "QUAL<1")]
    [InlineData("OH1906", "-a", "NN")]
    [InlineData("OH1905", "-H", "x")]
    [InlineData("OH1064", "-s", "nobody")]
    [InlineData("OH1904", "-H", "1")]
    [InlineData("OH1001", "-m", "not-there.bed")]
    public void FailuresEndWith255AsInBcftools(string code, params string[] words)
    {
        var run = OmniProgram.Run(["genome", "consensus", "-f", At("x.fa"), .. words, At("x.vcf")]);
        Assert.Equal(255, run.ExitCode);
        Assert.Contains(code, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatFailedHalfWayIsRemovedUnlessItIsAskedFor()
    {
        File.WriteAllText(At("bad.fa"), ">2\nACGT\n>1\nAAAAAAAAAAAAAAAA\n");
        string[] words = ["genome", "consensus", "-f", At("bad.fa"), "-s", "p", "-H", "1", "-o", At("y.fa"), At("x.vcf")];
        var run = OmniProgram.Run(words);
        Assert.Equal(255, run.ExitCode);
        Assert.Contains("OH1901 1:3", run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(folder.Path, "y.fa*"));
        Assert.Equal(255, OmniProgram.Run([.. words, "--keep-partial"]).ExitCode);
        Assert.True(File.Exists(At("y.fa")));
    }

    [Fact]
    public void AFullDiskIsAnErrorOfOneSentence()
    {
        var run = OmniProgram.Run(
            "sh",
            ["-c", $"dotnet '{OmniProgram.Library}' genome consensus -f '{At("x.fa")}' -s p -H 1 '{At("x.vcf")}' > /dev/full"]);
        Assert.Equal(255, run.ExitCode);
        Assert.Contains("OH6001", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Applied", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void AllPeopleOfAListAreWrittenUnderTheNamesOfTheBenchmark()
    {
        File.WriteAllText(At("people.txt"), "p\n\nq");
        Directory.CreateDirectory(At("vcfs"));
        File.Copy(At("x.vcf"), At("vcfs/chr1.vcf"));
        string[] words =
        [
            "make_consensus",
            "--sample_list_file",
            At("people.txt"),
            "--reference",
            At("x.fa"),
            "--vcf_root",
            At("vcfs"),
            "--consensus_root",
            At("out"),
        ];
        var run = OmniProgram.Run(words);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(">1\nACTTAGGTACGTACGT\n", File.ReadAllText(At("out/p_allele_1_forward.fa")));
        Assert.Equal(">1\nACGTACGTACGCACGT\n", File.ReadAllText(At("out/q_allele_2_forward.fa")));
        Assert.Equal(["p", "p", "q", "q"], File.ReadLines(At("out/report.tsv")).Skip(1).Select(l => l.Split('\t')[0]));
        Assert.Contains("already there", OmniProgram.Run(words).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void APersonWithoutGenotypesIsNamedAndTheOthersAreWritten()
    {
        var run = OmniProgram.Run(
            "genome", "personal", "--reference", At("x.fa"), "--vcf", At("x.vcf"), "--samples", "p,nobody", "--indels", "--output",
            At("out"), "--json");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("\"outcome\": \"failed\"", run.Output, StringComparison.Ordinal);
        Assert.Equal(">1\nACTTATACGTACGT\n", File.ReadAllText(At("out/p_allele_1_forward.fa")));
    }
}
