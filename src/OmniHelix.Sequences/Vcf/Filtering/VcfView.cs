namespace OmniHelix.Sequences.Vcf.Filtering;

/// <summary>How many records were read, and how many were kept.</summary>
/// <param name="Read">Records of the source.</param>
/// <param name="Kept">Records written.</param>
/// <param name="Marked">Those among them that <see cref="VcfViewOptions.SoftFilter"/> marks.</param>
public sealed record VcfViewCounts(long Read, long Kept, long Marked);

/// <summary>
/// Keeps some records and people of a VCF, as <c>bcftools view</c> and <c>bcftools filter</c> do. Where people are left out, AC and AN are
/// counted anew.
/// </summary>
public sealed class VcfView
{
    private readonly VcfViewOptions options;
    private readonly VariantFilter? include, exclude;
    private readonly int[]? columns;
    private readonly AlleleCounts counts = new();
    private readonly ViewLine line;
    private short[] genotypes = [];

    /// <summary>Prepares a view of files with this header.</summary>
    /// <exception cref="UsageException">OH1072, OH1073: an expression cannot be read.</exception>
    /// <exception cref="OmniException">OH1064: nobody has the name of a person.</exception>
    public VcfView(VcfHeader header, VcfViewOptions options)
    {
        this.options = options;
        include = options.Include is null ? null : VariantFilter.Parse(options.Include, header);
        exclude = options.Exclude is null ? null : VariantFilter.Parse(options.Exclude, header);
        columns = SampleColumns.Of(header, options.Samples, options.ExcludeSamples);
        var shown = options.DropGenotypes ? [] : columns;
        Header = header.With(shown is null ? header.Samples : [.. shown.Select(column => header.Samples[column])], Declarations());
        line = new ViewLine(shown);
    }

    /// <summary>The header of what is kept.</summary>
    public VcfHeader Header { get; }

    private bool Counts => columns is not null || options.MinimumCount is not null || options.MaximumCount is not null;

    /// <summary>Reads the records of a source and writes those that are kept; the header goes first.</summary>
    /// <param name="source">What is read.</param>
    /// <param name="writer">What is written to.</param>
    /// <param name="options">What is kept.</param>
    /// <param name="progress">Is told how many records were read.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <exception cref="OmniException">Those of <see cref="VcfView(VcfHeader, VcfViewOptions)"/>, of reading and of writing.</exception>
    public static VcfViewCounts Run(
        VariantSource source, VcfWriter writer, VcfViewOptions options, IProgress<long>? progress = null,
        CancellationToken cancellation = default)
    {
        var view = new VcfView(source.Header, options);
        writer.Write(view.Header);
        var read = 0L;
        var kept = 0L;
        var marked = 0L;
        source.Visit(record =>
        {
            read++;
            if (!view.Keeps(record)) return;
            kept++;
            if (view.IsMarked) marked++;
            view.Write(record, writer);
        }, progress, cancellation);
        return new(read, kept, marked);
    }

    /// <summary>
    /// Whether the record that <see cref="Keeps"/> looked at last gets the name of <see cref="VcfViewOptions.SoftFilter"/>.
    /// </summary>
    public bool IsMarked { get; private set; }

    /// <summary>Whether a record is kept.</summary>
    public bool Keeps(VariantRecord record)
    {
        var alleles = record.AlternateCount + 1;
        if (alleles < options.MinimumAlleles || alleles > options.MaximumAlleles) return false;
        if (options.Kinds is { } kinds && !Has(record.Kinds, kinds)) return false;
        if (options.WithoutKinds is { } unwanted && Has(record.Kinds, unwanted)) return false;
        if (options.Filters is { } filters && !HasFilter(record, filters)) return false;
        IsMarked = include?.Accepts(record) == false || exclude?.Accepts(record) == true;
        if (IsMarked && options.SoftFilter is null) return false;
        if (!Counts) return true;
        Count(record);
        return !(counts.Of(options.Counted) is var count && (count < options.MinimumCount || count > options.MaximumCount));
    }

    private static bool Has(VariantKinds found, VariantKinds wanted) =>
        wanted == VariantKinds.Reference ? found == wanted : (found & wanted) != 0;

    private static bool HasFilter(VariantRecord record, IReadOnlyList<string> wanted) =>
        record.Filters.Count == 0 ? wanted.Contains(".") : record.Filters.Any(wanted.Contains);

    private void Count(VariantRecord record)
    {
        if (columns is null)
        {
            if (!counts.TryTake(record)) counts.Count(record);
            return;
        }
        var ploidy = record.Ploidy;
        if (genotypes.Length < columns.Length * ploidy) genotypes = new short[columns.Length * ploidy];
        var calls = record.CheckedGenotypes;
        for (var i = 0; i < columns.Length && ploidy > 0; i++)
            calls.Slice(columns[i] * ploidy, ploidy).CopyTo(genotypes.AsSpan(i * ploidy));
        counts.Count(record, genotypes.AsSpan(0, columns.Length * ploidy));
    }

    private void Write(VariantRecord record, VcfWriter writer)
    {
        if (!options.DropGenotypes) record.RequireAlleles();
        var filter = options.SoftFilter is { } name ? ViewLine.Filter(record, IsMarked ? name : null, options.AppendFilter) : null;
        if (filter is null && columns is null && !Counts && !options.DropGenotypes) writer.Write(record);
        else writer.Write(line.Of(record, filter, Counts ? counts : null));
    }

    private IEnumerable<string> Declarations()
    {
        if (Counts)
        {
            yield return "##INFO=<ID=AC,Number=A,Type=Integer,Description=\"Allele count in genotypes\">";
            yield return "##INFO=<ID=AN,Number=1,Type=Integer,Description=\"Total number of alleles in called genotypes\">";
        }
        if (options.SoftFilter is not { } name) yield break;
        var why = options.Include is null ? $"Set if true: {options.Exclude}" : $"Set if not true: {options.Include}";
        var description = why.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        yield return $"##FILTER=<ID={name},Description=\"{description}\">";
    }
}
