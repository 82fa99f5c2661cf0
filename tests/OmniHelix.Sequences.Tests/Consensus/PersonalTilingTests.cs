using System.Globalization;
using System.Text;
using OmniHelix.Sequences.Consensus;
using OmniHelix.Sequences.Consensus.Personal;
using OmniHelix.Sequences.Fasta;
using OmniHelix.Sequences.Genome;

namespace OmniHelix.Sequences.Tests.Consensus;

/// <summary>
/// Where the windows of a person with insertions and deletions begin and end: the windows of a tiling joined are the haplotype, and each is
/// the consensus of its region.
/// </summary>
public sealed class PersonalTilingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(34)]
    public void WindowsOfATilingJoinedAreTheHaplotype(long seed)
    {
        var people = new RandomPeople(seed);
        folder.Write("all.vcf", people.Vcf());
        using var reference = ReferenceGenome.Open(folder.Write("ref.fa", people.Fasta));
        var genomes = PersonalGenome.Load(reference, folder["all.vcf"], new PersonalGenomeOptions { Indels = true });
        var random = new Xoshiro256(seed);
        foreach (var person in people.Names)
            for (var h = 1; h <= 2; h++)
                foreach (var contig in RandomPeople.Contigs)
                {
                    var haplotype = genomes.Haplotype(person, h);
                    var joined = new StringBuilder();
                    var length = people.Sequences[contig].Length;
                    for (var start = 0; start < length;)
                    {
                        var end = Math.Min(length, start + 1 + random.Next(12));
                        joined.Append(Window(haplotype, contig, start, end));
                        start = end;
                    }
                    Assert.Equal(Window(haplotype, contig, 0, length), joined.ToString());
                    Assert.Equal(haplotype.LengthOf(contig), joined.Length);
                }
    }

    [Theory]
    [InlineData(41)]
    [InlineData(42)]
    [InlineData(43)]
    public void AWindowIsTheConsensusOfItsRegion(long seed)
    {
        var random = new Xoshiro256(seed);
        var bases = string.Concat(Enumerable.Range(0, 300).Select(_ => "ACGT"[random.Next(4)]));
        var records = new List<string>();
        // Records do not overlap, but may touch.
        for (var at = random.Next(3); at < bases.Length - 8;)
        {
            var span = random.Next(2) == 0 ? 1 : 1 + random.Next(5);
            var reference = bases.Substring(at, span);
            records.Add(string.Create(CultureInfo.InvariantCulture, $"{at + 1} {reference} {Alternate(reference, random)} 1|1"));
            at += span + random.Next(4);
        }
        var vcf = folder.Write("x.vcf", ConsensusBench.Records([.. records]));
        using var genome = ReferenceGenome.Open(folder.Write("x.fa", $">1\n{bases}\n"));
        var haplotype = PersonalGenome.Load(genome, vcf, new PersonalGenomeOptions { Indels = true }).Haplotype("p", 1);
        for (var round = 0; round < 200; round++)
        {
            var start = random.Next(bases.Length);
            var end = Math.Min(bases.Length, start + 1 + random.Next(20));
            Assert.Equal(Consensus(vcf, bases, start, end), Window(haplotype, "1", start, end));
        }
    }

    [Theory]
    [InlineData("10 CGTAC C 1|1", 13, 16, "GT")]
    [InlineData("10 CGTAC C 1|1", 9, 13, "C")]
    [InlineData("10 CGTAC C 1|1", 10, 14, "")]
    [InlineData("12 T TGGG 1|1", 8, 12, "ACGTGGG")]
    [InlineData("12 T TGGG 1|1", 12, 16, "ACGT")]
    [InlineData("10 CGTAC TT 1|1", 8, 10, "AT")]
    [InlineData("10 CGTAC TT 1|1", 10, 16, "TGT")]
    [InlineData("10 CG TTTT 1|1", 9, 10, "T")]
    [InlineData("10 CG TTTT 1|1", 10, 12, "TTTT")]
    [InlineData("20 T TAA 1|1", 16, 20, "ACGTAA")]
    [InlineData("1 A <DEL> 1|1 END=4", 0, 4, "A")]
    public void WindowsAndConsensusAgreeAtTheBordersOfARecord(string record, int start, int end, string expected)
    {
        const string bases = "ACGTACGTACGTACGTACGT";
        var vcf = folder.Write("x.vcf", ConsensusBench.Records(record));
        using var genome = ReferenceGenome.Open(folder.Write("x.fa", $">1\n{bases}\n"));
        var haplotype = PersonalGenome.Load(genome, vcf, new PersonalGenomeOptions { Indels = true }).Haplotype("p", 1);
        Assert.Equal(expected, Window(haplotype, "1", start, end));
        Assert.Equal(expected, Consensus(vcf, bases, start, end));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void APartOfAContigTakesTheRecordsThatReachIntoItOnly(bool indels)
    {
        var vcf = folder.Write("x.vcf", ConsensusBench.Records("3 G T 1|1", "10 CGTAC C 1|1", "15 G A 1|1", "19 G C 1|1"));
        using var genome = ReferenceGenome.Open(folder.Write("x.fa", ">1:13-16\nACGT\n"));
        var haplotype = PersonalGenome.Load(genome, vcf, new PersonalGenomeOptions { Indels = indels }).Haplotype("p", 1);
        Assert.Equal(indels ? "AT" : "ACAT", Window(haplotype, "1:13-16", 0, 4));
        Assert.Equal(indels ? "" : "AC", Window(haplotype, "1:13-16", 0, 2));
    }

    [Theory]
    [InlineData("45 A G 1|1")]
    [InlineData("19 GTA G 1|1")]
    public void ARecordBeyondItsContigIsAnError(string record)
    {
        var vcf = folder.Write("x.vcf", ConsensusBench.Records(record));
        using var genome = ReferenceGenome.Open(folder.Write("x.fa", ConsensusBench.Twenty));
        var error = Assert.Throws<OmniException>(
            () => PersonalGenome.Load(genome, vcf, new PersonalGenomeOptions { Indels = true }));
        Assert.Equal("OH1901", error.Code);
        Assert.Contains("which ends at 20", error.Message, StringComparison.Ordinal);
    }

    private static string Alternate(string reference, Xoshiro256 random)
    {
        string Letters(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => "ACGT"[random.Next(4)]));
        var alternate = random.Next(4) switch
        {
            0 => reference + Letters(1 + random.Next(4)),
            1 => reference[..1],
            _ => Letters(1 + random.Next(6)),
        };
        return alternate == reference ? Alternate(reference, random) : alternate;
    }

    private string Consensus(string vcf, string bases, int start, int end)
    {
        var request = new ConsensusRequest { Variants = vcf, Alleles = new AlleleChoice { Haplotype = HaplotypeRule.Parse("1") } };
        var fasta = string.Create(CultureInfo.InvariantCulture, $">1:{start + 1}-{end}\n{bases[start..end]}\n");
        using var reader = FastaReader.Open(folder.Write("part.fa", fasta));
        using var output = new MemoryStream();
        ConsensusRun.Write(request, reader, output);
        return string.Concat(Encoding.ASCII.GetString(output.ToArray()).Split('\n').Skip(1));
    }

    private static string Window(PersonalHaplotype haplotype, string contig, long start, long end)
    {
        var (from, to) = haplotype.ToPersonal(contig, start, end);
        var bases = new byte[to - from];
        haplotype.Fetch(contig, from, to, bases);
        return Encoding.ASCII.GetString(bases);
    }
}
