using System.Buffers;
using System.Globalization;
using System.Text;

namespace OmniHelix.Sequences.Vcf.Filtering;

/// <summary>Keeps some records and people of a VCF, as <c>bcftools view</c> does. Where people are left out, AC and AN are counted anew.</summary>
public sealed class VcfView
{
    private readonly VcfViewOptions options;
    private readonly VariantFilter? include, exclude;
    private readonly int[]? columns;
    private readonly AlleleCounts counts = new();
    private readonly List<Range> ranges = [];
    private readonly ArrayBufferWriter<byte> line = new();
    private short[] genotypes = [];

    /// <summary>Prepares a view of files with this header.</summary>
    /// <exception cref="UsageException">OH1072, OH1073: an expression cannot be read.</exception>
    /// <exception cref="OmniException">OH1064: nobody has the name of a person.</exception>
    public VcfView(VcfHeader header, VcfViewOptions options)
    {
        this.options = options;
        include = options.Include is null ? null : VariantFilter.Parse(options.Include, header);
        exclude = options.Exclude is null ? null : VariantFilter.Parse(options.Exclude, header);
        columns = Columns(header, options);
        Header = columns is null && !Counts ? header : header.With(columns is null ? header.Samples : [.. columns.Select(c => header.Samples[c])],
            "##INFO=<ID=AC,Number=A,Type=Integer,Description=\"Allele count in genotypes\">",
            "##INFO=<ID=AN,Number=1,Type=Integer,Description=\"Total number of alleles in called genotypes\">");
    }

    /// <summary>The header of what is kept.</summary>
    public VcfHeader Header { get; }

    private bool Counts => columns is not null || options.MinimumCount is not null || options.MaximumCount is not null;

    /// <summary>Reads all records and writes those that are kept; the header goes first. Returns how many were kept.</summary>
    public static long Run(VcfReader reader, VcfWriter writer, VcfViewOptions options)
    {
        var view = new VcfView(reader.Header, options);
        writer.Write(view.Header);
        var kept = 0L;
        while (reader.TryRead())
            if (view.TryWrite(reader.Record, writer)) kept++;
        return kept;
    }

    /// <summary>Writes a record if it is kept.</summary>
    public bool TryWrite(VariantRecord record, VcfWriter writer)
    {
        if (!Keeps(record)) return false;
        if (Counts) WriteChanged(record, writer);
        else writer.Write(record);
        return true;
    }

    /// <summary>Whether a record is kept.</summary>
    public bool Keeps(VariantRecord record)
    {
        var alleles = record.AlternateCount + 1;
        if (alleles < options.MinimumAlleles || alleles > options.MaximumAlleles) return false;
        if (options.Kinds is { } kinds && !Has(record.Kinds, kinds)) return false;
        if (options.WithoutKinds is { } unwanted && Has(record.Kinds, unwanted)) return false;
        if (include?.Accepts(record) == false || exclude?.Accepts(record) == true) return false;
        if (!Counts) return true;
        Count(record);
        return !(counts.Of(options.Counted) is var count && (count < options.MinimumCount || count > options.MaximumCount));
    }

    private static bool Has(VariantKinds found, VariantKinds wanted) => wanted == VariantKinds.Reference ? found == wanted : (found & wanted) != 0;

    private void Count(VariantRecord record)
    {
        var all = record.Genotypes;
        if (columns is null)
        {
            counts.Count(record, all);
            return;
        }
        var ploidy = record.Ploidy;
        if (genotypes.Length < columns.Length * ploidy) genotypes = new short[columns.Length * ploidy];
        for (var i = 0; i < columns.Length && ploidy > 0; i++) all.Slice(columns[i] * ploidy, ploidy).CopyTo(genotypes.AsSpan(i * ploidy));
        counts.Count(record, genotypes.AsSpan(0, columns.Length * ploidy));
    }

    private void WriteChanged(VariantRecord record, VcfWriter writer)
    {
        line.ResetWrittenCount();
        for (var column = 0; column < VcfColumn.Info; column++)
        {
            line.Write(record.Column(column));
            line.Write("\t"u8);
        }
        WriteInfo(record);
        if (Header.Samples.Count > 0) WriteSamples(record);
        writer.Write(line.WrittenSpan);
    }

    /// <summary>Counts take the place of those that were there, or the end.</summary>
    private void WriteInfo(VariantRecord record)
    {
        var fields = new List<string>();
        var info = Encoding.UTF8.GetString(record.Column(VcfColumn.Info));
        if (info != ".") fields.AddRange(info.Split(';', StringSplitOptions.RemoveEmptyEntries));
        var alternates = new List<string>();
        foreach (var count in counts.Alternates) alternates.Add(count.ToString(CultureInfo.InvariantCulture));
        Set(fields, "AC", alternates.Count == 0 ? null : string.Join(',', alternates));
        Set(fields, "AN", counts.Total.ToString(CultureInfo.InvariantCulture));
        line.Write(Encoding.UTF8.GetBytes(string.Join(';', fields)));
    }

    private static void Set(List<string> fields, string tag, string? value)
    {
        var at = fields.FindIndex(f => f == tag || f.StartsWith(tag + "=", StringComparison.Ordinal));
        if (value is null)
        {
            if (at >= 0) fields.RemoveAt(at);
        }
        else if (at >= 0) fields[at] = $"{tag}={value}";
        else fields.Add($"{tag}={value}");
    }

    private void WriteSamples(VariantRecord record)
    {
        line.Write("\t"u8);
        line.Write(record.Column(VcfColumn.Format));
        var text = record.SampleColumns;
        if (columns is null)
        {
            line.Write("\t"u8);
            line.Write(text);
            return;
        }
        ranges.Clear();
        foreach (var range in text.Split((byte)'\t')) ranges.Add(range);
        foreach (var column in columns)
        {
            line.Write("\t"u8);
            line.Write(text[ranges[column]]);
        }
    }

    private static int[]? Columns(VcfHeader header, VcfViewOptions options)
    {
        if (options.Samples is null) return null;
        int[] named = [.. options.Samples.Select(header.SampleIndex)];
        return options.ExcludeSamples ? [.. Enumerable.Range(0, header.Samples.Count).Except(named)] : [.. named.Distinct()];
    }
}
