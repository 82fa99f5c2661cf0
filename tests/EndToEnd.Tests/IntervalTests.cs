namespace OmniHelix.EndToEnd.Tests;

/// <summary>Operations on intervals from the command line.</summary>
public sealed class IntervalTests : IDisposable
{
    private const string A = "chr1\t10\t20\ta1\t1\t+\nchr1\t30\t40\ta2\t2\t-\nchr2\t5\t8\ta3\t3\t+\n";
    private const string B = "1\t15\t35\tb1\t1\t+\n1\t60\t70\tb2\t2\t-\n";

    private readonly TemporaryFolder folder = new();
    private readonly string a, b, genome;

    public IntervalTests()
    {
        a = folder.Write("a.bed", A);
        b = folder.Write("b.bed", B);
        genome = folder.Write("g.fai", "chr1\t100\t6\t60\t61\nchr2\t50\t200\t60\t61\n");
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("", "chr1\t15\t20\ta1\t1\t+\nchr1\t30\t35\ta2\t2\t-\n")]
    [InlineData("-wa -wb", "chr1\t10\t20\ta1\t1\t+\t1\t15\t35\tb1\t1\t+\nchr1\t30\t40\ta2\t2\t-\t1\t15\t35\tb1\t1\t+\n")]
    [InlineData("-s -wo", "chr1\t10\t20\ta1\t1\t+\t1\t15\t35\tb1\t1\t+\t5\n")]
    [InlineData("-S -u", "chr1\t30\t40\ta2\t2\t-\n")]
    [InlineData("-v", "chr2\t5\t8\ta3\t3\t+\n")]
    [InlineData("-f 0.5 -r -u", "")]
    [InlineData("-c", "chr1\t10\t20\ta1\t1\t+\t1\nchr1\t30\t40\ta2\t2\t-\t1\nchr2\t5\t8\ta3\t3\t+\t0\n")]
    [InlineData("--within 40 -u -S", "chr1\t30\t40\ta2\t2\t-\n")]
    [InlineData("--within 20 -u -S", "chr1\t30\t40\ta2\t2\t-\n")]
    [InlineData("--within 41 -S", "chr1\t10\t20\ta1\t1\t+\t1\t60\t70\tb2\t2\t-\nchr1\t30\t40\ta2\t2\t-\t1\t15\t35\tb1\t1\t+\n")]
    public void IntersectionsAreWrittenInEveryForm(string flags, string expected) =>
        AssertWrites(expected, ["intersect", "-a", a, "-b", b, .. Words(flags)]);

