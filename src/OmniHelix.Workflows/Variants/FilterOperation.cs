using OmniHelix.Sequences.Vcf;
using OmniHelix.Sequences.Vcf.Filtering;

namespace OmniHelix.Workflows.Variants;

/// <summary>Some records and people of a VCF, as <c>bcftools view</c> and <c>filter</c> write them.</summary>
public sealed class FilterOperation
{
    private readonly RegionOptions regions;
    private readonly VcfViewOptions view;

    /// <param name="regions">Which places.</param>
    /// <param name="samples">Which people.</param>
    /// <param name="condition">Which records.</param>
    /// <param name="options">What else.</param>
    /// <exception cref="UsageException">
    /// OH2013, OH2016 a value cannot be read; OH2020, OH2021 values that miss or exclude each other.
    /// </exception>
    /// <exception cref="OmniException">OH1001, OH1915: the list of people cannot be read.</exception>
    public FilterOperation(RegionOptions regions, SampleOptions samples, ConditionOptions condition, FilterOptions options)
    {
        regions.Check();
        this.regions = regions;
        view = options.View(condition, samples.Choice());
    }

    /// <summary>Filters a file.</summary>
    /// <param name="path">VCF, plain or compressed, or BCF; <c>-</c> is standard input.</param>
    /// <param name="output">Receives header and records.</param>
    /// <param name="progress">Is told how many records were read.</param>
    /// <param name="cancellation">Stops between two records.</param>
    /// <exception cref="OmniException">The file cannot be read, or lacks what is asked for.</exception>
    public VcfViewCounts Run(string path, VcfWriter output, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        using var source = regions.Open(path);
        return VcfView.Run(source, output, view, progress, cancellation);
    }
}
