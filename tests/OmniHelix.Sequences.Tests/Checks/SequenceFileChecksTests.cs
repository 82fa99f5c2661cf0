using OmniHelix.Sequences.Checks;
using OmniHelix.Sequences.Files;

namespace OmniHelix.Sequences.Tests.Checks;

public sealed class SequenceFileChecksTests : IDisposable
{
    private const string Fasta = ">a\nACGT\n>b\nGG\n", Fastq = "@a\nACGT\n+\nIIII\n";
    private static readonly FileChecks Checks =
        new(SequenceFileKinds.All, new("OH1110", "be checked", SequenceFileChecks.All));

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("FASTA", Fasta, 2)]
    [InlineData("FASTQ", Fastq, 1)]
    public void SoundFilesAreRecognisedByTheirContentAndCounted(string format, string text, int records)
    {
        var bytes = System.Text.Encoding.ASCII.GetBytes(text);
        Assert.Equal(new(FileHealth.Sound, format, null, records), Check(Write("x.bam", bytes)));
        Assert.Equal(new(FileHealth.Sound, $"{format} in gzip", null, records), Check(Write("x.txt", Bytes.Gzip(bytes))));
        Assert.Equal(new(FileHealth.Sound, $"{format} in BGZF", null, records), Check(Write("x.txt", Bytes.Bgzf(bytes))));
    }

    [Fact]
    public void OtherContentOfASoundContainerIsSound() =>
        Assert.Equal(new(FileHealth.Sound, "gzip", null, null), Check(Write("x.gz", Bytes.Gzip("chr1\t5\t9\n"))));

    [Theory]
    [InlineData("x.fa", ">a\nACGT\n>b\n", "OH1102")]
    [InlineData("x.fa", ">a\nAC\0T\n", "OH1103")]
    [InlineData("x.fa", ">a\nACGT>b\nTT\n", "OH1103")]
    [InlineData("x.fq", "@a\nACGT\n+\nIIII\n@b\nACGT\n+\nII", "OH1112")]
    [InlineData("x.fa", "<html>404</html>\n", "OH1101")]
    [InlineData("x.fq", "<html>404</html>\n", "OH1111")]
    [InlineData("x.fa", "@a\nACGT\n+\nIIII\n", "OH1007")]
    [InlineData("x.fa", "chr1\t5\t9\n", "OH1101")]
    [InlineData("x.fa", "", "OH1005")]
    [InlineData("x.fq", "\n\n", "OH1005")]
    [InlineData("x.vcf", "", "OH1005")]
    [InlineData("x.bed", "<html>404</html>\n", "OH1033")]
    public void DamageIsFoundThroughAnyContainer(string name, string text, string code)
    {
        var bytes = System.Text.Encoding.ASCII.GetBytes(text);
        string[] files =
        [
            Write(name, bytes), Write(name + ".gz", Bytes.Gzip(bytes)), Write(name + ".bgz", Bytes.Bgzf(bytes)),
        ];
        foreach (var result in files.Select(Check))
        {
            Assert.Equal((FileHealth.Damaged, code), (result.Health, result.Problem!.Code));
            Assert.Contains(name, result.Problem.Place, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("x.fa")]
    [InlineData("x.fq")]
    [InlineData("x.bed")]
    [InlineData("x.gtf")]
    [InlineData("x.vcf")]
    public void GzipInGzipIsDamage(string name) =>
        Assert.Equal(
            FileHealth.Damaged, Check(Write(name + ".gz", Bytes.Gzip(Bytes.Gzip(System.Text.Encoding.ASCII.GetBytes(Fasta))))).Health);

    [Theory]
    [InlineData(
        "x.narrowPeak", "chr1\t10\t90\t.\t0\t.\t182\t5.0945\t-1\t50\n", "columns behind the first 6 are none of BED: 182 5.0945 -1 50")]
    [InlineData("x.bedGraph", "chr1\t10\t90\t0.5\n", null)]
    [InlineData("x.bed", "chr1\t10\t10\nchr1\t1\t2\n", "1 record of no bases")]
    public void WhatIsOddAboutIntervalsIsTold(string name, string text, string? notice)
    {
        var result = Check(Write(name, System.Text.Encoding.ASCII.GetBytes(text)));
        Assert.Equal((FileHealth.Sound, "BED"), (result.Health, result.Format));
        Assert.Equal(notice is null ? [] : [notice], result.Notices);
    }

    [Fact]
    public void ASoundFileWithoutRecordsIsNoticed() =>
        Assert.Equal(["it holds no record"], Check(Write("x.bed.gz", Bytes.Gzip(""))).Notices);

    [Fact]
    public void AMissingEndMarkerIsFound()
    {
        var path = Write("x.fa.gz", Bytes.Bgzf(System.Text.Encoding.ASCII.GetBytes(Fasta))[..^28]);
        var result = Check(path);
        Assert.Equal((FileHealth.Damaged, "OH1011"), (result.Health, result.Problem!.Code));
    }

    [Fact]
    public void TruncatedGzipIsFound()
    {
        var whole = Bytes.Gzip(Bytes.Random(100_000, 1, 4));
        Assert.Equal("OH1002", Check(Write("x.gz", whole[..^9])).Problem!.Code);
        Assert.Equal("OH1010", Check(Write("x.gz", [.. whole, .. "tail"u8])).Problem!.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("PK\u0003\u0004zip")]
    [InlineData("@HD\tVN:1.6\n@SQ\tSN:chr1\tLN:9\n")]
    public void WhatIsNoSequenceFileIsUnknown(string text)
    {
        var result = Check(Write("x.bam", System.Text.Encoding.ASCII.GetBytes(text)));
        Assert.Equal(FileHealth.Unknown, result.Health);
        Assert.NotNull(result.Problem);
    }

    [Fact]
    public void AMissingFileIsUnknown() =>
        Assert.Equal((FileHealth.Unknown, "OH1001"), (Check(folder["none"]).Health, Check(folder["none"]).Problem!.Code));

    private static FileCheckResult Check(string path) => Checks.Run(path);

    private string Write(string name, byte[] bytes)
    {
        var path = folder[name];
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
