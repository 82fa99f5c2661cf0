using System.Text;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Fasta;
using OmniHelix.Sequences.Fastq;

namespace OmniHelix.Sequences.Tests;

public sealed class SequenceWriterTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(4, ">a b\nACGT\nAC\n>c\nACGT\n")]
    [InlineData(0, ">a b\nACGTAC\n>c\nACGT\n")]
    [InlineData(100, ">a b\nACGTAC\n>c\nACGT\n")]
    public void FastaIsWrappedAtTheLineWidth(int width, string expected)
    {
        var path = folder["x.fa"];
        FastaWriter.Write(path, fasta =>
        {
            fasta.Write("a b", "ACGTAC"u8);
            fasta.Write("c", "ACGT"u8);
        }, width);
        Assert.Equal(expected, File.ReadAllText(path));
    }

    [Fact]
    public void LettersInPiecesMakeTheSameFile()
    {
        var letters = Encoding.ASCII.GetBytes(new string('A', 1000));
        using var whole = new MemoryStream();
        using (var fasta = new FastaWriter(whole, 60, leaveOpen: true)) fasta.Write("a", letters);
        using var pieces = new MemoryStream();
        using (var fasta = new FastaWriter(pieces, 60, leaveOpen: true))
        {
            fasta.Begin("a");
            for (int at = 0, n = 1; at < letters.Length; at += n, n = Math.Min(n * 2, letters.Length - at))
                fasta.WriteLetters(letters.AsSpan(at, n));
        }
        Assert.Equal(whole.ToArray(), pieces.ToArray());
    }

    [Fact]
    public void ANameThatEndsInGzMakesBgzfThatIsReadBack()
    {
        var path = folder["x.fa.gz"];
        FastaWriter.Write(path, fasta => fasta.Write("a", "ACGT"u8));
        using (BgzfFile.Open(path))
        using (var reader = FastaReader.Open(path))
        {
            Assert.True(reader.TryRead());
            Assert.Equal("ACGT"u8, reader.Sequence);
        }
        path = folder["x.fq.gz"];
        FastqWriter.Write(path, fastq => fastq.Write("a b", "ACGT"u8, "@+>!"u8));
        Assert.Equal("@a b\nACGT\n+\n@+>!\n"u8, Bytes.ReadAll(CompressedInput.Open(path)));
    }

    [Fact]
    public void AFailureLeavesTheOldFile()
    {
        var path = folder["x.fa.gz"];
        FastaWriter.Write(path, fasta => fasta.Write("a", "ACGT"u8));
        var before = File.ReadAllBytes(path);
        Assert.Throws<OmniException>(() => FastaWriter.Write(path, fasta =>
        {
            fasta.Write("a", "GGGG"u8);
            fasta.Write("b", "G G"u8);
        }));
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void TheIndexIsWrittenBesideCompressedOutputWhenAskedFor()
    {
        var path = folder["x.gz"];
        CompressedOutput.Write(path, stream => stream.Write(Bytes.Random(200_000, 1, 4)), index: true);
        Assert.Equal(3, GziIndex.Read(path + ".gzi").Entries.Count);
    }

    [Theory]
    [InlineData("a\nb", "ACGT")]
    [InlineData("a", "")]
    [InlineData("a", "AC\nGT")]
    [InlineData("a", ">ACGT")]
    [InlineData("a", "ACGTAC>T")]
    public void WhatWouldNotBeReadBackIsNotWritten(string header, string sequence)
    {
        using var memory = new MemoryStream();
        var fasta = new FastaWriter(memory, 6);
        Assert.Equal("OH1109", Assert.Throws<OmniException>(() => fasta.Write(header, Encoding.ASCII.GetBytes(sequence))).Code);
    }

    [Theory]
    [InlineData("a\rb", "ACGT", "IIII")]
    [InlineData("a", "ACGT", "III")]
    [InlineData("a", "A GT", "IIII")]
    [InlineData("a", "ACGT", "I\tII")]
    [InlineData("a", "+CGT", "IIII")]
    public void FastqThatWouldNotBeReadBackIsNotWritten(string header, string sequence, string quality)
    {
        using var memory = new MemoryStream();
        using var fastq = new FastqWriter(memory);
        Assert.Equal("OH1109", Assert.Throws<OmniException>(
            () => fastq.Write(header, Encoding.ASCII.GetBytes(sequence), Encoding.ASCII.GetBytes(quality))).Code);
    }
}