    [Theory]
    [InlineData("slop", "chr1\t88\t100\n", "-b", "2")]
    [InlineData("flank", "chr1\t88\t90\n", "-b", "2")]
    [InlineData("complement", "chr1\t0\t90\nchr2\t0\t50\n")]
    public void IntervalsBeyondTheirContigAreCutAndCounted(string command, string expected, params string[] flags)
    {
        var run = OmniProgram.Run(["genome", command, "-i", folder.Write("c.bed", "chr1\t90\t140\n"), "-g", genome, .. flags]);
        Assert.Equal((0, expected), (run.ExitCode, run.Output));
        Assert.StartsWith("note 1 interval reaches beyond the contig", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void LinesWithoutAnOverlapAreFilledUp() => AssertWrites(
        "chr2\t5\t8\ta3\t3\t+\t.\t-1\t-1\t.\t-1\t.\t0\n", "intersect", "-a", folder.Write(
            "c.bed", "chr2\t5\t8\ta3\t3\t+\n"), "-b", b, "-wao");

    [Fact]
    public void AnnotationAndVariantsHaveIntervalsToo()
    {
        var gtf = folder.Write("x.gtf", "chr1\tt\texon\t16\t50\t.\t-\t.\tgene_id \"g\";\n");
        var vcf = folder.Write(
            "x.vcf",
            "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n1\t18\t.\tACG\tA\t.\t.\t.\n1\t60\t.\tA\tC\t.\t.\t.\n");
        AssertWrites(
            "chr1\tt\texon\t16\t20\t.\t-\t.\tgene_id \"g\";\nchr1\tt\texon\t31\t40\t.\t-\t.\tgene_id \"g\";\n", "intersect", "-a", gtf,
            "-b", a);
        AssertWrites("1\t18\t.\tACG\tA\t.\t.\t.\n", "intersect", "-a", vcf, "-b", gtf, "-u");
        var refused = OmniProgram.Run("genome", "merge", "-i", folder.Write("x.fa", ">a\nACGT\n"));
        Assert.Equal((2, ""), (refused.ExitCode, refused.Output));
        Assert.Contains("OH1039", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsLeftIsWritten()
    {
        AssertWrites("chr1\t10\t15\ta1\t1\t+\nchr1\t35\t40\ta2\t2\t-\nchr2\t5\t8\ta3\t3\t+\n", "subtract", "-a", a, "-b", b);
        AssertWrites("chr2\t5\t8\ta3\t3\t+\n", "subtract", "-a", a, "-b", b, "-A");
        AssertWrites("chr1\t0\t10\nchr1\t20\t30\nchr1\t40\t100\nchr2\t0\t5\nchr2\t8\t50\n", "complement", "-i", a, "-g", genome);
    }

    [Fact]
    public void NeighboursHaveDistances()
    {
        AssertWrites("chr1\t40\t50\t1\t15\t35\tb1\t1\t+\t6\n", "closest", "-a", folder.Write("c.bed", "chr1\t40\t50\n"), "-b", b, "-d");
        AssertWrites("chr1\t40\t50\t1\t15\t35\tb1\t1\t+\t-6\n", "closest", "-a", folder["c.bed"], "-b", b, "-D", "ref");
        AssertWrites(
            "chr1\t16\t18\t1\t60\t70\tb2\t2\t-\t43\n", "closest", "-a", folder.Write("d.bed", "chr1\t16\t18\n"), "-b", b, "-d", "-io");
        AssertWrites("chr9\t16\t18\t.\t-1\t-1\t.\t-1\t.\t-1\n", "closest", "-a", folder.Write("e.bed", "chr9\t16\t18\n"), "-b", b, "-d");
    }

    [Fact]
    public void IntervalsAreExtendedMergedTiledSortedAndCompared()
    {
        AssertWrites(
            "chr1\t7\t25\ta1\t1\t+\nchr1\t25\t43\ta2\t2\t-\nchr2\t2\t13\ta3\t3\t+\n", "slop", "-i", a, "-g", genome, "-l", "3", "-r", "5",
            "-s");
        AssertWrites(
            "chr1\t5\t10\ta1\t1\t+\nchr1\t20\t25\ta1\t1\t+\n", "flank", "-i", folder.Write("c.bed", "chr1\t10\t20\ta1\t1\t+\n"), "-g",
            genome, "-b", "5");
        AssertWrites(
            "chr1\t10\t40\ta1,a2\t2\t1.5\nchr2\t5\t8\ta3\t3\t3\n", "merge", "-i", a, "-d", "10", "-c", "4,5,5", "-o",
            "collapse,max,median");
        AssertWrites(
            "chr1\t0\t60\nchr1\t40\t100\nchr1\t80\t100\nchr2\t0\t50\nchr2\t40\t50\n", "tile", "-g", genome, "-w", "60", "-s", "40");
        AssertWrites("1\t0\t5\nchr2\t1\t2\n", "sort", "-i", folder.Write("d.bed", "chr2\t1\t2\n1\t0\t5\n"), "-g", genome);
        AssertWrites("intersection\tunion\tjaccard\tn_intersections\n10\t43\t0.232558\t2\n", "jaccard", "-a", a, "-b", b);
        AssertWrites("1\t15\t35\tb1\t1\t+\t2\t10\t20\t0.5000000\n1\t60\t70\tb2\t2\t-\t0\t0\t10\t0.0000000\n", "coverage", "-a", b, "-b", a);
    }

    [Fact]
    public void CommandsFormPipes()
    {
        var omni = $"dotnet '{OmniProgram.Library}' genome";
        var run = OmniProgram.Run("sh", ["-c", $"{omni} sort -i '{b}' | {omni} merge | {omni} intersect -a - -b '{a}' -c"]);
        Assert.Equal((0, "1\t15\t35\t2\n1\t60\t70\t0\n"), (run.ExitCode, run.Output));
    }

    [Fact]
    public void AFileIsWrittenWholeCompressedAndNotReplaced()
    {
        string[] words = ["genome", "merge", "-i", a, "--output", folder["x.bed.gz"]];
        Assert.Equal((0, ""), (OmniProgram.Run(words).ExitCode, OmniProgram.Run([.. words, "--overwrite"]).Output));
        AssertWrites("chr1\t10\t20\nchr1\t30\t40\nchr2\t5\t8\n", "sort", "-i", folder["x.bed.gz"]);
        Assert.Contains("OH2031", OmniProgram.Run(words).Error, StringComparison.Ordinal);
        var failed = OmniProgram.Run("genome", "merge", "-i", folder.Write("bad.bed", "chr1\t5\tx\n"), "--output", folder["y.bed"]);
        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("OH1033", failed.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["y.bed"]));
    }

    [Fact]
    public void OfNeighboursAtOneDistanceThoseUpstreamGoFirst()
    {
        var one = folder.Write("one.bed", "chr3\t1\t2\tn18\t1\t+\n");
        var two = folder.Write("two.bed", "chr3\t47\t52\tn4\t3.5\t-\nchr3\t47\t67\tn7\t1\t+\n");
        const string first = "chr3\t1\t2\tn18\t1\t+\tchr3\t47\t52\tn4\t3.5\t-\t";
        const string second = "chr3\t1\t2\tn18\t1\t+\tchr3\t47\t67\tn7\t1\t+\t";
        AssertWrites($"{second}-46\n", "closest", "-a", one, "-b", two, "-D", "b", "-t", "first");
        AssertWrites($"{first}46\n", "closest", "-a", one, "-b", two, "-D", "b", "-t", "last");
        AssertWrites($"{second}-46\n{first}46\n", "closest", "-a", one, "-b", two, "-D", "b");
        AssertWrites($"{first}46\n{second}46\n", "closest", "-a", one, "-b", two, "-D", "ref");
        var reverse = folder.Write("reverse.bed", "chr3\t57\t58\tr\t1\t-\n");
        var around = folder.Write("around.bed", "chr3\t40\t50\tleft\t1\t+\nchr3\t65\t70\tright\t1\t+\n");
        const string line = "chr3\t57\t58\tr\t1\t-\tchr3\t";
        AssertWrites(
            $"{line}65\t70\tright\t1\t+\t-8\n{line}40\t50\tleft\t1\t+\t8\n", "closest", "-a", reverse, "-b", around, "-D", "a");
    }

    [Fact]
    public void TwoNamesOfOneContigAreMergedAndSortedTogether()
    {
        var both = folder.Write("both.bed", "chr1\t5\t20\nchr10\t1\t2\n1\t0\t10\nchr1\t30\t40\n");
        AssertWrites("1\t0\t20\nchr1\t30\t40\nchr10\t1\t2\n", "merge", "-i", both);
        AssertWrites("1\t0\t10\nchr1\t5\t20\nchr1\t30\t40\nchr10\t1\t2\n", "sort", "-i", both);
    }

    [Theory]
    [InlineData("4", "sum", ":2", "column 4 is 'x', but sum needs a number")]
    [InlineData("99", "sum", ":1", "there is no column 99: the line has 4")]
    [InlineData("1,99", "first", ":1", "there is no column 99: the line has 4")]
    public void AColumnThatCannotBeSummarisedIsNamedWithItsLine(string columns, string operation, string line, string message)
    {
        var bed = folder.Write("names.bed", "chr1\t1\t5\t1\nchr1\t3\t8\tx\n");
        var run = OmniProgram.Run("genome", "merge", "-i", bed, "-c", columns, "-o", operation);
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("OH1033", run.Error, StringComparison.Ordinal);
        Assert.Contains(bed + line, run.Error, StringComparison.Ordinal);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("intersect -a GTF -b B -wa -o x.bed", ".gtf")]
    [InlineData("intersect -a GTF -b B -wb -o x.gtf", ".tsv")]
    [InlineData("intersect -a A -b B -o x.vcf", ".bed")]
    [InlineData("intersect -a VCF -b B -u -o x.vcf", ".tsv")]
    [InlineData("subtract -a A -b GTF -o x.gff3", ".bed")]
    [InlineData("closest -a GTF -b B -o x.gtf", ".tsv")]
    [InlineData("coverage -a GTF -b B -o x.gtf.gz", ".tsv")]
    [InlineData("merge -i GTF --output x.gtf", ".bed")]
    [InlineData("slop -i A -g G --both 3 -o x.gtf", ".bed")]
    [InlineData("sort -i GTF -o x.bed", ".gtf")]
    [InlineData("complement -i GTF -g G -o x.gtf", ".bed")]
    [InlineData("tile -g G -w 9 -o x.vcf", ".bed")]
    public void LinesAreNotWrittenUnderTheNameOfAnotherKind(string line, string fitting)
    {
        var run = OmniProgram.Run(["genome", .. Files(line)]);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("OH2032", run.Error, StringComparison.Ordinal);
        Assert.Contains("Endings that can: " + fitting, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("intersect -a GTF -b B -wa -o", "x.gtf")]
    [InlineData("intersect -a GTF -b B -wa -o", "x.gff")]
    [InlineData("intersect -a GTF -b B -wb -o", "x.tsv")]
    [InlineData("intersect -a A -b GTF -wb -o", "x.bed.gz")]
    [InlineData("intersect -a VCF -b B -u -o", "x.txt")]
    [InlineData("sort -i GTF -o", "x.anything")]
    public void LinesAreWrittenUnderTheNameOfTheirKind(string line, string name)
    {
        var run = OmniProgram.Run(["genome", .. Files(line), folder[name]]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.True(File.Exists(folder[name]));
    }

    [Theory]
    [InlineData("OH2032", "intersect -a A -b B -o some.csv")]
    [InlineData("OH2032", "jaccard -a A -b B -o some.bed")]
    [InlineData("OH2020", "intersect -a A")]
    [InlineData("OH2021", "intersect -a A -b B -u -v")]
    [InlineData("OH2021", "intersect -a A -b B -s -S")]
    [InlineData("OH2021", "intersect -a - -b -")]
    [InlineData("OH2021", "intersect -a A -b B --within 5 -wo")]
    [InlineData("OH2014", "intersect -a A -b B -f 1.5")]
    [InlineData("OH2020", "intersect -a A -b B -r")]
    [InlineData("OH2013", "merge -i A -c 4,,5 -o max")]
    [InlineData("OH2016", "merge -i A -c 4,5 -o max,")]
    [InlineData("OH2020", "slop -i A -b 5")]
    [InlineData("OH2020", "slop -i A -g G")]
    [InlineData("OH2021", "slop -i A -g G -b 5 -l 3")]
    [InlineData("OH2016", "merge -i A -c 4 -o middle")]
    [InlineData("OH2021", "merge -i A -c 4")]
    [InlineData("OH2013", "merge -i A -c four -o sum")]
    [InlineData("OH2020", "tile -g G")]
    [InlineData("OH2014", "tile -g G -w 0")]
    [InlineData("OH2016", "closest -a A -b B -t some")]
    public void WrongFlagsAreNamed(string code, string line)
    {
        var run = OmniProgram.Run(["genome", .. Files(line)]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(code, run.Error, StringComparison.Ordinal);
    }

    private IEnumerable<string> Files(string line) => Words(line).Select(word => word switch
    {
        "A" => a,
        "B" => b,
        "G" => genome,
        "GTF" => folder.Write("x.in.gtf", "chr1\tt\texon\t16\t50\t.\t-\t.\tgene_id \"g\";\n"),
        "VCF" => folder.Write(
            "x.in.vcf", "##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n1\t18\t.\tACG\tA\t.\t.\t.\n"),
        _ => word,
    });

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static void AssertWrites(string expected, params string[] words)
    {
        var run = OmniProgram.Run(["genome", .. words]);
        Assert.Equal("", run.Error);
        Assert.Equal((0, expected), (run.ExitCode, run.Output));
    }
}
