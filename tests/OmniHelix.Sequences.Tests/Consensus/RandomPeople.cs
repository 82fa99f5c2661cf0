using System.Text;

namespace OmniHelix.Sequences.Tests.Consensus;

/// <summary>
/// A made-up genome of three contigs and a VCF of people over it: phased, unphased, missing, half-missing and haploid calls; substitutions,
/// insertions, deletions and multi-allelic records, also on top of each other.
/// </summary>
internal sealed class RandomPeople
{
    private readonly Xoshiro256 random;
    private readonly Dictionary<string, string> records = [];

    public RandomPeople(long seed, int people = 5, int length = 700)
    {
        random = new Xoshiro256(seed);
        Names = [.. Enumerable.Range(1, people).Select(i => $"P{i}")];
        foreach (var contig in Contigs)
        {
            Sequences[contig] = Letters(length + random.Next(70), "ACGTACGTACGTacgtN");
            records[contig] = RecordsOf(contig);
        }
    }

    public static IReadOnlyList<string> Contigs { get; } = ["1", "2", "X"];

    public IReadOnlyList<string> Names { get; }

    public Dictionary<string, string> Sequences { get; } = [];

    public string Fasta =>
        string.Concat(Contigs.Select(c => $">{c}\n{string.Join('\n', Sequences[c].Chunk(50).Select(l => new string(l)))}\n"));

    /// <summary>The VCF of some contigs.</summary>
    public string Vcf(params string[] contigs) => Head() + string.Concat(contigs.Select(c => records[c]));

    public string Vcf() => Vcf([.. Contigs]);

    private string Head() =>
        "##fileformat=VCFv4.2\n" + string.Concat(Contigs.Select(c => $"##contig=<ID={c}>\n"))
            + "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"g\">\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t"
        + string.Join('\t', Names) + "\n";

    private string RecordsOf(string contig)
    {
        var text = new StringBuilder();
        var sequence = Sequences[contig];
        for (var position = random.Next(4); position < sequence.Length - 8; position += random.Next(9))
        {
            var reference = sequence.Substring(position, 1 + (random.Next(3) == 0 ? random.Next(6) : 0)).ToUpperInvariant();
            var alternates = Enumerable.Range(0, 1 + random.Next(2)).Select(_ => Alternate(reference)).Distinct().Where(a => a != reference)
                .ToList();
            if (alternates.Count == 0) continue;
            text.Append(contig).Append('\t').Append(position + 1).Append("\t.\t").Append(reference).Append('\t').AppendJoin(',', alternates)
                .Append("\t.\t.\t.\tGT");
            foreach (var _ in Names) text.Append('\t').Append(Call(alternates.Count));
            text.Append('\n');
        }
        return text.ToString();
    }

    private string Alternate(string reference) => random.Next(5) switch
    {
        0 => reference + Letters(1 + random.Next(4), "ACGT"),
        1 => reference[..1],
        2 when random.Next(6) == 0 => "*",
        3 => Letters(reference.Length, "ACGT"),
        _ => Letters(1, "ACGT") + reference[1..],
    };

    private string Call(int alternates)
    {
        string Allele() =>
            random.Next(3) == 0 ? (1 + random.Next(alternates)).ToString(System.Globalization.CultureInfo.InvariantCulture) : "0";
        return random.Next(12) switch
        {
            0 => "./.",
            1 => $".|{Allele()}",
            2 => Allele(),
            3 or 4 => $"{Allele()}/{Allele()}",
            _ => $"{Allele()}|{Allele()}",
        };
    }

    private string Letters(int count, string letters) =>
        string.Concat(Enumerable.Range(0, count).Select(_ => letters[random.Next(letters.Length)]));
}
