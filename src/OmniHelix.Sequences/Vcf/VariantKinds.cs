using System.Text;

namespace OmniHelix.Sequences.Vcf;

/// <summary>What an alternate allele does to the reference; a record's kinds are those of all its alleles together.</summary>
[Flags]
public enum VariantKinds
{
    /// <summary>Nothing: no ALT, or one that stands for the reference (<c>&lt;*&gt;</c>, <c>&lt;NON_REF&gt;</c>).</summary>
    Reference = 0,

    /// <summary>One base is replaced.</summary>
    Snp = 1,

    /// <summary>Several bases are replaced by as many.</summary>
    Mnp = 2,

    /// <summary>Bases are only inserted or only deleted.</summary>
    Indel = 4,

    /// <summary>Bases are replaced by another number of bases, or the allele is symbolic.</summary>
    Other = 8,

    /// <summary>The allele joins distant bases.</summary>
    Breakend = 16,

    /// <summary><c>*</c>: the base is missing under an upstream deletion.</summary>
    Overlap = 32,
}

/// <summary>Tells the kind of an allele, as htslib does.</summary>
public static class VariantClassifier
{
    /// <summary>Compares an alternate allele with the reference allele; case does not matter.</summary>
    public static VariantKinds Of(ReadOnlySpan<byte> reference, ReadOnlySpan<byte> alternate)
    {
        if (alternate.IsEmpty || alternate is [(byte)'.']) return VariantKinds.Reference;
        if (reference.Length == 1 && alternate.Length == 1 && alternate[0] != '*')
            return Same(reference[0], alternate[0]) ? VariantKinds.Reference : VariantKinds.Snp;
        if (alternate[0] == '<') return IsAnyAllele(alternate) ? VariantKinds.Reference : VariantKinds.Other;
        if (alternate.ContainsAny((byte)'[', (byte)']') || alternate[0] == '.' || alternate[^1] == '.') return VariantKinds.Breakend;
        return alternate is [(byte)'*'] ? VariantKinds.Overlap : Literal(reference, alternate);
    }

    /// <inheritdoc cref="Of(ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>
    public static VariantKinds Of(ReadOnlySpan<char> reference, ReadOnlySpan<char> alternate)
    {
        var letters = reference.Length + alternate.Length;
        Span<byte> bytes = letters <= 256 ? stackalloc byte[letters] : new byte[letters];
        Encoding.Latin1.GetBytes(reference, bytes);
        Encoding.Latin1.GetBytes(alternate, bytes[reference.Length..]);
        return Of(bytes[..reference.Length], bytes[reference.Length..]);
    }

    /// <summary>True for the alleles that stand for whatever else there may be.</summary>
    internal static bool IsAnyAllele(ReadOnlySpan<byte> allele) =>
        allele.SequenceEqual("<*>"u8) || allele.SequenceEqual("<X>"u8) || allele.SequenceEqual("<NON_REF>"u8);

    private static VariantKinds Literal(ReadOnlySpan<byte> reference, ReadOnlySpan<byte> alternate)
    {
        var shared = 0;
        while (shared < reference.Length && shared < alternate.Length && Same(reference[shared], alternate[shared])) shared++;
        reference = reference[shared..];
        alternate = alternate[shared..];
        if (reference.IsEmpty && alternate.IsEmpty) return VariantKinds.Reference;
        if (reference.IsEmpty || alternate.IsEmpty) return VariantKinds.Indel;
        while (reference.Length > 1 && alternate.Length > 1 && Same(reference[^1], alternate[^1]))
        {
            reference = reference[..^1];
            alternate = alternate[..^1];
        }
        if (reference.Length == 1 && alternate.Length == 1) return VariantKinds.Snp;
        if (reference.Length == alternate.Length) return VariantKinds.Mnp;
        return (reference.Length == 1 || alternate.Length == 1) && Same(reference[^1], alternate[^1])
            ? VariantKinds.Indel
            : VariantKinds.Other;
    }

    private static bool Same(byte a, byte b) => a == b || (char.IsAsciiLetter((char)a) && (a | 0x20) == (b | 0x20));
}
