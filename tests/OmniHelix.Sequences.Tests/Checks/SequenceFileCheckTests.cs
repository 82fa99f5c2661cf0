using OmniHelix.Sequences.Checks;

namespace OmniHelix.Sequences.Tests.Checks;

public sealed class SequenceFileCheckTests : IDisposable
{
    private const string Fasta = ">a\nACGT\n>b\nGG\n", Fastq = "@a\nACGT\n+\nIIII\n";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("FASTA", Fasta, 2)]
    [InlineData("FASTQ", Fastq, 1)]
    public void SoundFilesAreRecognisedByTheirContentAndCounted(string format, string text, int records)
    {
        var bytes = System.Text.Encoding.ASCII.GetBytes(text);
        Assert.Equal(new(FileHealth.Sound, format, null, records), SequenceFileCheck.Run(Write("x.bam", bytes)));
        Assert.Equal(new(FileHealth.Sound, $"{format} in gzip", null, records), SequenceFileCheck.Run(Write("x.txt", Bytes.Gzip(bytes))));
        Assert.Equal(new(FileHealth.Sound, $"{format} in BGZF", null, records), SequenceFileCheck.Run(Write("x.txt", Bytes.Bgzf(bytes))));
    }

    [Fact]
    public void OtherContentOfASoundContainerIsSound() =>
        Assert.Equal(new(FileHealth.Sound, "gzip", null, null), SequenceFileCheck.Run(Write("x.gz", Bytes.Gzip("chr1\t5\t9\n"))));

    [Theory]
    [InlineData(">a\nACGT\n>b\n", "FASTA", "OH1102", 2)]
    [InlineData(">a\nAC\0T\n", "FASTA", "OH1103", 1)]
    [InlineData("@a\nACGT\n+\nIIII\n@b\nACGT\n+\nII", "FASTQ", "OH1112", 2)]
    public void DamagedRecordsAreNamedWithTheirPlace(string text, string format, string code, int records)
    {
        var result = SequenceFileCheck.Run(Write("x.fa", System.Text.Encoding.ASCII.GetBytes(text)));
        Assert.Equal(
            (FileHealth.Damaged, format, code, (long?)records), (result.Health, result.Format, result.Problem!.Code, result.Records));
        Assert.Contains("x.fa:", result.Problem.Place, StringComparison.Ordinal);
    }

    [Fact]
    public void AMissingEndMarkerIsFound()
    {
        var path = Write("x.fa.gz", Bytes.Bgzf(System.Text.Encoding.ASCII.GetBytes(Fasta))[..^28]);
        var result = SequenceFileCheck.Run(path);
        Assert.Equal((FileHealth.Damaged, "OH1011"), (result.Health, result.Problem!.Code));
    }

    [Fact]
    public void TruncatedGzipIsFound()
    {
        var whole = Bytes.Gzip(Bytes.Random(100_000, 1, 4));
        Assert.Equal("OH1002", SequenceFileCheck.Run(Write("x.gz", whole[..^9])).Problem!.Code);
        Assert.Equal("OH1010", SequenceFileCheck.Run(Write("x.gz", [.. whole, .. "tail"u8])).Problem!.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("chr1\t5\t9\n")]
    [InlineData("PK\u0003\u0004zip")]
    [InlineData("@HD\tVN:1.6\n@SQ\tSN:chr1\tLN:9\n")]
    public void WhatIsNoSequenceFileIsUnknown(string text)
    {
        var result = SequenceFileCheck.Run(Write("x.fa", System.Text.Encoding.ASCII.GetBytes(text)));
        Assert.Equal((FileHealth.Unknown, null), (result.Health, result.Format));
        Assert.NotNull(result.Problem);
    }

    [Fact]
    public void AMissingFileIsAnError() =>
        Assert.Equal("OH1001", Assert.Throws<OmniException>(() => SequenceFileCheck.Run(folder["none"])).Code);

    private string Write(string name, byte[] bytes)
    {
        var path = folder[name];
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
