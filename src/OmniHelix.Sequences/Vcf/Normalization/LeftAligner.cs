using System.Text;
using OmniHelix.Sequences.Genome;

namespace OmniHelix.Sequences.Vcf.Normalization;

/// <summary>
/// Moves insertions and deletions as far to the left as the reference allows and writes alleles with as few bases as can be (Tan et al.
/// 2015).
/// </summary>
internal sealed class LeftAligner(ISequenceSource reference)
{
    // How far alleles are extended at a time.
    private const int Window = 100;

    /// <summary>
    /// Aligns a record in place; returns whether it changed. Its REF must be what the reference has (<see cref="Contradiction"/>).
    /// </summary>
    public bool Align(VariantDraft record)
    {
        if (record.Alternates.Count == 0)
        {
            // A site without ALT speaks of its first base only.
            record.Reference = record.Reference[..1];
            return false;
        }
        if (!record.Alternates.TrueForAll(allele => AlleleCheck.IsLiteral(Encoding.ASCII.GetBytes(allele)))) return false;
        if (record.Alternates.Exists(allele => allele.Equals(record.Reference, StringComparison.OrdinalIgnoreCase))) return false;
        string[] alleles = [record.Reference, .. record.Alternates];
        var position = record.Position;
        TrimRight(record.Contig, alleles, ref position);
        TrimLeft(alleles, ref position);
        if (position == record.Position && alleles[0].Equals(record.Reference, StringComparison.OrdinalIgnoreCase)) return false;
        record.Position = position;
        record.Reference = alleles[0];
        record.Alternates = [.. alleles.AsSpan(1)];
        return true;
    }

    /// <summary>Says that REF is not what the reference has there (OH1078); null where all is well.</summary>
    /// <exception cref="OmniException">OH1020: the reference lacks the contig.</exception>
    public OmniException? Contradiction(VariantDraft record)
    {
        const string Advice = "Is this the reference the variants were called with?";
        if (record.Position < 0) return null;
        var end = record.Position + record.Reference.Length;
        var length = reference.LengthOf(record.Contig);
        if (end > length) return Wrong($"the record reaches to base {end} of contig '{record.Contig}', which has {length}", Advice);
        var named = $"REF of {record.Contig}:{record.Position + 1} is {record.Reference}";
        if (record.Reference.Any(letter => char.ToUpperInvariant(letter) is not ('A' or 'C' or 'G' or 'T' or 'N')))
            return Wrong($"{named}, which leaves open what the reference is", "Only records spelled with A, C, G, T and N can be aligned.");
        var there = Fetch(record.Contig, record.Position, end);
        return there.Equals(record.Reference, StringComparison.OrdinalIgnoreCase)
            ? null
            : Wrong($"{named}, but the reference has {there}", Advice);

        OmniException Wrong(string what, string advice) => new("OH1078", what, record.Place, advice);
    }

    private void TrimRight(string contig, string[] alleles, ref long position)
    {
        while (Array.TrueForAll(alleles, allele => AreSame(allele[^1], alleles[0][^1])))
        {
            if (Array.Exists(alleles, a => a.Length == 1))
            {
                if (position <= 0) return;
                var start = Math.Max(0, position - Window);
                var before = Fetch(contig, start, position);
                for (var i = 0; i < alleles.Length; i++) alleles[i] = before + alleles[i];
                position = start;
            }
            for (var i = 0; i < alleles.Length; i++) alleles[i] = alleles[i][..^1];
        }
    }

    private static void TrimLeft(string[] alleles, ref long position)
    {
        var trim = 0;
        while (Array.TrueForAll(alleles, allele => allele.Length > trim + 1 && AreSame(allele[trim], alleles[0][trim]))) trim++;
        if (trim == 0) return;
        for (var i = 0; i < alleles.Length; i++) alleles[i] = alleles[i][trim..];
        position += trim;
    }

    private static bool AreSame(char a, char b) => char.ToUpperInvariant(a) == char.ToUpperInvariant(b);

    private string Fetch(string contig, long start, long end)
    {
        var bases = new byte[end - start];
        reference.Fetch(contig, start, end, bases);
        for (var i = 0; i < bases.Length; i++) bases[i] = Certain(bases[i]);
        return Encoding.ASCII.GetString(bases);
    }

    /// <summary>Letters that stand for several bases become N, as in bcftools.</summary>
    private static byte Certain(byte letter) => (letter & ~0x20) is 'A' or 'C' or 'G' or 'T' or 'N' ? letter : (byte)'N';
}
