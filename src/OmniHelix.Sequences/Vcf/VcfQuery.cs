using System.Globalization;
using System.Text;

namespace OmniHelix.Sequences.Vcf;

/// <summary>
/// Prints chosen columns of records by a format such as <c>%CHROM\t%POS[\t%GT]\n</c> (<c>bcftools query</c>): names of columns, of INFO fields (<c>%DP</c> or <c>%INFO/DP</c>), and in
/// brackets, once for every sample, of FORMAT fields, <c>%SAMPLE</c> and <c>%TGT</c>; <c>{0}</c> behind a field picks one of its values.
/// </summary>
public sealed class VcfQuery
{
    private readonly string format;
    private readonly VcfHeader header;
    private readonly List<Part> parts = [];

    /// <summary>Reads a format for files with this header.</summary>
    /// <exception cref="UsageException">OH1080: the format is malformed or names something the header does not know.</exception>
    public VcfQuery(string format, VcfHeader header)
    {
        this.format = format;
        this.header = header;
        var at = 0;
        parts = Read(ref at, perSample: false);
    }

    private delegate void Part(VariantRecord record, int sample, ReadOnlySpan<byte> column, StringBuilder output);

    /// <summary>Adds what the format makes of a record.</summary>
    public void Write(VariantRecord record, StringBuilder output)
    {
        foreach (var part in parts) part(record, -1, [], output);
    }

    private List<Part> Read(ref int at, bool perSample)
    {
        var read = new List<Part>();
        while (at < format.Length)
        {
            var c = format[at];
            if (c == ']' && perSample)
            {
                at++;
                return read;
            }
            if (c == '[' && !perSample)
            {
                at++;
                var inner = Read(ref at, perSample: true);
                read.Add((record, _, _, output) =>
                {
                    var (sample, columns) = (0, record.Header.Samples.Count);
                    foreach (var range in record.SampleColumns.Split((byte)'\t'))
                    {
                        if (sample == columns) break;
                        foreach (var part in inner) part(record, sample, record.SampleColumns[range], output);
                        sample++;
                    }
                });
            }
            else if (c is '[' or ']') throw Malformed(at, c == '[' ? "brackets stand inside brackets" : "a bracket is closed that was not opened");
            else if (c == '%') read.Add(Field(ref at, perSample));
            else read.Add(Literal(ref at));
        }
        return perSample ? throw Malformed(at, "a bracket is not closed") : read;
    }

    private Part Literal(ref int at)
    {
        var text = new StringBuilder();
        while (at < format.Length && format[at] is not ('%' or '[' or ']'))
        {
            var c = format[at++];
            if (c == '\\' && at < format.Length) c = format[at++] switch { 't' => '\t', 'n' => '\n', var other => other };
            text.Append(c);
        }
        var literal = text.ToString();
        return (_, _, _, output) => output.Append(literal);
    }

