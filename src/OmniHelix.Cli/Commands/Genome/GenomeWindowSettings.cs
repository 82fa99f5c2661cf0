using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OmniHelix.Sequences.Consensus.Personal;
using OmniHelix.Sequences.Genome;

namespace OmniHelix.Cli.Commands.Genome;

/// <summary>How sequences are written.</summary>
internal enum WindowFormat
{
    /// <summary>FASTA.</summary>
    Fasta,

    /// <summary>Tab-separated with a header line.</summary>
    Tsv,

    /// <summary>One JSON object a line.</summary>
    Json,
}

/// <summary>What of a place a window is cut around.</summary>
internal enum WindowAnchor
{
    /// <summary>Its 5' end: the transcription start site of a gene.</summary>
    FivePrime,

    /// <summary>Its middle.</summary>
    Middle,
}

/// <summary>What <c>omni genome window</c> cuts.</summary>
internal sealed record GenomeWindowSettings
{
    [Description("Places from a BED file, or - for standard input.")]
    public string? Bed { get; init; }

    [Description("Start sites from a CSV or TSV table with the columns chr, TSS and strand; gene or name is used where it is there.")]
    public string? Tss { get; init; }

    [Description("Start sites of the genes of a GTF file.")]
    public string? Gtf { get; init; }

    [Description("With --gtf: identifiers or symbols, or a file with one a line; all genes when not given.")]
    public IReadOnlyList<string> Genes { get; init; } = [];

    [Description("Bases of a window; without it places are cut as they are, and cut where the contig ends.")]
    [Range(1, 1_000_000_000)]
    public int? Length { get; init; }

    [Description("What windows are cut around; by default the 5' end of genes and start sites and the middle of regions and BED records.")]
    public WindowAnchor? Anchor { get; init; }

    [Description("Padded: exact length, upper case, N for other letters and beyond the contig. Legacy, legacy_delete: as gLM2X-Tower cuts them.")]
    public WindowRule Rule { get; init; }

    [Description("What the table of --tss calls the first base of a contig.")]
    [Range(0, 1)]
    public int TssBase { get; init; } = 1;

    [Description("Cut all regions of the command line from the reverse strand.")]
    public bool Reverse { get; init; }

    [Description("Do not turn windows of the reverse strand.")]
    public bool IgnoreStrand { get; init; }

    [Description("Cut from people's genomes: a VCF with all contigs, or a folder with one VCF for each contig.")]
    public string? Vcf { get; init; }

    [Description("With --vcf: people; all without it.")]
    public IReadOnlyList<string> Samples { get; init; } = [];

    [Description("With --vcf: a file with one person a line.")]
    public string? SamplesFile { get; init; }

    [Description("With --vcf: apply insertions, deletions and all other variants too; places are lifted, and positions written are the person's own.")]
    public bool Indels { get; init; }

    [Description("With --vcf: calls of one allele, as those of men on X: bcftools (haplotype 1 takes them and haplotype 2 stays as the reference), both (both haplotypes take them) or skip (no windows of haplotype 2).")]
    public HaploidCalls Haploid { get; init; }

    [Description("Form of the output; by default what the name of the output tells, else FASTA.")]
    public WindowFormat? Format { get; init; }

    [Description("Write to this file instead of standard output; .gz is compressed with BGZF.")]
    public string? Output { get; init; }

    /// <summary>Says which flags are missing or exclude each other.</summary>
    /// <param name="regions">How many regions the command line names.</param>
    /// <exception cref="UsageException">OH2020, OH2021.</exception>
    public void Check(int regions)
    {
        const string Command = "omni genome window";
        if (regions == 0 && Bed is null && Tss is null && Gtf is null) throw new UsageException("OH2020", "nothing to cut: name a region, --bed, --tss or --gtf", Command);
        if (Tss is not null && Length is null) throw new UsageException("OH2020", "--tss needs --length: a start site is one base", Command);
        if (Genes.Count > 0 && Gtf is null) throw new UsageException("OH2020", "--genes needs --gtf, which says where they lie", Command);
        if (Vcf is null && (Samples.Count > 0 || SamplesFile is not null || Indels || Haploid != HaploidCalls.Bcftools))
            throw new UsageException("OH2020", "--samples, --samples-file, --indels and --haploid need --vcf", Command);
        if (Samples.Count > 0 && SamplesFile is not null) throw new UsageException("OH2021", "--samples and --samples-file exclude each other", Command);
    }

    /// <summary>The form of the output.</summary>
    public WindowFormat OutputFormat()
    {
        if (Format is { } format) return format;
        var name = Output is { } path && path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : Output;
        return Path.GetExtension(name)?.ToUpperInvariant() switch { ".TSV" => WindowFormat.Tsv, ".JSON" or ".JSONL" => WindowFormat.Json, _ => WindowFormat.Fasta };
    }
}
