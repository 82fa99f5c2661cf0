using System.Security.Cryptography;
using System.Text;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Consensus;
using OmniHelix.Sequences.Consensus.Personal;
using OmniHelix.Sequences.Fasta;
using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Vcf.Filtering;

namespace OmniHelix.Sequences.Tests.Consensus;

/// <summary>Real genotypes of 1000 Genomes people over a megabase of chromosome 20, against sequences of bcftools.</summary>
public sealed class PersonalSampleTests
{
    private const long Offset = 1_000_000;

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "samples", "personal-chr20");
    private static readonly string Reference = Path.Combine(Folder, "chr20_1000001-2000000.hg19.fa.gz");

    public static TheoryData<string, string, string, string, int, string> Hashes()
    {
        var rows = new TheoryData<string, string, string, string, int, string>();
        foreach (var f in Rows("expected/consensus_sha256.tsv"))
            rows.Add(f[0], f[1], f[2], f[3], int.Parse(f[4], System.Globalization.CultureInfo.InvariantCulture), f[6]);
        return rows;
    }

    [Theory]
    [MemberData(nameof(Hashes))]
    public void TheConsensusOfRealPeopleIsThatOfBcftools(
        string set, string person, string mode, string arguments, int length, string sha256)
    {
        var words = arguments.Split(' ');
        var at = Array.IndexOf(words, "-H");
        var request = new ConsensusRequest
        {
            Variants = Path.Combine(Folder, $"{set}.chr20.vcf.gz"),
            Samples = [person],
            Alleles = new AlleleChoice { Haplotype = at < 0 ? null : HaplotypeRule.Parse(words[at + 1]), Iupac = words.Contains("-I") },
            Filter = mode.Contains("snp", StringComparison.Ordinal) ? header => VariantFilter.Parse("type='snp'", header).Accepts : null,
        };
        using var fasta = FastaReader.Open(Reference);
        using var output = new MemoryStream();
        var summary = ConsensusRun.Write(request, fasta, output);
        var sequence = Letters(output.ToArray());
        Assert.Equal(length, sequence.Length);
        Assert.Equal(length, summary.Bases);
        Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(sequence)));
    }

    [Theory]
    [InlineData("kgp300")]
    [InlineData("kgp203")]
    public void GenomesAndViewsOfAllPeopleAgreeWithBcftoolsToo(string set)
    {
        using var folder = new TemporaryFolder();
        var vcf = Path.Combine(Folder, $"{set}.chr20.vcf.gz");
        var rows = Rows("expected/consensus_sha256.tsv").Where(f => f[0] == set && f[2].StartsWith("snp_hap", StringComparison.Ordinal))
            .ToList();
        var report = PersonalConsensus.Write(new PersonalConsensusRequest
        {
            Reference = Reference,
            Variants = vcf,
            Output = folder["out"],
            People = [.. rows.Select(f => f[1]).Distinct()],
        });
        Assert.True(report.IsComplete);
        using var reference = ReferenceGenome.Open(Reference);
        var genomes = PersonalGenome.Load(reference, vcf);
        foreach (var row in rows)
        {
            var h = row[2][^1] - '0';
            var sequence = Letters(File.ReadAllBytes(report.Haplotypes.Single(r => r.Person == row[1] && r.Haplotype == h).Path));
            Assert.Equal(row[6], Convert.ToHexStringLower(SHA256.HashData(sequence)));
            var bases = new byte[sequence.Length];
            genomes.Haplotype(row[1], h).Fetch(reference.Contigs[0], 0, bases.Length, bases);
            Assert.Equal(sequence, bases);
        }
        foreach (var row in Rows("expected/tss_windows.tsv.gz").Where(f => genomes.People.Contains(f[0])))
        {
            var haplotype = genomes.Haplotype(row[0], row[1][^1] - '0');
            var tss = long.Parse(row[3], System.Globalization.CultureInfo.InvariantCulture) - Offset;
            var window = new WindowCutter(haplotype, new WindowOptions { Length = 2000 })
                .Cut(reference.Contigs[0], tss, row[4] == "+" ? Strand.Forward : Strand.Reverse);
            Assert.Equal(row[5].ToUpperInvariant(), Encoding.ASCII.GetString(window.Bases));
        }
    }

    private static byte[] Letters(byte[] fasta) => [.. fasta.Skip(Array.IndexOf(fasta, (byte)'\n') + 1).Where(b => b != '\n')];

    private static IEnumerable<string[]> Rows(string name)
    {
        using var stream = CompressedInput.Open(Path.Combine(Folder, name));
        using var reader = new StreamReader(stream);
        reader.ReadLine();
        while (reader.ReadLine() is { } line) yield return line.Split('\t');
    }
}