    private Part Field(ref int at, bool perSample)
    {
        var start = at++;
        while (at < format.Length && (char.IsAsciiLetterOrDigit(format[at]) || format[at] is '_' or '.' or '/')) at++;
        var name = format[(start + 1)..at];
        int? index = null;
        if (at < format.Length && format[at] == '{')
        {
            var close = format.IndexOf('}', at);
            if (close < 0 || !int.TryParse(format.AsSpan(at + 1, close - at - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var picked)) throw Malformed(at, "a number is expected in braces");
            (index, at) = (picked, close + 1);
        }
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var tag = name[(slash + 1)..];
        if (slash < 0 && perSample && tag == "SAMPLE") return (record, sample, _, output) => output.Append(record.Header.Samples[sample]);
        if (slash < 0 && perSample && tag == "TGT") return (record, sample, _, output) => Translate(record, sample, output);
        if (slash < 0 && perSample && header.Format.ContainsKey(tag) || name.StartsWith("FORMAT/", StringComparison.Ordinal)) return Sample(tag, index, start, perSample);
        if (slash < 0 && Column(tag) is { } column) return (record, _, _, output) => output.Append(Pick(column(record), index));
        if (slash >= 0 && !name.StartsWith("INFO/", StringComparison.Ordinal) || !header.Info.ContainsKey(tag))
            throw new UsageException("OH1080", $"the header declares no field '{name}'", Place(start), NearestName.Ask(tag, header.Info.Keys.Concat(header.Format.Keys)));
        return (record, _, _, output) => output.Append(record.TryGetInfo(tag, out var text) ? text.IsEmpty ? "1" : Pick(Encoding.UTF8.GetString(text), index) : ".");
    }

    private Part Sample(string tag, int? index, int start, bool perSample)
    {
        if (!perSample) throw Malformed(start, $"{tag} belongs to samples and must stand in brackets");
        if (!header.Format.ContainsKey(tag)) throw new UsageException("OH1080", $"the header declares no FORMAT tag '{tag}'", Place(start), NearestName.Ask(tag, header.Format.Keys));
        return (record, _, column, output) => output.Append(record.FormatIndex(tag) is var field and >= 0 ? Pick(Encoding.UTF8.GetString(SampleFields.Field(column, field)), index) : ".");
    }

    private static Func<VariantRecord, string>? Column(string name) => name switch
    {
        "CHROM" => record => record.Contig,
        "POS" => record => (record.Position + 1).ToString(CultureInfo.InvariantCulture),
        "POS0" => record => record.Position.ToString(CultureInfo.InvariantCulture),
        "END" => record => (record.Position + record.ReferenceSpan).ToString(CultureInfo.InvariantCulture),
        "END0" => record => (record.Position + record.ReferenceSpan - 1).ToString(CultureInfo.InvariantCulture),
        "ID" => record => Text(record, VcfColumn.Id),
        "REF" => record => record.Reference,
        "ALT" => record => Text(record, VcfColumn.Alternates),
        "QUAL" => record => Text(record, VcfColumn.Quality),
        "FILTER" => record => Text(record, VcfColumn.Filter),
        "INFO" => record => Text(record, VcfColumn.Info),
        "FORMAT" => record => Text(record, VcfColumn.Format),
        "TYPE" => record => Kinds(record.Kinds),
        "N_ALT" => record => record.AlternateCount.ToString(CultureInfo.InvariantCulture),
        "FIRST_ALT" => record => record.AlternateCount == 0 ? "." : record.Alternates[0],
        _ => null,
    };

    private static string Text(VariantRecord record, int column) => Encoding.UTF8.GetString(record.Column(column));

    private static string Kinds(VariantKinds kinds)
    {
        if (kinds == VariantKinds.Reference) return "REF";
        (VariantKinds Kind, string Name)[] names =
            [(VariantKinds.Snp, "SNP"), (VariantKinds.Mnp, "MNP"), (VariantKinds.Indel, "INDEL"), (VariantKinds.Other, "OTHER"), (VariantKinds.Breakend, "BND"), (VariantKinds.Overlap, "OVERLAP")];
        return string.Join(',', names.Where(n => kinds.HasFlag(n.Kind)).Select(n => n.Name));
    }

    private static string Pick(string values, int? index)
    {
        if (index is not { } i) return values;
        var all = values.Split(',');
        return i < all.Length ? all[i] : ".";
    }

    /// <summary>The call with alleles spelled out.</summary>
    private static void Translate(VariantRecord record, int sample, StringBuilder output)
    {
        var call = record.Ploidy == 0 ? [] : record.Genotypes.Slice(sample * record.Ploidy, record.Ploidy);
        if (call.IsEmpty) output.Append('.');
        for (var i = 0; i < call.Length && call[i] != GenotypeCode.EndOfVector; i++)
        {
            if (i > 0) output.Append(GenotypeCode.IsPhased(call[i]) ? '|' : '/');
            var allele = GenotypeCode.Allele(call[i]);
            output.Append(allele switch { < 0 => ".", 0 => record.Reference, _ => allele <= record.AlternateCount ? record.Alternates[allele - 1] : "." });
        }
    }

    private string Place(int offset) => $"{format}, column {offset + 1}";

    private UsageException Malformed(int offset, string what) => new("OH1080", $"the output format is malformed: {what}", Place(offset));
}
