using System.Text;
using System.Text.RegularExpressions;
using OmniHelix.Sequences.Consensus.Personal;
using OmniHelix.Sequences.Genome;

namespace OmniHelix.Sequences.Tests.Consensus;

/// <summary>
/// Calls of one allele, as those of men on X. What the rule of bcftools gives was written by bcftools 1.16 (<c>-H 1pIu</c>, <c>-H 2pIu</c>,
/// with <c>-i 'type="snp"'</c> or without).
/// </summary>
public sealed class HaploidCallsTests : IDisposable
{
    private const string One = "ACGTACGTACGTACGTACGT", X = "TTGACCATGACGGTTACCAGTTAGGCATTCGGATCCAGTT";

    private const string Calls = """
        ##fileformat=VCFv4.2
        ##contig=<ID=1>
        ##contig=<ID=X>
        ##FORMAT=<ID=GT,Number=1,Type=String,Description="g">
        #CHROM	POS	ID	REF	ALT	QUAL	FILTER	INFO	FORMAT	he	she	gap
        1	3	.	G	T	.	.	.	GT	0|1	1|0	.
        X	3	.	G	C	.	.	.	GT	1|0	0|1	./.
        X	8	.	T	A	.	.	.	GT	1	0|1	.
        X	10	.	ACG	A	.	.	.	GT	1	1|0	.
        X	20	.	G	GTT	.	.	.	GT	1	1|1	.|.
        X	31	.	G	C	.	.	.	GT	1	0/1	0|1
        X	33	.	A	T	.	.	.	GT	0	0|1	0|0

        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private PersonalConsensusRequest Request(HaploidCalls rule, bool indels, string vcf = Calls, string fasta = $">1\n{One}\n>X\n{X}\n") =>
        new()
        {
            Reference = folder.Write("ref.fa", fasta),
            Variants = folder.Write("x.vcf", vcf),
            Output = folder[$"{rule}{indels}"],
            Haploid = rule,
            Indels = indels,
        };

    private static Dictionary<string, string> Sequences(string path) =>
        File.ReadAllText(path).Split('>', StringSplitOptions.RemoveEmptyEntries)
        .ToDictionary(r => r.Split('\n')[0], r => string.Concat(r.Split('\n').Skip(1)));

    [Theory]
    [InlineData(HaploidCalls.Bcftools, false, "he", 1, "ACGTACGTACGTACGTACGT", "TTCACCAAGACGGTTACCAGTTAGGCATTCCGATCCAGTT")]
    [InlineData(HaploidCalls.Bcftools, false, "he", 2, "ACTTACGTACGTACGTACGT", X)]
    [InlineData(HaploidCalls.Bcftools, true, "he", 1, "ACGTACGTACGTACGTACGT", "TTCACCAAGAGTTACCAGTTTTAGGCATTCCGATCCAGTT")]
    [InlineData(HaploidCalls.Bcftools, true, "he", 2, "ACTTACGTACGTACGTACGT", X)]
    [InlineData(HaploidCalls.Both, false, "he", 1, "ACGTACGTACGTACGTACGT", "TTCACCAAGACGGTTACCAGTTAGGCATTCCGATCCAGTT")]
    [InlineData(HaploidCalls.Both, false, "he", 2, "ACTTACGTACGTACGTACGT", "TTGACCAAGACGGTTACCAGTTAGGCATTCCGATCCAGTT")]
    [InlineData(HaploidCalls.Both, true, "he", 2, "ACTTACGTACGTACGTACGT", "TTGACCAAGAGTTACCAGTTTTAGGCATTCCGATCCAGTT")]
    [InlineData(HaploidCalls.Skip, true, "he", 1, "ACGTACGTACGTACGTACGT", "TTCACCAAGAGTTACCAGTTTTAGGCATTCCGATCCAGTT")]
    [InlineData(HaploidCalls.Skip, false, "he", 2, "ACTTACGTACGTACGTACGT", null)]
    [InlineData(HaploidCalls.Skip, true, "he", 2, "ACTTACGTACGTACGTACGT", null)]
    [InlineData(HaploidCalls.Skip, true, "she", 1, "ACTTACGTACGTACGTACGT", "TTGACCATGAGTTACCAGTTTTAGGCATTCSGATCCAGTT")]
    [InlineData(HaploidCalls.Both, true, "she", 2, "ACGTACGTACGTACGTACGT", "TTCACCAAGACGGTTACCAGTTTTAGGCATTCSGTTCCAGTT")]
    [InlineData(HaploidCalls.Skip, false, "gap", 2, "ACGTACGTACGTACGTACGT", "TTGACCATGACGGTTACCAGTTAGGCATTCCGATCCAGTT")]
    public void TheOneCopyOfXGoesWhereTheRuleSays(HaploidCalls rule, bool indels, string person, int haplotype, string one, string? x)
    {
        var request = Request(rule, indels);
        var report = PersonalConsensus.Write(request);
        Assert.True(report.IsComplete);
        var sequences = Sequences(Path.Combine(request.Output, $"{person}_allele_{haplotype}_forward.fa"));
        Assert.Equal(one, sequences["1"]);
        Assert.Equal(x, sequences.GetValueOrDefault("X"));
        Assert.Equal(
            sequences.Sum(s => s.Value.Length), report.Haplotypes.Single(h => h.Person == person && h.Haplotype == haplotype).Bases);
        var only = Assert.Single(report.Haploid);
        Assert.Equal(("X", "he"), (only.Contig, string.Join(' ', only.People)));
    }

    [Fact]
    public void WhereNobodyHasTwoAllelesBothHaplotypesTakeTheCallOrTheSecondIsLeftOut()
    {
        var vcf = Regex.Replace(Calls.Replace("0|1\t1|0\t.", "0\t1\t.", StringComparison.Ordinal), @"^X.*\n", "", RegexOptions.Multiline);
        const string changed = "ACTTACGTACGTACGTACGT";
        foreach (var (rule, second) in new[] { (HaploidCalls.Bcftools, changed), (HaploidCalls.Both, changed), (HaploidCalls.Skip, null) })
        {
            var request = Request(rule, false, vcf) with { Contigs = ["1"] };
            Assert.Equal(["he", "she"], Assert.Single(PersonalConsensus.Write(request).Haploid).People);
            Assert.Equal(second, Sequences(Path.Combine(request.Output, "she_allele_2_forward.fa")).GetValueOrDefault("1"));
            Assert.Equal("ACTTACGTACGTACGTACGT", Sequences(Path.Combine(request.Output, "she_allele_1_forward.fa"))["1"]);
        }
    }

    [Theory]
    [InlineData(51, false)]
    [InlineData(52, true)]
    [InlineData(53, true)]
    public void BothHaplotypesAreThoseOfAHomozygousCall(long seed, bool indels)
    {
        var people = new RandomPeople(seed);
        var doubled = Regex.Replace(people.Vcf(), @"(?<=\t)(\d+)(?=\t|\n)(?<!^[^\t]*\t\d+)", "$1|$1", RegexOptions.Multiline);
        PersonalConsensus.Write(Request(HaploidCalls.Both, indels, people.Vcf(), people.Fasta), 7, null, default);
        var plain = Request(HaploidCalls.Bcftools, indels, doubled, people.Fasta);
        PersonalConsensus.Write(plain);
        foreach (var name in Directory.EnumerateFiles(plain.Output, "*.fa").Select(p => Path.GetFileName(p)))
            Assert.Equal(
                File.ReadAllText(Path.Combine(plain.Output, name)),
                File.ReadAllText(Path.Combine(folder[$"{HaploidCalls.Both}{indels}"], name)));
    }

    [Theory]
    [InlineData(HaploidCalls.Bcftools, false)]
    [InlineData(HaploidCalls.Both, false)]
    [InlineData(HaploidCalls.Skip, false)]
    [InlineData(HaploidCalls.Both, true)]
    [InlineData(HaploidCalls.Skip, true)]
    public void WindowsEqualSlicesOfTheWrittenGenome(HaploidCalls rule, bool indels)
    {
        var people = new RandomPeople(54);
        // Haploid calls on X only, as in a real file.
        var vcf = Regex.Replace(people.Vcf(), @"(?<=^[12]\t.*\tGT.*\t)(\d+)(?=\t|\n)", "$1|$1", RegexOptions.Multiline);
        vcf = Regex.Replace(vcf, @"(?<=^X\t.*\tGT\t[^\t\n]+\t[^\t\n]+\t.*)(?<=\t)(\d+)(?=\t|\n)", "$1|$1", RegexOptions.Multiline);
        var request = Request(rule, indels, vcf, people.Fasta);
        var report = PersonalConsensus.Write(request);
        Assert.Equal(("X", "P1 P2"), (Assert.Single(report.Haploid).Contig, string.Join(' ', report.Haploid[0].People)));
        using var reference = ReferenceGenome.Open(request.Reference);
        var genomes = PersonalGenome.Load(reference, request.Variants, new PersonalGenomeOptions { Haploid = rule, Indels = indels });
        Assert.Equal(report.Haploid[0].People, Assert.Single(genomes.Haploid).People);
        foreach (var h in report.Haplotypes)
        {
            var sequences = Sequences(h.Path);
            var haplotype = genomes.Haplotype(h.Person, h.Haplotype);
            foreach (var contig in RandomPeople.Contigs)
            {
                Assert.Equal(sequences.ContainsKey(contig), haplotype.Has(contig));
                if (!sequences.TryGetValue(contig, out var sequence))
                {
                    Assert.Equal((HaploidCalls.Skip, 2, "X"), (rule, h.Haplotype, contig));
                    Assert.Equal(
                        "OH1917", Assert.Throws<OmniException>(() => genomes.Haplotype(h.Person, 2).Fetch("chrX", 0, 5, new byte[5])).Code);
                    Assert.Equal("OH1917", Assert.Throws<OmniException>(() => haplotype.LengthOf("X")).Code);
                    Assert.Equal("OH1917", Assert.Throws<OmniException>(() => haplotype.Fetch("X", 0, 5, new byte[5])).Code);
                    continue;
                }
                var bases = new byte[haplotype.LengthOf(contig)];
                haplotype.Fetch(contig, 0, bases.Length, bases);
                Assert.Equal(sequence, Encoding.ASCII.GetString(bases));
            }
        }
    }

    [Fact]
    public void WhoHasHaploidCallsIsKnownAfterARunWasStoppedAndOfGenomesThatAreKept()
    {
        var fasta = $">1\n{One}\n>X\n{X}\n>2\n{One}\n";
        var vcf = Calls.Replace("##contig=<ID=X>", "##contig=<ID=X>\n##contig=<ID=2>", StringComparison.Ordinal)
            + "2\t3\t.\tG\tT\t.\t.\t.\tGT\t0|1\t1|0\t.\n";
        var request = Request(HaploidCalls.Skip, false, vcf, fasta);
        Assert.Throws<InvalidOperationException>(() => PersonalConsensus.Write(request, new ContigBegins(contig =>
        {
            if (contig == "2") throw new InvalidOperationException("stopped");
        })));
        for (var run = 0; run < 2; run++)
        {
            var report = PersonalConsensus.Write(request);
            Assert.Equal(("X", "he"), (Assert.Single(report.Haploid).Contig, report.Haploid[0].People[0]));
            Assert.Equal(["1", "2"], Sequences(Path.Combine(request.Output, "he_allele_2_forward.fa")).Keys);
        }
        Assert.Equal(
            "OH1913", Assert.Throws<OmniException>(() => PersonalConsensus.Write(request with { Haploid = HaploidCalls.Both })).Code);
    }
}
