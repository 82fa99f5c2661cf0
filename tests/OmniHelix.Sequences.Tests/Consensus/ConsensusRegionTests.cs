using System.Globalization;
using System.Text;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Consensus;
using OmniHelix.Sequences.Fasta;
using OmniHelix.Sequences.Tabix;
using OmniHelix.Sequences.Vcf;

namespace OmniHelix.Sequences.Tests.Consensus;

/// <summary>Parts of contigs are read by the index of the VCF when there is one, and come out as they do from the whole file.</summary>
public sealed class ConsensusRegionTests : IDisposable
{
    private const int Length = 40_000;
    private readonly TemporaryFolder folder = new();
    private readonly string bases;

    public ConsensusRegionTests()
    {
        var random = new Xoshiro256(21);
        bases = string.Create(Length, random, (letters, r) =>
        {
            for (var i = 0; i < letters.Length; i++) letters[i] = "ACGT"[r.Next(4)];
        });
    }

    public void Dispose() => folder.Dispose();

    private string Variants()
    {
        var random = new Xoshiro256(22);
        var records = new List<string>();
        foreach (var contig in new[] { "1", "2" })
            for (var at = 5; at < Length - 50; at += 1 + random.Next(60))
            {
                var span = random.Next(4) == 0 ? 2 + random.Next(12) : 1;
                var reference = bases.Substring(at, span);
                var alternate = span > 1 ? reference[..1] : random.Next(5) == 0 ? reference + "TTG" : reference == "A" ? "C" : "A";
                records.Add(
                    string.Create(
                        CultureInfo.InvariantCulture, $"{contig}:{at + 1} {reference} {alternate} {random.Next(2)}|{random.Next(2)}"));
            }
        return ConsensusBench.Records([.. records]);
    }

    private string WriteIndexed(string name, string text)
    {
        using var reader = VcfReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "x.vcf");
        var path = folder[name];
        VcfWriter.WriteFile(path, writer =>
        {
            writer.Write(reader.Header);
            while (reader.TryRead()) writer.Write(reader.Record);
        });
        TabixFile.BuildIndex(path);
        return path;
    }

    private (string Fasta, ConsensusSummary Summary, List<ConsensusNotice> Notices) Run(string vcf, string fasta, RegionOverlap overlap)
    {
        var alleles = new AlleleChoice { Haplotype = HaplotypeRule.Parse("1") };
        var request = new ConsensusRequest { Variants = vcf, Alleles = alleles, RegionOverlap = overlap };
        using var reader = FastaReader.Open(folder.Write("x.fa", fasta));
        using var output = new MemoryStream();
        var notices = new List<ConsensusNotice>();
        var summary = ConsensusRun.Write(request, reader, output, null, notices.Add);
        return (Encoding.UTF8.GetString(output.ToArray()), summary, notices);
    }

    [Theory]
    [InlineData("x.bcf")]
    [InlineData("x.vcf.gz")]
    public void PartsOfContigsComeOutAlikeWithAndWithoutTheIndex(string name)
    {
        var text = Variants();
        var indexed = WriteIndexed(name, text);
        var plain = folder.Write("x.vcf", text);
        var random = new Xoshiro256(23);
        for (var round = 0; round < 30; round++)
        {
            var fasta = new StringBuilder();
            for (var k = 0; k < 3; k++)
            {
                var (start, contig) = (random.Next(Length - 1), random.Next(8) == 0 ? "none" : random.Next(2) == 0 ? "chr1" : "2");
                var end = Math.Min(Length, start + 1 + random.Next(k == 0 ? 20 : 3_000));
                fasta.Append(CultureInfo.InvariantCulture, $">{contig}:{start + 1}-{end}\n{bases[start..end]}\n");
            }
            fasta.Append(">1:10-20 and more\n").Append(bases[9..20]).Append('\n');
            if (round % 10 == 0) fasta.Append(">2\n").Append(bases).Append('\n');
            var overlap = (RegionOverlap)(round % 3);
            var (expected, actual) = (Run(plain, fasta.ToString(), overlap), Run(indexed, fasta.ToString(), overlap));
            Assert.Equal(expected.Fasta, actual.Fasta);
            Assert.Equal(expected.Notices, actual.Notices);
            Assert.Equal(
                (expected.Summary.Applied, expected.Summary.Overlapping, expected.Summary.Bases),
                (actual.Summary.Applied, actual.Summary.Overlapping, actual.Summary.Bases));
            Assert.Equal(expected.Summary.UnknownContigs, actual.Summary.UnknownContigs);
        }
    }

    [Fact]
    public void PartsOfContigsWithoutAnyInTheFileAreAnErrorByTheIndexToo()
    {
        var indexed = WriteIndexed("x.bcf", Variants());
        Assert.Equal("OH1907", Assert.Throws<OmniException>(() => Run(indexed, ">9:1-4\nACGT\n", RegionOverlap.Record)).Code);
    }

    [Fact]
    public void TheIndexOfAnotherFileIsRefused()
    {
        var indexed = WriteIndexed("x.bcf", Variants());
        var index = File.ReadAllBytes(indexed + ".csi");
        WriteIndexed("x.bcf", ConsensusBench.Records("1:5 A C 0|1"));
        File.WriteAllBytes(indexed + ".csi", index);
        Assert.Equal("OH1076", Assert.Throws<OmniException>(() => Run(indexed, ">1:1-4\nACGT\n", RegionOverlap.Record)).Code);
    }

    [Fact]
    public void ADamagedRecordOutsideThePartIsNotRead()
    {
        var text = Variants();
        var path = folder["x.vcf.gz"];
        using (var file = File.Create(path))
        using (var bgzf = new BgzfWriter(file))
            bgzf.Write(Encoding.UTF8.GetBytes(text.Replace("2\t6\t", "2\t6\t.\t", StringComparison.Ordinal)));
        TabixFile.BuildIndex(path);
        Assert.Equal(1, Run(path, $">1:1-100\n{bases[..100]}\n", RegionOverlap.Record).Summary.Targets);
        Assert.Throws<OmniException>(() => Run(path, $">1\n{bases}\n", RegionOverlap.Record));
    }
}
