using System.Text;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Files;

namespace OmniHelix.Sequences.Tests.Files;

public sealed class FileKindsTests : IDisposable
{
    private const string Fastq = "@a\nACGT\nAC\n+\nIIIIII\n";
    private static readonly FileKinds Kinds = SequenceFileKinds.All;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("g.fa", "FASTA")]
    [InlineData("a/b.c/G.FNA.GZ", "FASTA")]
    [InlineData("r.fq.bgz", "FASTQ")]
    [InlineData("x.vcf.bgzf", "VCF")]
    [InlineData("x.vcf.gz.tbi", "tabix index")]
    [InlineData("x.gff", "GFF3 GTF")]
    [InlineData("x.gz", "")]
    [InlineData("x", "")]
    [InlineData(".fa", "FASTA")]
    [InlineData("x.fa.txt", "text")]
    public void NamesPromiseKinds(string path, string kinds) => Assert.Equal(kinds, string.Join(' ', Kinds.PromisedBy(path)));

    [Theory]
    [InlineData("\uFEFF\n >x", "FASTA")]
    [InlineData(Fastq, "FASTQ")]
    [InlineData("@a\nACGT", "FASTQ")]
    [InlineData("@a\nA C", "FASTQ")]
    [InlineData("@HD\tVN:1.6\n@SQ\tSN:1\n", null)]
    [InlineData("##fileformat=VCFv4.2\n", "VCF")]
    [InlineData("BCF\x02\x02", "BCF")]
    [InlineData("##gff-version 3\n", "GFF3")]
    [InlineData("##gff-version\t2\n", "GTF")]
    [InlineData("##gff", null)]
    [InlineData("TBI\x01", "tabix index")]
    [InlineData("CSI\x01", "CSI index")]
    [InlineData("chr1\t1\t2\n", null)]
    [InlineData("", null)]
    public void ContentTellsUnnamedFiles(string content, string? kind) =>
        Assert.Equal(kind, Kinds.Of("x", Encoding.UTF8.GetBytes(content))?.Name);

    [Theory]
    [InlineData("x.vcf", "BCF\x02\x02", "the name promises VCF, but the content is BCF")]
    [InlineData("x.fq.gz", ">x\nACGT\n", "the name promises FASTQ, but the content is FASTA")]
    [InlineData("x.gtf", "##gff-version 3\n", "the name promises GTF, but the content is GFF3")]
    [InlineData("x.gff", ">x\n", "the name promises GFF3 or GTF, but the content is FASTA")]
    public void AContradictionOfNameAndContentIsAnErrorThatNamesBoth(string path, string content, string message)
    {
        var error = Assert.Throws<OmniException>(() => Kinds.Of(path, Encoding.UTF8.GetBytes(content)));
        Assert.Equal(("OH1007", message, path), (error.Code, error.Message, error.Place));
    }

    [Theory]
    [InlineData("x.txt", Fastq, "FASTQ")]
    [InlineData("x.gff", "##gff-version 2\n", "GTF")]
    [InlineData("x.gff", "chr1\t.\tgene\n", "GFF3")]
    [InlineData("x.fa", "ACGT\n", "FASTA")]
    [InlineData("x.bed", "@ACGT\n", "BED")]
    public void OtherwiseAMarkDecidesAndThenTheName(string path, string content, string kind) =>
        Assert.Equal(kind, Kinds.Of(path, Encoding.UTF8.GetBytes(content))!.Name);

    [Fact]
    public void FilesAreLookedIntoThroughTheirContainer()
    {
        var fasta = Encoding.ASCII.GetBytes(">x\nACGT\n");
        Assert.Equal("FASTA", Kinds.Identify(Write("a", fasta)).ToString());
        Assert.Equal("FASTA in gzip", Kinds.Identify(Write("b", Bytes.Gzip(fasta))).ToString());
        Assert.Equal("FASTA in BGZF", Kinds.Identify(Write("c.fa.gz", Bytes.Bgzf(fasta))).ToString());
        Assert.Equal("FASTQ in BGZF", Kinds.Identify(Write("cut.fq.gz", Bytes.Bgzf(fasta)[..20])).ToString());
        Assert.Equal("VCF in zstd", Kinds.Identify(Write("d.vcf.zst", [0x28, 0xB5, 0x2F, 0xFD, 1])).ToString());
        Assert.Equal("gzip", Kinds.Identify(Write("e.gz", Bytes.Gzip("words"))).ToString());
        Assert.Equal("a file of unknown kind", Kinds.Identify(Write("f", [])).ToString());
        Assert.Equal("OH1001", Assert.Throws<OmniException>(() => Kinds.Identify(folder["none"])).Code);
        Assert.Equal("OH1001", Assert.Throws<OmniException>(() => Kinds.Identify(folder.Path)).Code);
    }

    [Fact]
    public void ContainersAreToldByTheirFirstBytes()
    {
        Assert.Equal(FileContainer.Bgzf, FileContainer.Of(Bytes.Bgzf([1, 2, 3])));
        Assert.Equal(FileContainer.Gzip, FileContainer.Of(Bytes.Gzip([1, 2, 3])));
        Assert.Equal(FileContainer.Xz, FileContainer.Of([0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0]));
        Assert.Equal(FileContainer.Bzip2, FileContainer.Of("BZh9"u8));
        Assert.Equal(FileContainer.Zip, FileContainer.Of("PK\x03\x04"u8));
        Assert.Null(FileContainer.Of([0x1F]));
        Assert.Null(FileContainer.Of("PK"u8));
    }

    [Theory]
    [InlineData("x.fa")]
    [InlineData("x.fasta.bgz")]
    [InlineData("x.txt")]
    [InlineData("x.out")]
    [InlineData("x")]
    public void ANameThatPromisesNothingElseMayBeWritten(string path) => Kinds.RequireName(path, "a consensus", SequenceFileKinds.Fasta);

    [Theory]
    [InlineData("x.vcf", "a .vcf file cannot hold a consensus: FASTA was expected")]
    [InlineData("x.BED.gz", "a .bed file cannot hold a consensus: FASTA was expected")]
    [InlineData("x.fa.zst", "files in zstd are not written")]
    [InlineData("x.zip", "files in zip are not written")]
    public void ANameThatPromisesSomethingElseIsWrongUsage(string path, string message)
    {
        var error = Assert.Throws<UsageException>(() => Kinds.RequireName(path, "a consensus", SequenceFileKinds.Fasta));
        Assert.Equal(("OH2032", message, path), (error.Code, error.Message, error.Place));
    }

    [Fact]
    public void AnIndexIsNotWrittenCompressed() =>
        Assert.Equal(
            "FASTA index is not written in gzip",
            Assert.Throws<UsageException>(() => Kinds.RequireName("x.fai.gz", "an index", SequenceFileKinds.Fai)).Message);

    [Fact]
    public void WhatCannotBeDoneIsRefusedWithTheEndingsThatCan()
    {
        var counting = new FileCapability<string>(
            "OH1031", "be counted", (SequenceFileKinds.Fasta, "letters"), (SequenceFileKinds.Fai, "sequences"));
        Assert.Equal("letters", counting.For(new(SequenceFileKinds.Fasta, FileContainer.Gzip), "x.fa.gz"));
        Assert.Equal(SequenceFileKinds.Fai, counting.ForOutput("x.fai"));
        AssertRefused(
            "BED cannot be counted", "Endings that can: .fasta, .fai.", () => counting.For(new(SequenceFileKinds.Bed, null), "x.bed"));
        AssertRefused(
            "neither its content nor its name tells what it is, so it cannot be counted", "Endings that can: .fasta, .fai.",
            () => counting.For(new(null, null), "x"));
        AssertRefused(
            "FASTA index is not read from gzip", "Decompress it first.",
            () => counting.For(new(SequenceFileKinds.Fai, FileContainer.Gzip), "x"));
        AssertRefused("a .bed file cannot be counted", "Endings that can: .fasta, .fai.", () => counting.ForOutput("x.bed"));

        static void AssertRefused(string message, string advice, Func<object> act)
        {
            var error = Assert.Throws<UsageException>(act);
            Assert.Equal(("OH1031", message, advice), (error.Code, error.Message, error.Advice));
        }
    }

    private string Write(string name, byte[] content)
    {
        var path = folder[name];
        File.WriteAllBytes(path, content);
        return path;
    }
}
