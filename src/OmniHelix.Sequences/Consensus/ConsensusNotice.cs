namespace OmniHelix.Sequences.Consensus;

/// <summary>Why a record is mentioned.</summary>
public enum NoticeKind
{
    /// <summary>It changes bases that a record before it already changed, and was passed over.</summary>
    Overlap,

    /// <summary>It reaches beyond the target and was cut.</summary>
    Clipped,

    /// <summary>It lies behind the last base of its sequence, and was passed over.</summary>
    Beyond,

    /// <summary>A <c>&lt;DEL&gt;</c> has more than one reference base; the deletion was taken to begin after the first.</summary>
    LongDeletionReference,
}

/// <summary>A record that is mentioned to the user.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Contig">Contig of the target.</param>
/// <param name="Position">From 0.</param>
/// <param name="Reference">REF.</param>
/// <param name="Alternate">The allele that was chosen.</param>
public readonly record struct ConsensusNotice(NoticeKind Kind, string Contig, long Position, string Reference, string Alternate);

/// <summary>What a consensus run did.</summary>
public sealed class ConsensusSummary
{
    /// <summary>Records in the sequences, over all targets.</summary>
    public long Applied { get; internal set; }

    /// <summary>Records passed over because they overlap one before.</summary>
    public long Overlapping { get; internal set; }

    /// <summary>Records passed over because they lie behind the last base of their sequence.</summary>
    public long Beyond { get; internal set; }

    /// <summary>Alleles passed over because they are not spelled in bases, such as <c>*</c> and breakends.</summary>
    public long NotSpelled { get; internal set; }

    /// <summary>Intervals of masks that reach behind the last base of their sequence, which stands for a whole contig.</summary>
    public long MasksBeyond { get; internal set; }

    /// <summary>Intervals of masks on contigs that no sequence stands for.</summary>
    public long MasksElsewhere { get; internal set; }

    /// <summary>Records under a mask.</summary>
    public long Masked { get; internal set; }

    /// <summary>Place of the first genotype with fewer alleles than the haplotype asks for; null when there was none.</summary>
    public string? TooFewAlleles { get; internal set; }

    /// <summary>Sequences written.</summary>
    public int Targets { get; internal set; }

    /// <summary>Contigs of the FASTA that the VCF does not know.</summary>
    public IReadOnlyList<string> UnknownContigs { get; internal set; } = [];

    /// <summary>Letters written.</summary>
    public long Bases { get; internal set; }
}
