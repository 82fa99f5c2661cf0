using OmniHelix.Sequences.Vcf;

namespace OmniHelix.Workflows.Variants;

/// <summary>Alternate alleles of people at variants as a matrix, for linear models.</summary>
public sealed class DosageOperation
{
    private readonly RegionOptions regions;
    private readonly SampleChoice samples;
    private readonly ConditionOptions condition;

    /// <param name="regions">Which places.</param>
    /// <param name="samples">Which people.</param>
    /// <param name="condition">Which records.</param>
    /// <exception cref="UsageException">OH2021: values that exclude each other.</exception>
    /// <exception cref="OmniException">OH1001, OH1915: the list of people cannot be read.</exception>
    public DosageOperation(RegionOptions regions, SampleOptions samples, ConditionOptions condition)
    {
        condition.Check();
        regions.Check();
        this.regions = regions;
        this.condition = condition;
        this.samples = samples.Choice();
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">VCF, plain or compressed, or BCF; <c>-</c> is standard input.</param>
    /// <param name="progress">Is told how many records were read.</param>
    /// <param name="cancellation">Stops between two records.</param>
    /// <exception cref="OmniException">The file cannot be read, or lacks what is asked for.</exception>
    public GenotypeMatrix Run(string path, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        using var source = regions.Open(path);
        IReadOnlyList<string>? people = samples.IsExcluded ? [.. source.Header.Samples.Except(samples.Names!)] : samples.Names;
        return GenotypeMatrix.Read(source, people, condition.For(source.Header), progress, cancellation);
    }
}
