using System.Text;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Fasta;
using OmniHelix.Sequences.Fastq;

namespace OmniHelix.Sequences.Tests;

public sealed class SequenceWriterTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("omnihelix-write-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(4, ">a b\nACGT\nAC\n>c\nACGT\n")]
    [InlineData(0, ">a b\nACGTAC\n>c\nACGT\n")]
    [InlineData(100, ">a b\nACGTAC\n>c\nACGT\n")]
    public void Fasta_is_wrapped_at_the_line_width(int width, string expected)
    {
        var path = Path.Combine(folder, "x.fa");
        FastaWriter.Write(path, fasta =>
        {
            fasta.Write("a b", "ACGTAC"u8);
            fasta.Write("c", "ACGT"u8);
        }, width);
        Assert.Equal(expected, File.ReadAllText(path));
    }

    [Fact]
    public void Letters_in_pieces_make_the_same_file()
    {
        var letters = Encoding.ASCII.GetBytes(new string('A', 1000));
        using var whole = new MemoryStream();
        using (var fasta = new FastaWriter(whole, 60, leaveOpen: true)) fasta.Write("a", letters);
        using var pieces = new MemoryStream();
        using (var fasta = new FastaWriter(pieces, 60, leaveOpen: true))
        {
            fasta.Begin("a");
            for (int at = 0, n = 1; at < letters.Length; at += n, n = Math.Min(n * 2, letters.Length - at)) fasta.WriteLetters(letters.AsSpan(at, n));
        }
        Assert.Equal(whole.ToArray(), pieces.ToArray());
    }

    [Fact]
    public void A_name_that_ends_in_gz_makes_bgzf_that_is_read_back()
    {
        var path = Path.Combine(folder, "x.fa.gz");
        FastaWriter.Write(path, fasta => fasta.Write("a", "ACGT"u8));
        using (BgzfFile.Open(path))
        using (var reader = FastaReader.Open(path))
        {
            Assert.True(reader.TryRead());
            Assert.Equal("ACGT"u8, reader.Sequence);
        }
        path = Path.Combine(folder, "x.fq.gz");
        FastqWriter.Write(path, fastq => fastq.Write("a b", "ACGT"u8, "@+>!"u8));
        Assert.Equal("@a b\nACGT\n+\n@+>!\n"u8, Bytes.ReadAll(CompressedInput.Open(path)));
    }

    [Fact]
    public void A_failure_leaves_the_old_file()
    {
        var path = Path.Combine(folder, "x.fa.gz");
        FastaWriter.Write(path, fasta => fasta.Write("a", "ACGT"u8));
        var before = File.ReadAllBytes(path);
        Assert.Throws<OmniException>(() => FastaWriter.Write(path, fasta =>
        {
            fasta.Write("a", "GGGG"u8);
            fasta.Write("b", "G G"u8);
        }));
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Single(Directory.GetFiles(folder));
    }

    [Fact]
    public void The_index_is_written_beside_compressed_output_when_asked_for()
    {
        var path = Path.Combine(folder, "x.gz");
        CompressedOutput.Write(path, stream => stream.Write(Bytes.Random(200_000, 1, 4)), index: true);
        Assert.Equal(3, GziIndex.Read(path + ".gzi").Entries.Count);
    }

    [Theory]
    [InlineData("a\nb", "ACGT")]
    [InlineData("a", "")]
    [InlineData("a", "AC\nGT")]
    [InlineData("a", ">ACGT")]
    [InlineData("a", "ACGTAC>T")]
    public void What_would_not_be_read_back_is_not_written(string header, string sequence)
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
    public void Fastq_that_would_not_be_read_back_is_not_written(string header, string sequence, string quality)
    {
        using var memory = new MemoryStream();
        using var fastq = new FastqWriter(memory);
        Assert.Equal("OH1109", Assert.Throws<OmniException>(() => fastq.Write(header, Encoding.ASCII.GetBytes(sequence), Encoding.ASCII.GetBytes(quality))).Code);
    }
}
