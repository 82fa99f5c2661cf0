using OmniHelix.Sequences.Vcf;

namespace OmniHelix.Sequences.Consensus;

/// <summary>What applying an edit does.</summary>
internal enum EditKind : byte
{
    /// <summary>Reference bases are replaced by the letters of an allele.</summary>
    Replace,

    /// <summary>The reference allele is written as it is, and counts as a change.</summary>
    Keep,

    /// <summary>Every base of the span becomes the letter that stands for a missing genotype.</summary>
    Missing,

    /// <summary>A <c>&lt;DEL&gt;</c>: all but the first base of the span go.</summary>
    Delete,

    /// <summary>The span stays as it is and counts as covered by a record.</summary>
    Freeze,

    /// <summary>The same for <c>&lt;*&gt;</c> and <c>&lt;NON_REF&gt;</c>, which bow to records before them.</summary>
    AnyAllele,

    /// <summary>A symbolic allele that cannot be spelled: an error.</summary>
    Unsupported,

    /// <summary>A genotype names an allele that the record does not have: an error.</summary>
    Broken,
}

/// <summary>One allele chosen for one sequence, independent of the sequence's state.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Position">First base on the contig, from 0.</param>
/// <param name="Span">Reference bases that the edit covers.</param>
/// <param name="Reference">Reference allele of the record.</param>
/// <param name="Alternate">Letters to write, or the symbolic allele.</param>
/// <param name="Anchored">An insertion or deletion whose first base stays.</param>
internal readonly record struct ConsensusEdit(EditKind Kind, long Position, int Span, string Reference, string Alternate, bool Anchored)
{
    /// <summary>The base after the last covered one.</summary>
    public long End => Position + Span;

    /// <summary>The base after the last one of the record, of which the edit may cover less.</summary>
    public long RecordEnd { get; init; } = Position + Span;

    /// <summary>
    /// True for <c>&lt;*&gt;</c>, <c>&lt;X&gt;</c>, <c>&lt;NON_REF&gt;</c> and <c>.</c>: alleles that stand for the reference or for
    /// anything.
    /// </summary>
    public static bool IsAnyAllele(string alternate) => alternate is "<*>" or "<X>" or "<NON_REF>" or ".";

    /// <summary>Writes <paramref name="alternate"/>, letters, over the reference allele.</summary>
    public static ConsensusEdit Replace(long position, string reference, string alternate)
    {
        var anchored = reference.Length != alternate.Length && reference.Length > 0 && alternate.Length > 0
            && char.ToUpperInvariant(reference[0]) == char.ToUpperInvariant(alternate[0])
            && VariantClassifier.Of(reference, alternate) == VariantKinds.Indel;
        return new ConsensusEdit(EditKind.Replace, position, reference.Length, reference, alternate, anchored);
    }

    /// <summary>Writes <paramref name="letter"/> in place of every base of the span.</summary>
    public static ConsensusEdit Missing(long position, int span, string reference, char letter) =>
        new(EditKind.Missing, position, span, reference[..Math.Min(reference.Length, span)], letter.ToString(), false);

    /// <summary>A symbolic allele.</summary>
    public static ConsensusEdit Symbolic(long position, int span, string reference, string alternate)
    {
        var kind = alternate == "<DEL>" ? EditKind.Delete : IsAnyAllele(alternate) ? EditKind.AnyAllele : EditKind.Unsupported;
        var anchored = kind == EditKind.Delete || alternate.StartsWith("<INS", StringComparison.Ordinal);
        return new ConsensusEdit(kind, position, span, reference, alternate, anchored);
    }

    /// <summary>A genotype that names an allele which the record does not have.</summary>
    public static ConsensusEdit Broken(long position, string reference) => new(EditKind.Broken, position, 1, reference, "", false);

    /// <summary>Writes the reference allele.</summary>
    public static ConsensusEdit Keep(long position, string reference) =>
        new(EditKind.Keep, position, reference.Length, reference, reference, false);

    /// <summary>The reference allele, which only marks its span as covered.</summary>
    public static ConsensusEdit Freeze(long position, int span) => new(EditKind.Freeze, position, span, "", "", false);
}
