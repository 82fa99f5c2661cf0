namespace OmniHelix.Sequences.Consensus;

/// <summary>What an alternate allele does to the reference allele.</summary>
internal enum AlleleClass
{
    /// <summary>The same bases, or any allele (<c>&lt;*&gt;</c>, <c>&lt;NON_REF&gt;</c>).</summary>
    Reference,

    /// <summary>One base replaced.</summary>
    Snp,

    /// <summary>Several bases replaced by as many.</summary>
    Mnp,

    /// <summary>Bases inserted or deleted, nothing replaced.</summary>
    Indel,

    /// <summary>Anything else that is spelled out.</summary>
    Other,

    /// <summary>A symbolic allele, <c>&lt;DEL&gt;</c>.</summary>
    Symbolic,

    /// <summary>A breakend, <c>G[2:5[</c>.</summary>
    Breakend,

    /// <summary>Deleted by a record before (<c>*</c>).</summary>
    Overlap,
}

/// <summary>Sorts alternate alleles into classes, ignoring case.</summary>
internal static class AlleleClasses
{
    /// <summary>True for <c>&lt;*&gt;</c>, <c>&lt;X&gt;</c>, <c>&lt;NON_REF&gt;</c> and <c>.</c>: alleles that stand for the reference or for anything.</summary>
    public static bool IsAnyAllele(ReadOnlySpan<char> alternate) => alternate is "<*>" or "<X>" or "<NON_REF>" or ".";

    /// <summary>The class of <paramref name="alternate"/>.</summary>
    public static AlleleClass Of(ReadOnlySpan<char> reference, ReadOnlySpan<char> alternate)
    {
        if (IsAnyAllele(alternate)) return AlleleClass.Reference;
        if (alternate.IsEmpty) return AlleleClass.Other;
        if (alternate is "*") return AlleleClass.Overlap;
        if (alternate[0] == '<') return AlleleClass.Symbolic;
        if (alternate.ContainsAny('[', ']')) return AlleleClass.Breakend;
        var prefix = CommonPrefix(reference, alternate);
        var r = reference[prefix..];
        var a = alternate[prefix..];
        if (r.IsEmpty && a.IsEmpty) return AlleleClass.Reference;
        if (r.IsEmpty || a.IsEmpty) return AlleleClass.Indel;
        while (r.Length > 1 && a.Length > 1 && Same(r[^1], a[^1]))
        {
            r = r[..^1];
            a = a[..^1];
        }
        if (r.Length == 1 && a.Length == 1) return AlleleClass.Snp;
        if ((r.Length == 1 || a.Length == 1) && Same(r[^1], a[^1])) return AlleleClass.Indel;
        return r.Length == a.Length ? AlleleClass.Mnp : AlleleClass.Other;
    }

    /// <summary>How many first bases agree, ignoring case.</summary>
    public static int CommonPrefix(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        var n = Math.Min(a.Length, b.Length);
        var i = 0;
        while (i < n && Same(a[i], b[i])) i++;
        return i;
    }

    private static bool Same(char a, char b) => char.ToUpperInvariant(a) == char.ToUpperInvariant(b);
}
