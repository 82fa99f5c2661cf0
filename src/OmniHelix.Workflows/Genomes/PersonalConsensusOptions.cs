using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OmniHelix.Sequences.Consensus;
using OmniHelix.Sequences.Consensus.Personal;

namespace OmniHelix.Workflows.Genomes;

/// <summary>Which personal genomes are written, as it is said by flags, by a file or by a program.</summary>
public sealed record PersonalConsensusOptions
{
    /// <summary>The reference; has to be said.</summary>
    [Description("Reference FASTA, plain or BGZF.")]
    [Required]
    public string? Reference { get; init; }

    /// <summary>The variants; has to be said.</summary>
    [Description("A VCF with all contigs, or a folder with one VCF for each contig.")]
    [Required]
    public string? Vcf { get; init; }

    /// <summary>The folder for the genomes; has to be said.</summary>
    [Description("The folder for the genomes.")]
    [Required]
    public string? Output { get; init; }

    /// <summary>Whose genomes; all when empty.</summary>
    [Description("People; all without it.")]
    public IReadOnlyList<string> Samples { get; init; } = [];

    /// <summary>A file with one person a line, in place of <see cref="Samples"/>.</summary>
    [Description("A file with one person a line.")]
    public string? SamplesFile { get; init; }

    /// <summary>Contigs in the order of the output; the autosomes when empty.</summary>
    [Description("Contigs in the order of the output; without it the autosomes of the reference, or every contig with variants.")]
    public IReadOnlyList<string> Contigs { get; init; } = [];

    /// <summary>Apply all variants, not only substitutions of one base.</summary>
    [Description("Apply insertions, deletions and all other variants too; without it single-base substitutions only, and coordinates stay"
        + " those of the reference.")]
    public bool Indels { get; init; }

    /// <summary>What becomes of calls of one allele.</summary>
    [Description("Calls of one allele, as those of men on X: bcftools (haplotype 1 takes them and haplotype 2 stays as the reference), both"
        + " (both haplotypes take them) or skip (haplotype 2 lacks the contig).")]
    public HaploidCalls Haploid { get; init; }

    /// <summary>What is written.</summary>
    /// <param name="overwrite">Replace genomes that are there.</param>
    /// <exception cref="UsageException">OH2020: a value is missing; OH1916: two exclude each other.</exception>
    public PersonalConsensusRequest Request(bool overwrite)
    {
        if (Samples.Count > 0 && SamplesFile is not null)
            throw new UsageException("OH1916", "--samples and --samples-file cannot be combined");
        return new PersonalConsensusRequest
        {
            Reference = Needed(Reference, "--reference"),
            Variants = Needed(Vcf, "--vcf"),
            Output = Needed(Output, "--output"),
            People = SamplesFile is not null ? SampleList.Read(SamplesFile) : Samples.Count > 0 ? Samples : null,
            Contigs = Contigs.Count > 0 ? Contigs : null,
            Indels = Indels,
            Haploid = Haploid,
            Overwrite = overwrite,
        };
    }

    private static string Needed(string? value, string flag) =>
        value ?? throw new UsageException("OH2020", $"{flag} is missing");
}
