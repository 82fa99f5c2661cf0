using OmniHelix.Sequences.Consensus.Personal;
using OmniHelix.Sequences.Genome;

namespace OmniHelix.Workflows.Genomes;

/// <summary>Which places of a genome are cut, from whom, and how.</summary>
public sealed record WindowRequest
{
    /// <summary>Regions as people write them, such as <c>chr1:1,000,001-1,064,000</c>, counted from 1.</summary>
    public IReadOnlyList<string> Regions { get; init; } = [];

    /// <summary>BED file with further places; <c>-</c> is standard input.</summary>
    public string? Bed { get; init; }

    /// <summary>Table with a contig, a start site and a strand in each row.</summary>
    public string? StartSites { get; init; }

    /// <summary>What <see cref="StartSites"/> calls the first base of a contig: 0 or 1.</summary>
    public int StartSiteBase { get; init; } = 1;

    /// <summary>GTF file whose genes are places.</summary>
    public string? Annotation { get; init; }

    /// <summary>Identifiers or symbols of the genes of <see cref="Annotation"/>; all of them when empty.</summary>
    public IReadOnlyList<string> Genes { get; init; } = [];

    /// <summary>Cut <see cref="Regions"/>, which have no strand of their own, from the reverse strand.</summary>
    public bool ReverseRegions { get; init; }

    /// <summary>Bases of a window; null cuts places as they are.</summary>
    public int? Length { get; init; }

    /// <summary>What windows are cut around; null: the 5' end of genes and start sites, the middle of regions and BED records.</summary>
    public WindowAnchor? Anchor { get; init; }

    /// <summary>What becomes of other letters and of what lies beyond the contig.</summary>
    public WindowRule Rule { get; init; }

    /// <summary>Leave windows of the reverse strand as they stand on the forward one.</summary>
    public bool IgnoreStrand { get; init; }

    /// <summary>A VCF with all contigs, or a folder with one for each: people's genomes are cut in place of the reference.</summary>
    public string? Variants { get; init; }

    /// <summary>Whose genomes of <see cref="Variants"/>, and how they are made; the contigs are those of the places.</summary>
    public PersonalGenomeOptions People { get; init; } = new();
}
