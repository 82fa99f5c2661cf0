using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Vcf;
using OmniHelix.Sequences.Vcf.Normalization;

namespace OmniHelix.Workflows.Variants;

/// <summary>Alleles split, joined and aligned to the left, as <c>bcftools norm</c> writes them.</summary>
public sealed class NormalizeOperation
{
    private readonly RegionOptions regions;
    private readonly NormalizeOptions options;

    /// <param name="regions">Which places.</param>
    /// <param name="options">What is done.</param>
    /// <exception cref="UsageException">
    /// OH2016 a value that there is not; OH2020 nothing to do; OH2021 values that exclude each other.
    /// </exception>
    public NormalizeOperation(RegionOptions regions, NormalizeOptions options)
    {
        regions.Check();
        options.Check();
        this.regions = regions;
        this.options = options;
    }

    /// <summary>Normalises a file.</summary>
    /// <param name="path">VCF, plain or compressed, or BCF; <c>-</c> is standard input.</param>
    /// <param name="output">Receives header and records.</param>
    /// <param name="warn">Is told of records that contradict the reference, where that is no error.</param>
    /// <param name="progress">Is told how many records were read.</param>
    /// <param name="cancellation">Stops between two records.</param>
    /// <exception cref="OmniException">OH1078 a record contradicts the reference; a file cannot be read.</exception>
    public NormalizationCounts Run(
        string path,
        VcfWriter output,
        Action<OmniException>? warn = null,
        IProgress<long>? progress = null,
        CancellationToken cancellation = default)
    {
        using var reference = options.FastaRef is { } fasta ? ReferenceGenome.Open(fasta, cancellation: cancellation) : null;
        using var source = regions.Open(path);
        return VariantNormalizer.Run(source, output, options.Normalization(reference), warn, progress, cancellation);
    }
}
