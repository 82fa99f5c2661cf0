using System.Text.Json;
using OmniHelix.Data.Tables;

namespace OmniHelix.EndToEnd.Tests;

public sealed class GenomeTests : IDisposable
{
    private const string Fasta = ">1 first\nacgtRYACGT\nTGCANNGGCC\n>MT\nGGGGCCCC\n";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void IndexWritesTheIndexAndRefusesToReplaceIt()
    {
        var genome = Write("g.fa", Fasta);
        var run = OmniProgram.Run("genome", "index", genome);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("1\t20\t9\t10\t11\nMT\t8\t35\t8\t9\n", File.ReadAllText(genome + ".fai"));
        var again = OmniProgram.Run("genome", "index", genome);
        Assert.Equal(2, again.ExitCode);
        Assert.Contains("--overwrite", again.Error, StringComparison.Ordinal);
        Assert.Equal(0, OmniProgram.Run("genome", "index", genome, "--overwrite", "--json").ExitCode);
    }

    [Fact]
    public void RaggedLinesAreNotIndexed()
    {
        var run = OmniProgram.Run("genome", "index", Write("g.fa", ">a\nACGT\nAC\nACGT\n"));
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("error OH1025", run.Error, StringComparison.Ordinal);
        Assert.Contains("g.fa:4", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void TheLineOfTheSamplesReadmeCutsTheWindowsThatAreExpected()
    {
        var line = Documentation.CommandLines(Path.Combine("samples", "personal-chr20", "README.md")).Last();
        var target = folder["windows.tsv"];
        string[] words = [.. ShellWords.Words(line.Replace("windows.tsv", target, StringComparison.Ordinal)).Skip(1)];
        var run = OmniProgram.Run("dotnet", [OmniProgram.Library, .. words], SourceTree.Root);
        Assert.True(run.ExitCode == 0, run.Error);
        var found = Table.Open(target).Rows().ToDictionary(row => (string)row["id"]!, row => (string)row["sequence"]!);
        var expected = Table.Open(SourceTree.PathOf("samples", "personal-chr20", "expected", "tss_windows.tsv.gz")).Rows()
            .Where(row => row["sample"] is "HG00096").ToList();
        Assert.Equal((26, 26), (expected.Count, found.Count));
        foreach (var row in expected)
            Assert.Equal(row[5], found[$"{row["gene_id"]}|HG00096|{((string)row["mode"]!)[^1]}"]);
    }

    [Fact]
    public void WindowsAreOrientedAndPadded()
    {
        var table = Write("t.csv", "gene,chr,TSS,strand\ng1,chr1,1,+\ng2,chr1,7,-\n");
        var run = OmniProgram.Run("genome", "window", Write("g.fa", Fasta), "--tss", table, "--length", "8", "--format", "tsv");
        Assert.Equal("name\tcontig\tstart\tend\tstrand\tsequence\ng1\t1\t-4\t4\t+\tNNNNACGT\ng2\t1\t2\t10\t-\tACGTNNAC\n", run.Output);
    }

    [Fact]
    public void StartSitesWithoutAStrandAreCounted()
    {
        var table = Write("t.csv", "gene,chr,TSS,strand\ng1,chr1,7,.\ng2,chr1,7,-\ng3,chr1,8,.\n");
        var run = OmniProgram.Run("genome", "window", Write("g.fa", Fasta), "--tss", table, "--length", "4");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("note 2 start sites have the strand '.' and are cut as on +\n", run.Error, StringComparison.Ordinal);
        var ignored = OmniProgram.Run("genome", "window", folder["g.fa"], "--tss", table, "--length", "4", "--ignore-strand");
        Assert.Empty(ignored.Error);
    }

    [Fact]
    public void WhatIsWrongWithSitesAndGenesIsSaidBeforeTheFirstWindow()
    {
        var genome = Write("g.fa", Fasta);
        var gtf = Write("x.gtf", "chr1\tx\tgene\t5\t9\t.\t-\t.\tgene_id \"G1\"; gene_name \"ABC\";\n");
        var table = Write("t.csv", "gene,chr,TSS,strand\ng1,chr1,1,+\ng2,chr1,7,x\n");
        (string Code, string[] Places)[] wrong =
            [("OH1037", ["--gtf", gtf, "--genes", "ABC,XYZ"]), ("OH1038", ["--tss", table, "--length", "4"])];
        foreach (var (code, places) in wrong)
        {
            var run = OmniProgram.Run(["genome", "window", genome, .. places, "--format", "tsv"]);
            Assert.Equal(1, run.ExitCode);
            Assert.Empty(run.Output);
            Assert.StartsWith($"error {code}", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void FiguresOfSequencesAreJsonToo()
    {
        var run = OmniProgram.Run("genome", "stats", Write("s.fa", ">a \"x\"\nACGN\n>b\nggX\n"), "--json");
        Assert.Equal(0, run.ExitCode);
        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(["a", "b"], json.RootElement.GetProperty("sequences").EnumerateArray().Select(s => s.GetProperty("name").GetString()));
        var total = json.RootElement.GetProperty("total");
        Assert.Equal((7, 3, 1, 1), (
            total.GetProperty("length").GetInt32(), total.GetProperty("G").GetInt32(), total.GetProperty("N").GetInt32(),
            total.GetProperty("other").GetInt32()));
    }

    [Fact]
    public void PlacesComeFromRegionsAnnotationAndBed()
    {
        var genome = Write("g.fa", Fasta);
        var gtf = Write("x.gtf", "chr1\tx\tgene\t5\t9\t.\t-\t.\tgene_id \"G1.2\"; gene_name \"ABC\";\n");
        var bed = Write("x.bed", "chrM\t0\t4\tpeak\t0\t-\n");
        Assert.Equal(">1:1-4\nacgt\n>1:7-12\nACGTTG\n", OmniProgram.Run("genome", "window", genome, "1:1-4", "chr1:7-12").Output);
        Assert.Equal(">peak MT:1-4(-)\nCCCC\n", OmniProgram.Run("genome", "window", genome, "--bed", bed).Output);
        var gene = OmniProgram.Run("genome", "window", genome, "--gtf", gtf, "--genes", "ABC", "--length", "6", "--format", "json");
        using var json = JsonDocument.Parse(gene.Output);
        Assert.Equal(("G1.2", "AACGTN", "-"), (
            json.RootElement.GetProperty("name").GetString(),
            json.RootElement.GetProperty("sequence").GetString(),
            json.RootElement.GetProperty("strand").GetString()));
    }

    [Theory]
    [InlineData("w.csv", "name,contig,start,end,strand,sequence\n,1,0,4,+,acgt\n")]
    [InlineData("w.tab", "name\tcontig\tstart\tend\tstrand\tsequence\n\t1\t0\t4\t+\tacgt\n")]
    [InlineData("w.jsonl", "{\"name\":\"\",\"contig\":\"1\",\"start\":0,\"end\":4,\"strand\":\"+\",\"sequence\":\"acgt\"}\n")]
    [InlineData("w.json", "[\n{\"name\":\"\",\"contig\":\"1\",\"start\":0,\"end\":4,\"strand\":\"+\",\"sequence\":\"acgt\"}\n]\n")]
    [InlineData("w.fna", ">1:1-4\nacgt\n")]
    [InlineData("w.txt", ">1:1-4\nacgt\n")]
    [InlineData("w", ">1:1-4\nacgt\n")]
    public void WindowsAreWhatTheNameOfTheOutputPromises(string name, string content)
    {
        var path = Path.Combine(folder.Path, name);
        Assert.Equal(0, OmniProgram.Run("genome", "window", Write("g.fa", Fasta), "1:1-4", "--output", path).ExitCode);
        Assert.Equal(content, File.ReadAllText(path));
    }

    [Theory]
    [InlineData("w.vcf")]
    [InlineData("w.npy")]
    [InlineData("w.fa.zst")]
    [InlineData("w.csv", "--format", "tsv")]
    [InlineData("w.jsonl", "--format", "fasta")]
    public void NoWindowsAreWrittenUnderAnotherName(string name, params string[] flags)
    {
        var path = Path.Combine(folder.Path, name);
        var run = OmniProgram.Run(["genome", "window", Write("g.fa", Fasta), "1:1-4", "--output", path, .. flags]);
        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith($"error OH2032 {path}", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void AConsensusIsWhatItsNamePromises()
    {
        const string header = "##fileformat=VCFv4.2\n##contig=<ID=MT>\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n";
        var vcf = Write("p.vcf", header + "MT\t1\t.\tG\tA\t.\t.\t.\n");
        var (genome, compressed) = (Write("m.fa", ">MT\nGGGG\n"), Path.Combine(folder.Path, "c.fa.gz"));
        Assert.Equal(0, OmniProgram.Run("genome", "consensus", "-f", genome, "-o", compressed, vcf).ExitCode);
        var check = OmniProgram.Run("quickcheck", compressed);
        Assert.Contains($"good\t{compressed}\tFASTA in BGZF\t1", check.Output, StringComparison.Ordinal);
        foreach (var (flag, name) in new[] { ("-o", "c.csv"), ("-c", "c.tsv"), ("--overlaps", "c.fa") })
        {
            var run = OmniProgram.Run("genome", "consensus", "-f", genome, flag, Path.Combine(folder.Path, name), vcf);
            Assert.Equal(255, run.ExitCode);
            Assert.Contains("OH2032", run.Error, StringComparison.Ordinal);
        }
        // bcftools writes plain text under any name.
        Assert.Equal(0, OmniProgram.Run("genome", "consensus", "--bcftools-compat", "-f", genome, "-o", compressed, vcf).ExitCode);
        Assert.Equal(">MT\nAGGG\n", File.ReadAllText(compressed));
    }

    [Fact]
    public void WindowsComeFromPeoplesGenomesToo()
    {
        var vcf = Write("p.vcf", "##fileformat=VCFv4.2\n##contig=<ID=1>\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tann\tbob\n"
            + "1\t8\t.\tC\tT\t.\t.\t.\tGT\t1|0\t0|0\n1\t10\t.\tT\tTGG\t.\t.\t.\tGT\t0|1\t0|0\n");
        var genome = Write("g.fa", Fasta);
        var snvs = OmniProgram.Run("genome", "window", genome, "1:7-12", "--vcf", vcf, "--format", "tsv");
        Assert.Equal("id\tname\tsample\thaplotype\tcontig\tstart\tend\tstrand\tsequence\n"
            + "1:7-12|ann|1\t\tann\t1\t1\t6\t12\t+\tATGTTG\n1:7-12|ann|2\t\tann\t2\t1\t6\t12\t+\tACGTTG\n"
            + "1:7-12|bob|1\t\tbob\t1\t1\t6\t12\t+\tACGTTG\n1:7-12|bob|2\t\tbob\t2\t1\t6\t12\t+\tACGTTG\n", snvs.Output);
        var indels = OmniProgram.Run("genome", "window", genome, "1:7-12", "--vcf", vcf, "--samples", "ann", "--indels");
        Assert.Equal(">1:7-12|ann|1\nATGTTG\n>1:7-14|ann|2\nACGTGGTG\n", indels.Output);
        var stranger = OmniProgram.Run("genome", "window", genome, "1:7-12", "--vcf", vcf, "--samples", "anna");
        Assert.Equal(1, stranger.ExitCode);
        Assert.StartsWith("error OH1064", stranger.Error, StringComparison.Ordinal);
        Assert.Equal(2, OmniProgram.Run("genome", "window", genome, "1:7-12", "--samples", "ann").ExitCode);
    }

    [Theory]
    [InlineData("1:0-3", "note 1:0-3: bases before the first lie outside the sequence")]
    [InlineData("1:0", "note 1:0: bases before the first lie outside the sequence")]
    [InlineData("1:15-30", "note 1:15-30: 10 bases lie outside the sequence")]
    [InlineData("1:30", "note 1:30: it begins behind the last base")]
    [InlineData("1:30-40", "note 1:30-40: 11 bases lie outside the sequence")]
    public void WhatOfARegionLiesOutsideIsSaid(string region, string note)
    {
        var genome = Write("g.fa", Fasta);
        var view = OmniProgram.Run("genome", "view", genome, region);
        Assert.Equal(0, view.ExitCode);
        Assert.StartsWith(note, view.Error, StringComparison.Ordinal);
        Assert.StartsWith("error OH1021", OmniProgram.Run("genome", "window", genome, region).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void RegionsOfVariantsAndAnnotationThatBeginAtZeroAreErrors()
    {
        var vcf = Write("p.vcf", "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n1\t1\t.\tA\tC\t.\t.\t.\n");
        foreach (var words in new string[][]
                 {
                     ["view", vcf, "1:0-3"], ["view", Write("x.bed", "1\t0\t5\n"), "1:0-3"], ["filter", vcf, "-r", "1:0-3"],
                     ["query", vcf, "-f", "%POS", "-r", "1:0-3"], ["dosages", vcf, "-r", "1:0-3"],
                 })
            Assert.StartsWith("error OH1023", OmniProgram.Run(["genome", .. words]).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void WindowsWithoutBasesAreCounted()
    {
        var run = OmniProgram.Run("genome", "window", Write("g.fa", Fasta), "--bed", Write("x.bed", "1\t4\t4\n1\t4\t6\n"));
        Assert.Equal((0, "note 1 window has no bases\n"), (run.ExitCode, run.Error));
        Assert.Equal(2, run.Output.Split('>').Length - 1);
    }

    [Fact]
    public void AGeneBeyondItsContigIsAnErrorBeforeTheFirstWindow()
    {
        var gtf = Write(
            "x.gtf", "1\tt\tgene\t1\t5\t.\t+\t.\tgene_id \"g\";\n1\tt\tgene\t15\t30\t.\t+\t.\tgene_id \"h\";\n");
        var run = OmniProgram.Run("genome", "window", Write("g.fa", Fasta), "--gtf", gtf);
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("error OH1034", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OH1034", 1, "x.bed", "chr1\t15\t21\n", "--bed")]
    [InlineData("OH1020", 1, "x.bed", "chr7\t1\t2\n", "--bed")]
    [InlineData("OH1029", 1, "t.csv", "chr,TSS,strand\n1,21,+\n", "--tss")]
    [InlineData("OH1203", 1, "t.csv", "chr,strand\n1,+\n", "--tss")]
    public void PlacesOutsideTheGenomeAreErrors(string code, int exit, string name, string content, string flag)
    {
        var run = OmniProgram.Run("genome", "window", Write("g.fa", Fasta), flag, Write(name, content), "--length", "4");
        Assert.Equal(exit, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.StartsWith($"error {code}", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void RegionsGoToAFileInTheFormThatTheInputHas()
    {
        var genome = Write("g.fa", Fasta);
        Assert.Equal(0, OmniProgram.Run("genome", "view", genome, "-i", "-n", "4", "-o", folder["x.fa"], "MT:1-6").ExitCode);
        Assert.Equal(">MT:1-6/rc\nGGCC\nCC\n", File.ReadAllText(folder["x.fa"]));
        Assert.Contains("OH2031", OmniProgram.Run("genome", "view", genome, "-o", folder["x.fa"]).Error, StringComparison.Ordinal);
        Assert.Contains("OH2032", OmniProgram.Run("genome", "view", genome, "-o", folder["x.bed"]).Error, StringComparison.Ordinal);
        Assert.Equal(1, OmniProgram.Run("genome", "view", genome, "nope", "-o", folder["y.fa"]).ExitCode);
        Assert.False(File.Exists(folder["y.fa"]));
    }

    [Fact]
    public void ViewCutsAtTheEndAndSaysSo()
    {
        var genome = Write("g.fa", Fasta);
        var run = OmniProgram.Run("genome", "view", genome, "chr1:19-25", "MT:1-6", "--reverse-complement", "--line-length", "4");
        Assert.Equal(">chr1:19-25/rc\nGG\n>MT:1-6/rc\nGGCC\nCC\n", run.Output);
        Assert.Contains("5 bases lie outside the sequence", run.Error, StringComparison.Ordinal);
        Assert.Equal(3, OmniProgram.Run("genome", "view", genome, "nope", "--continue").ExitCode);
        Assert.Equal(1, OmniProgram.Run("genome", "view", genome, "nope").ExitCode);
    }

    [Fact]
    public void ViewShowsLinesOfAnnotation()
    {
        var bed = Write("x.bed", "chr1\t0\t5\ta\nchr1\t10\t20\tb\n2\t0\t5\tc\n");
        Assert.Equal("chr1\t10\t20\tb\n2\t0\t5\tc\n", OmniProgram.Run("genome", "view", bed, "1:20-30", "chr2").Output);
        var slip = OmniProgram.Run("genome", "view", bed, "chrr1");
        Assert.Equal(1, slip.ExitCode);
        Assert.Contains("Did you mean 'chr1'?", slip.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void VariantsAreShownAlikeWithAndWithoutAnIndex()
    {
        var vcf = folder["a.vcf.gz"];
        File.Copy(SourceTree.PathOf("tests", "goldens", "genome", "tabix", "a.vcf.gz"), vcf);
        var scanned = OmniProgram.Run("genome", "view", vcf, "chr1:1,000-90,000", "chr1:80,000-200,000");
        Assert.Equal(0, OmniProgram.Run("genome", "index", vcf).ExitCode);
        Assert.True(File.Exists(vcf + ".tbi"));
        var indexed = OmniProgram.Run("genome", "view", vcf, "chr1:1,000-90,000", "chr1:80,000-200,000");
        Assert.Equal(scanned.Output, indexed.Output);
        Assert.Contains("\nchr1\t", indexed.Output, StringComparison.Ordinal);
        Assert.Equal(0, OmniProgram.Run("quickcheck", vcf).ExitCode);
    }

    [Fact]
    public void RecordsOfABcfAreShownAlikeWithAndWithoutAnIndex()
    {
        var bcf = folder["a.bcf"];
        File.Copy(SourceTree.PathOf("tests", "goldens", "genome", "vcf", "main.bcf"), bcf);
        var scanned = OmniProgram.Run("genome", "view", bcf, "chr1:50-120", "B:10-90");
        Assert.Equal(0, OmniProgram.Run("genome", "index", bcf).ExitCode);
        var indexed = OmniProgram.Run("genome", "view", bcf, "chr1:50-120", "B:10-90");
        Assert.Equal(scanned.Output, indexed.Output);
        Assert.Contains("\nchrB\t", indexed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void QuickcheckTellsGoodFromDamagedFromUnreadable()
    {
        var good = Write("g.fa", Fasta);
        var damaged = Write("x.bed", "chr1\t5\n");
        Assert.Equal(0, OmniProgram.Run("quickcheck", good).ExitCode);
        var run = OmniProgram.Run("genome", "quickcheck", good, damaged);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"good\t{good}\tFASTA\t2", run.Output, StringComparison.Ordinal);
        Assert.Contains($"damaged\t{damaged}\tBED\t\tOH1033", run.Output, StringComparison.Ordinal);
        Assert.Equal(2, OmniProgram.Run("quickcheck", folder["none.fa"]).ExitCode);
        Assert.Equal(1, OmniProgram.Run("quickcheck", "--genome", good, Write("y.bed", "MT\t5\t9\n")).ExitCode);
    }

    [Theory]
    [InlineData("checkpoints/good/zip_state_dict.bin", "PyTorch\t11")]
    [InlineData("checkpoints/good/legacy_state_dict.bin", "PyTorch\t11")]
    [InlineData("checkpoints/good/optimizer.pt", "PyTorch\t18")]
    [InlineData("files/parquet/stream.arrow", "Arrow\t11")]
    public void QuickcheckFindsCutCheckpointsAndTables(string golden, string found)
    {
        var whole = SourceTree.PathOf("tests", "goldens", golden);
        var cut = folder[Path.GetFileName(whole)];
        File.WriteAllBytes(cut, File.ReadAllBytes(whole)[..^20]);
        var run = OmniProgram.Run("quickcheck", whole, cut);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"good\t{whole}\t{found}", run.Output, StringComparison.Ordinal);
        Assert.Contains($"damaged\t{cut}", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void QuickcheckDoesNotJudgeACheckpointThatAsksForCode() =>
        Assert.Equal(2, OmniProgram.Run(
            "quickcheck",
            SourceTree.PathOf("tests", "goldens", "checkpoints", "pytorch-bad", "global_os_system.pt")).ExitCode);

    [Theory]
    [InlineData("index")]
    [InlineData("window")]
    [InlineData("view")]
    [InlineData("quickcheck")]
    public void EveryMemberOfTheGroupHasHelpWithExamples(string name)
    {
        var run = OmniProgram.Run("genome", name, "--help");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"{name} ", run.Output.Split("Examples:")[1], StringComparison.Ordinal);
    }

    private string Write(string name, string content)
    {
        var path = folder[name];
        File.WriteAllText(path, content);
        return path;
    }
}
