namespace OmniHelix.EndToEnd.Tests;

/// <summary>Variants filtered, printed, normalised and counted from the command line.</summary>
public sealed class VariantTests : IDisposable
{
    private const string Header = "##fileformat=VCFv4.2\n##contig=<ID=1,length=60>\n##contig=<ID=2,length=60>\n"
        + "##FILTER=<ID=q,Description=\"q\">\n"
        + "##INFO=<ID=DP,Number=1,Type=Integer,Description=\"d\">\n##FORMAT=<ID=GT,Number=1,Type=String,Description=\"g\">\n"
        + "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tp\tq\n";

    private const string Records =
        "1\t3\ta\tG\tT\t50\tPASS\tDP=9\tGT\t1|0\t0|0\n1\t9\tb\tA\tC,AT\t10\tq\tDP=2\tGT\t1|2\t0|1\n2\t7\tc\tG\tT\t.\t.\t.\tGT\t./.\t1|1\n";

    private readonly TemporaryFolder folder = new();
    private readonly string vcf;

    public VariantTests() => vcf = folder.Write("x.vcf", Header + Records);

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("a b c", "")]
    [InlineData("a b", "-r 1")]
    [InlineData("a c", "-r 1:1-5,2:7")]
    [InlineData("a", "-i QUAL>20")]
    [InlineData("b c", "-e QUAL>20")]
    [InlineData("a c", "-V indels")]
    [InlineData("a c", "-m 2 -M 2")]
    [InlineData("a c", "-f PASS,.")]
    [InlineData("b", "-c 3")]
    [InlineData("a b", "-s p -c 1")]
    [InlineData("c", "-C 2 -e QUAL>1")]
    public void RecordsAreFiltered(string ids, string flags)
    {
        var run = OmniProgram.Run(["genome", "filter", vcf, .. Words(flags)]);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(ids, Column(run.Output, 2));
    }

    [Theory]
    [InlineData("y.vcf")]
    [InlineData("y.vcf.gz")]
    [InlineData("y.bcf")]
    public void EveryFormIsWrittenWholeAndReadAgain(string name)
    {
        string[] words = ["genome", "filter", vcf, "-s", "q", "--output", folder[name]];
        var run = OmniProgram.Run(words);
        Assert.Equal((0, "", "3 of 3 records kept\n"), (run.ExitCode, run.Output, run.Error));
        Assert.Equal("0|0;0|1;1|1;", OmniProgram.Run("genome", "query", folder[name], "-f", "[%GT];").Output);
        Assert.Contains("OH2031", OmniProgram.Run(words).Error, StringComparison.Ordinal);
        Assert.Contains("\"kept\": 3", OmniProgram.Run([.. words, "--overwrite", "--json"]).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("filter")]
    [InlineData("filter", "-r", "2")]
    [InlineData("filter", "-i", "GT=\"alt\"")]
    [InlineData("filter", "-s", "q")]
    [InlineData("query", "-f", "[%GT]\\n")]
    [InlineData("query", "-f", "[%TGT]\\n")]
    [InlineData("normalize", "-m", "-any")]
    [InlineData("dosages")]
    public void ACallOfAnAlleleThatTheRecordDoesNotHaveIsAnErrorWithItsLine(string command, params string[] flags)
    {
        var bad = folder.Write("bad.vcf", Header + Records.Replace("\t1|1\n", "\t3|1\n", StringComparison.Ordinal));
        var run = OmniProgram.Run(["genome", command, bad, .. flags]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(
            "bad.vcf:10: the genotype of sample 'q' names allele 3, but the record has alleles 0 to 1 only", run.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void BcfGoesThroughAPipe()
    {
        var omni = $"dotnet '{OmniProgram.Library}' genome";
        var run = OmniProgram.Run(
            "sh", ["-c", $"{omni} filter '{vcf}' -r 1 -O u | {omni} filter - -v snps -O b | {omni} query - -f '%ID '"]);
        Assert.Equal((0, "a b "), (run.ExitCode, run.Output));
    }

    [Fact]
    public void RegionsMayComeFromAFileAndUseAnIndex()
    {
        Assert.Equal(0, OmniProgram.Run("genome", "filter", vcf, "--output", folder["x.vcf.gz"]).ExitCode);
        Assert.Equal(0, OmniProgram.Run("genome", "index", folder["x.vcf.gz"]).ExitCode);
        var bed = folder.Write("r.bed", "1\t2\t3\n9\t0\t5\n2\t0\t10\n");
        foreach (var path in new[] { vcf, folder["x.vcf.gz"] })
            Assert.Equal("a c", Column(OmniProgram.Run("genome", "filter", path, "-R", bed).Output, 2));
    }

    [Fact]
    public void ASoftFilterMarks()
    {
        var run = OmniProgram.Run("genome", "filter", vcf, "-e", "DP<5", "--soft-filter", "Low");
        Assert.Equal("PASS Low PASS", Column(run.Output, 6));
        Assert.Equal("3 of 3 records kept, 1 of them marked Low\n", run.Error);
    }

    [Fact]
    public void AQueryPrintsATable()
    {
        var run = OmniProgram.Run("genome", "query", vcf, "-H", "-f", "%POS\\t%ALT[\\t%SAMPLE=%TGT]\\n", "-i", "GT=\"alt\"", "-s", "q");
        Assert.Equal("# [1]POS\t[2]ALT\t[3]SAMPLE=[4]q:GT\n9\tC,AT\tq=A|C\n7\tT\tq=T|T\n", run.Output);
        Assert.Equal("p\nq\n", OmniProgram.Run("genome", "query", vcf, "-l").Output);
    }

    [Fact]
    public void AllelesAreSplitJoinedAndAligned()
    {
        // 1-based: ACGGTTTTTACG…
        var genome = folder.Write("g.fa", $">1\nACGGTTTTTACG{new string('A', 48)}\n>2\nACGTACG{new string('T', 53)}\n");
        var indel = folder.Write("i.vcf", Header + "1\t8\tx\tTT\tT,G\t.\t.\t.\tGT\t1|2\t0|0\n");
        var split = OmniProgram.Run("genome", "normalize", indel, "-f", genome, "-m", "-any");
        Assert.Equal("Lines   total/split/realigned/skipped:\t1/1/1/0\n", split.Error);
        Assert.Equal("1\t4\tx\tGT\tG\t.\t.\t.\tGT\t1|0\t0|0\n1\t8\tx\tTT\tG\t.\t.\t.\tGT\t0|1\t0|0\n", WithoutHeader(split.Output));
        var joined = OmniProgram.Run(
            "genome", "norm", folder.Write("s.vcf", split.Output), "-m", "+any", "--json", "--output", folder["j.vcf"]);
        Assert.Contains("\"total\": 2", joined.Output, StringComparison.Ordinal);
        var wrong = OmniProgram.Run("genome", "normalize", vcf, "-f", genome);
        Assert.Equal(1, wrong.ExitCode);
        Assert.Contains("OH1078", wrong.Error, StringComparison.Ordinal);
        Assert.Equal("a c", Column(OmniProgram.Run("genome", "normalize", vcf, "-f", genome, "-c", "x").Output, 2));
        Assert.Equal("a b c", Column(OmniProgram.Run("genome", "normalize", vcf, "-f", genome, "-c", "w").Output, 2));
    }

    [Fact]
    public void DosagesBecomeATableOrAnArray()
    {
        Assert.Equal("sample\t1:3:G:T\t1:9:A:C,AT\t2:7:G:T\np\t1\t2\tNA\nq\t0\t1\t2\n", OmniProgram.Run("genome", "dosages", vcf).Output);
        Assert.Equal("sample\t1:3:G:T\nq\t0\n", OmniProgram.Run("genome", "dosages", vcf, "-s", "^p", "-i", "QUAL>20").Output);
        Assert.Equal(0, OmniProgram.Run("genome", "dosages", vcf, "--output", folder["d.npy"]).ExitCode);
        Assert.Equal((byte[])[1, 2, 255, 0, 1, 2], File.ReadAllBytes(folder["d.npy"])[^6..]);
        Assert.Equal("p\nq\n", File.ReadAllText(folder["d.samples.txt"]));
        Assert.Equal("contig\tposition\tref\talt\n1\t3\tG\tT\n1\t9\tA\tC,AT\n2\t7\tG\tT\n", File.ReadAllText(folder["d.variants.tsv"]));
        Assert.Contains("OH2031", OmniProgram.Run("genome", "dosages", vcf, "--output", folder["d.npy"]).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OH2020", "query VCF")]
    [InlineData("OH1080", "query VCF -f %NOPE")]
    [InlineData("OH1072", "filter VCF -i QUAL>")]
    [InlineData("OH2021", "filter VCF -i QUAL>1 -e QUAL<1")]
    [InlineData("OH2021", "filter VCF -s p -S people.txt")]
    [InlineData("OH2021", "filter VCF -r 1 -R x.bed")]
    [InlineData("OH2016", "filter VCF -v snp")]
    [InlineData("OH2013", "filter VCF -c many")]
    [InlineData("OH2016", "filter VCF -c 1:most")]
    [InlineData("OH2021", "filter VCF -c 1:minor -C 5:major")]
    [InlineData("OH2020", "filter VCF --soft-filter x")]
    [InlineData("OH2020", "filter VCF --append-filter")]
    [InlineData("OH2020", "filter VCF --json")]
    [InlineData("OH2016", "filter VCF -O x")]
    [InlineData("OH2032", "filter VCF -o some.bed")]
    [InlineData("OH2032", "filter VCF -O b -o some.vcf.gz")]
    [InlineData("OH2032", "filter VCF -O v -o some.vcf.gz")]
    [InlineData("OH2032", "filter VCF -O z -o some.vcf")]
    [InlineData("OH2013", "filter VCF -s p,p")]
    [InlineData("OH2013", "dosages VCF -s p,p")]
    [InlineData("OH2013", "filter VCF -i QUAL>1 --soft-filter a;c")]
    [InlineData("OH2013", "filter VCF -i QUAL>1 --soft-filter a,c")]
    [InlineData("OH2013", "filter VCF -i QUAL>1 --soft-filter a\tc")]
    [InlineData("OH2013", "filter VCF -i QUAL>1 --soft-filter a\u00A0c")]
    [InlineData("OH2013", "filter VCF -i QUAL>1 --soft-filter a\u0001c")]
    [InlineData("OH2013", "filter VCF -i QUAL>1 --soft-filter PASS")]
    [InlineData("OH2013", "filter VCF -i QUAL>1 --soft-filter 0")]
    [InlineData("OH2013", "filter VCF -i QUAL>1 --soft-filter .")]
    [InlineData("OH2032", "normalize VCF -m -any -o some.bcf.zst")]
    [InlineData("OH2032", "query VCF -f %POS -o some.parquet")]
    [InlineData("OH2032", "dosages VCF -o some.npz")]
    [InlineData("OH2020", "normalize VCF")]
    [InlineData("OH2016", "normalize VCF -m any")]
    [InlineData("OH2016", "normalize VCF -m -some")]
    public void WrongFlagsAreNamed(string code, string line)
    {
        var run = OmniProgram.Run(["genome", .. Words(line).Select(word => word == "VCF" ? vcf : word)]);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(code, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OH1064", "-s nobody")]
    [InlineData("OH1023", "-r 1:5-2")]
    [InlineData("OH1020", "-r 7")]
    [InlineData("OH1001", "-S not-there.txt")]
    public void WhatTheFileDoesNotHaveIsNamed(string code, string flags)
    {
        var run = OmniProgram.Run(["genome", "filter", vcf, .. Words(flags)]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(code, run.Error, StringComparison.Ordinal);
    }

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string WithoutHeader(string text) =>
        string.Concat(text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#').Select(line => line + "\n"));

    private static string Column(string text, int column) =>
        string.Join(' ', WithoutHeader(text).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')[column]));
}
