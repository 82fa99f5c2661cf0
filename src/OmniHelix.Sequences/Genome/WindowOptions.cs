namespace OmniHelix.Sequences.Genome;

/// <summary>Which rules a window around a transcription start site follows.</summary>
public enum WindowRule
{
    /// <summary>
    /// Exactly the asked length: upper-cased, letters outside ACGT become N, and N stands where the contig has ended; then oriented.
    /// </summary>
    Padded,

    /// <summary>
    /// As the gLM2X-Tower data sets were made: the table's value as it is, cut at the contig's ends, lower case becomes N.
    /// </summary>
    Legacy,

    /// <summary>The same with letters outside upper-case ACGT removed, as for the k-mer models there.</summary>
    LegacyDelete,
}

/// <summary>How windows are cut.</summary>
public sealed record WindowOptions
{
    /// <summary>Bases; an odd length has its middle base at the start site, an even one its first base after the middle.</summary>
    public required int Length { get; init; }

    /// <summary>What is done at contig ends, with lower case and with other letters.</summary>
    public WindowRule Rule { get; init; }

    /// <summary>What the table calls the first base of a contig: 1 (Ensembl, GTF) or 0 (BED). The legacy rules do not ask.</summary>
    public int TssBase { get; init; } = 1;

    /// <summary>Legacy rules only: one base more at the end, as their reference-genome training had it.</summary>
    public bool LegacyReferenceWindow { get; init; }
}
