using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OmniHelix.Sequences.Consensus;
using OmniHelix.Sequences.Consensus.Personal;
using OmniHelix.Sequences.Genome;

namespace OmniHelix.Workflows.Genomes;

/// <summary>Which windows of a genome are cut and where they go, as it is said by flags, by a file or by a program.</summary>
public sealed record GenomeWindowOptions
{
    private const string Places = "Places", Windows = "Windows", PeopleGroup = "People", Out = "Output";

    /// <summary>Places from a BED file; <c>-</c> is standard input.</summary>
    [Description("Places from a BED file, or - for standard input."), Category(Places)]
    public string? Bed { get; init; }

    /// <summary>Start sites from a table.</summary>
    [Description("Start sites from a CSV or TSV table with the columns chr, TSS and strand; gene or name is used where it is there.")]
    [Category(Places)]
    public string? Tss { get; init; }

    /// <summary>Start sites of the genes of a GTF file.</summary>
    [Description("Start sites of the genes of a GTF file."), Category(Places)]
    public string? Gtf { get; init; }

    /// <summary>Of <see cref="Gtf"/>: identifiers or symbols, or one file with one a line; all genes when empty.</summary>
    [Description("With --gtf: identifiers or symbols, or a file with one a line; all genes when not given."), Category(Places)]
    public IReadOnlyList<string> Genes { get; init; } = [];

    /// <summary>Bases of a window; null cuts places as they are.</summary>
    [Description("Bases of a window; without it places are cut as they are, and cut where the contig ends.")]
    [Range(1, 1_000_000_000), Category(Windows)]
    public int? Length { get; init; }

    /// <summary>What windows are cut around.</summary>
    [Description("What windows are cut around; by default the 5' end of genes and start sites and the middle of regions and BED records.")]
    [Category(Windows)]
    public WindowAnchor? Anchor { get; init; }

    /// <summary>What becomes of other letters and of what lies beyond the contig.</summary>
    [Description("Padded: exact length, upper case, N for other letters and beyond the contig. Legacy, legacy_delete: as gLM2X-Tower cuts"
        + " them."), Category(Windows)]
    public WindowRule Rule { get; init; }

    /// <summary>What <see cref="Tss"/> calls the first base of a contig.</summary>
    [Description("What the table of --tss calls the first base of a contig.")]
    [Range(0, 1), Category(Places)]
    public int TssBase { get; init; } = 1;

    /// <summary>Cut the regions that are named from the reverse strand.</summary>
    [Description("Cut all regions of the command line from the reverse strand."), Category(Places)]
    public bool Reverse { get; init; }

    /// <summary>Leave windows of the reverse strand as they stand on the forward one.</summary>
    [Description("Do not turn windows of the reverse strand."), Category(Windows)]
    public bool IgnoreStrand { get; init; }

    /// <summary>Variants of people, whose genomes are cut in place of the reference.</summary>
    [Description("Cut from people's genomes: a VCF with all contigs, or a folder with one VCF for each contig."), Category(PeopleGroup)]
    public string? Vcf { get; init; }

    /// <summary>Whose genomes; all when empty.</summary>
    [Description("With --vcf: people; all without it."), Category(PeopleGroup)]
    public IReadOnlyList<string> Samples { get; init; } = [];

    /// <summary>A file with one person a line, in place of <see cref="Samples"/>.</summary>
    [Description("With --vcf: a file with one person a line."), Category(PeopleGroup)]
    public string? SamplesFile { get; init; }

    /// <summary>Apply all variants, not only substitutions of one base.</summary>
    [Description("With --vcf: apply insertions, deletions and all other variants too; places are lifted, and positions written are the"
        + " person's own."), Category(PeopleGroup)]
    public bool Indels { get; init; }

    /// <summary>What becomes of calls of one allele.</summary>
    [Description("With --vcf: calls of one allele, as those of men on X: bcftools (haplotype 1 takes them and haplotype 2 stays as the"
        + " reference), both (both haplotypes take them) or skip (no windows of haplotype 2)."), Category(PeopleGroup)]
    public HaploidCalls Haploid { get; init; }

    /// <summary>Form of the output; null takes what its name promises, else FASTA.</summary>
    [Description("Form of the output; by default what its name promises (.fasta, .csv, .tsv, .json, .jsonl, .parquet, .arrow),"
        + " else FASTA."), Category(Out)]
    public WindowFormat? Format { get; init; }

    /// <summary>The file; null for a stream.</summary>
    [Description("Write to this file instead of standard output; .gz is compressed with BGZF."), Category(Out)]
    public string? Output { get; init; }

    /// <summary>What is cut.</summary>
    /// <param name="regions">Regions to cut, as people write them.</param>
    /// <exception cref="UsageException">OH2020, OH2021: values are missing or exclude each other.</exception>
    public WindowRequest Request(IReadOnlyList<string> regions)
    {
        Check(regions);
        return new()
        {
            Regions = regions,
            Bed = Bed,
            StartSites = Tss,
            StartSiteBase = TssBase,
            Annotation = Gtf,
            Genes = Genes is [var file] && File.Exists(file) ? NamesIn(file) : Genes,
            ReverseRegions = Reverse,
            Length = Length,
            Anchor = Anchor,
            Rule = Rule,
            IgnoreStrand = IgnoreStrand,
            Variants = Vcf,
            People = new() { People = People(), Indels = Indels, Haploid = Haploid },
        };
    }

    private void Check(IReadOnlyList<string> regions)
    {
        if (regions.Count == 0 && Bed is null && Tss is null && Gtf is null)
            throw Missing("nothing to cut: name a region, --bed, --tss or --gtf");
        if (Tss is not null && Length is null) throw Missing("--tss needs --length: a start site is one base");
        if (Genes.Count > 0 && Gtf is null) throw Missing("--genes needs --gtf, which says where they lie");
        if (Vcf is null && (Samples.Count > 0 || SamplesFile is not null || Indels || Haploid != HaploidCalls.Bcftools))
            throw Missing("--samples, --samples-file, --indels and --haploid need --vcf");
        if (Samples.Count > 0 && SamplesFile is not null)
            throw new UsageException("OH2021", "--samples and --samples-file exclude each other");
    }

    private IReadOnlyList<string>? People() => SamplesFile is { } file ? SampleList.Read(file) : Samples.Count > 0 ? Samples : null;

    private static string[] NamesIn(string file) => [.. File.ReadLines(file).Select(line => line.Trim()).Where(line => line.Length > 0)];

    private static UsageException Missing(string what) => new("OH2020", what);
}
