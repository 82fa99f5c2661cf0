using System.Buffers;

namespace OmniHelix.Sequences.Vcf;

/// <summary>
/// What may stand in REF and ALT (VCF 4.3, section 1.6.1). IUPAC codes are taken in ALT too, where other programs write them.
/// </summary>
internal static class AlleleCheck
{
    private static readonly SearchValues<byte> Bases = SearchValues.Create("ACGTURYSWKMBDHVNacgturyswkmbdhvn"u8);

    // The name of an allele may hold whatever the separators of the format leave over.
    private static readonly SearchValues<byte> NotInName = SearchValues.Create(" \t,<>\0"u8);

    /// <summary>The first offset that does not fit into a reference allele; −1 when all is well.</summary>
    public static int Reference(ReadOnlySpan<byte> reference) => reference.IsEmpty ? 0 : reference.IndexOfAnyExcept(Bases);

    /// <summary>The first offset of an ALT column that fits no kind of allele; −1 when all is well.</summary>
    public static int Alternates(ReadOnlySpan<byte> column)
    {
        if (column.Length == 1 && Bases.Contains(column[0])) return -1;
        var start = 0;
        while (true)
        {
            var comma = Separator(column[start..]);
            var allele = comma < 0 ? column[start..] : column.Slice(start, comma);
            var bad = Alternate(allele);
            if (bad >= 0) return start + bad;
            if (comma < 0) return -1;
            start += comma + 1;
        }
    }

    /// <summary>True when the allele is spelled out in bases.</summary>
    public static bool IsLiteral(ReadOnlySpan<byte> allele) => !allele.IsEmpty && !allele.ContainsAnyExcept(Bases);

    private static int Alternate(ReadOnlySpan<byte> allele)
    {
        if (allele.IsEmpty) return 0;
        var other = allele.IndexOfAnyExcept(Bases);
        if (other < 0) return -1;
        if (allele[0] == '<') return Symbolic(allele);
        if (allele is [(byte)'*' or (byte)'.']) return -1;
        if (allele.Length > 1 && (allele[0] == '.' || allele[^1] == '.') && allele.Trim((byte)'.').Length == allele.Length - 1)
            return allele.Trim((byte)'.').IndexOfAnyExcept(Bases) < 0 ? -1 : other;
        return Breakend(allele) ? -1 : other;
    }

    private static int Symbolic(ReadOnlySpan<byte> allele)
    {
        var close = allele[1..].IndexOfAny(NotInName);
        return close > 0 && close + 2 == allele.Length && allele[^1] == '>' ? -1 : Math.Max(close, 0) + 1;
    }

    /// <summary><c>T[contig:position[</c>, <c>]contig:position]T</c> and their mirror images.</summary>
    private static bool Breakend(ReadOnlySpan<byte> allele)
    {
        var open = allele.IndexOfAny((byte)'[', (byte)']');
        if (open < 0) return false;
        var close = allele[(open + 1)..].IndexOf(allele[open]);
        if (close < 0) return false;
        close += open + 1;
        var mate = allele[(open + 1)..close];
        var colon = mate.LastIndexOf((byte)':');
        var before = allele[..open];
        var after = allele[(close + 1)..];
        return colon > 0 && colon + 1 < mate.Length && !mate[(colon + 1)..].ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && !mate[..colon].ContainsAny((byte)'[', (byte)']')
            && before.IsEmpty != after.IsEmpty && Joined(before.IsEmpty ? after : before);
    }

    private static bool Joined(ReadOnlySpan<byte> bases) => bases is [(byte)'.'] || !bases.ContainsAnyExcept(Bases);

    // A comma inside <…> does not exist in VCF, but contig names of breakends may hold one.
    private static int Separator(ReadOnlySpan<byte> alleles)
    {
        var comma = alleles.IndexOf((byte)',');
        if (comma < 0) return -1;
        var bracket = alleles[..comma].IndexOfAny((byte)'[', (byte)']');
        if (bracket < 0) return comma;
        var close = alleles[(bracket + 1)..].IndexOf(alleles[bracket]);
        if (close < 0 || bracket + 1 + close < comma) return comma;
        var next = alleles[(bracket + 1 + close)..].IndexOf((byte)',');
        return next < 0 ? -1 : bracket + 1 + close + next;
    }
}
