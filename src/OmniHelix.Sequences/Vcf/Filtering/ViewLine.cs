using System.Buffers;
using System.Globalization;
using System.Text;

namespace OmniHelix.Sequences.Vcf.Filtering;

/// <summary>The lines of records of which some columns change.</summary>
/// <param name="samples">Columns of the people that stay; null for all.</param>
internal sealed class ViewLine(int[]? samples)
{
    private readonly ArrayBufferWriter<byte> line = new();
    private readonly List<Range> ranges = [];

    /// <summary>What the FILTER column becomes; null where it stays as it is.</summary>
    /// <param name="record">Has the column.</param>
    /// <param name="failed">The filter that turned the record down; null when none did.</param>
    /// <param name="append">It stands beside those that were there.</param>
    public static string? Filter(VariantRecord record, string? failed, bool append)
    {
        if (failed is null) return record.Filters.Count == 0 ? "PASS" : null;
        if (!append || record.Filters is [] or ["PASS"]) return failed;
        return record.Filters.Contains(failed) ? null : string.Join(';', record.Filters.Append(failed));
    }

    /// <summary>The line of a record, without its end; valid until the next.</summary>
    /// <param name="record">What is written.</param>
    /// <param name="filter">Another FILTER column; null for its own.</param>
    /// <param name="counts">Another AC and AN; null for its own.</param>
    public ReadOnlySpan<byte> Of(VariantRecord record, string? filter, AlleleCounts? counts)
    {
        line.ResetWrittenCount();
        for (var column = 0; column < VcfColumn.Info; column++)
        {
            if (column == VcfColumn.Filter && filter is not null) line.Write(Encoding.UTF8.GetBytes(filter));
            else line.Write(record.Column(column));
            line.Write("\t"u8);
        }
        if (counts is null) line.Write(record.Column(VcfColumn.Info));
        else WriteInfo(record, counts);
        if (samples is null ? record.Header.Samples.Count > 0 : samples.Length > 0) WriteSamples(record);
        return line.WrittenSpan;
    }

    // Counts take the place of those that were there, or the end.
    private void WriteInfo(VariantRecord record, AlleleCounts counts)
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
        var at = fields.FindIndex(field => field == tag || field.StartsWith(tag + "=", StringComparison.Ordinal));
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
        if (samples is null)
        {
            line.Write("\t"u8);
            line.Write(text);
            return;
        }
        ranges.Clear();
        foreach (var range in text.Split((byte)'\t')) ranges.Add(range);
        foreach (var sample in samples)
        {
            line.Write("\t"u8);
            line.Write(text[ranges[sample]]);
        }
    }
}
