using System.Text;
using OmniHelix.Sequences.Vcf.Querying;

namespace OmniHelix.Workflows.Variants;

/// <summary>Columns of a VCF as a table, as <c>bcftools query</c> prints them.</summary>
public sealed class QueryOperation
{
    private readonly RegionOptions regions;
    private readonly QueryOptions options;
    private readonly VcfQueryOptions query;

    /// <param name="regions">Which places.</param>
    /// <param name="samples">Which people.</param>
    /// <param name="condition">Which records.</param>
    /// <param name="options">What is printed of them.</param>
    /// <exception cref="UsageException">OH2020 there is no format; OH2021 values that exclude each other.</exception>
    /// <exception cref="OmniException">OH1001, OH1915: the list of people cannot be read.</exception>
    public QueryOperation(RegionOptions regions, SampleOptions samples, ConditionOptions condition, QueryOptions options)
    {
        condition.Check();
        regions.Check();
        var people = samples.Choice();
        if (options.Format is null && !options.ListSamples)
            throw new UsageException(
                "OH2020", "--format is needed: what is printed of each record?", null, "Such as --format '%CHROM\\t%POS[\\t%GT]\\n'.");
        this.regions = regions;
        this.options = options;
        query = new VcfQueryOptions
        {
            Samples = people.Names,
            ExcludeSamples = people.IsExcluded,
            Include = condition.Include,
            Exclude = condition.Exclude,
            AllowUndeclared = options.AllowUndefTags,
        };
    }

    /// <summary>Prints a file.</summary>
    /// <param name="path">VCF, plain or compressed, or BCF; <c>-</c> is standard input.</param>
    /// <param name="output">Receives the text.</param>
    /// <param name="progress">Is told how many records were read.</param>
    /// <param name="cancellation">Stops between two records.</param>
    /// <exception cref="OmniException">The file cannot be read, or lacks what is asked for.</exception>
    public void Run(string path, Stream output, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        using var source = regions.Open(path);
        if (options.ListSamples)
        {
            foreach (var person in source.Header.Samples) output.Write(Encoding.UTF8.GetBytes($"{person}\n"));
            return;
        }
        var columns = new VcfQuery(options.Format!, source.Header, query);
        if (options.PrintHeader) output.Write(Encoding.UTF8.GetBytes(columns.Names()));
        columns.Run(source, output, progress, cancellation);
    }
}
