using System.Globalization;
using System.Text;
using OmniHelix.Sequences.Vcf.Filtering;

namespace OmniHelix.Sequences.Vcf.Querying;

/// <summary>Reads an output format.</summary>
/// <param name="format">As written.</param>
/// <param name="header">Says which fields there are.</param>
/// <param name="passing">Who is printed in brackets.</param>
/// <param name="allowUndeclared">Takes fields that the header does not declare.</param>
internal sealed class QueryParser(string format, VcfHeader header, PassingSamples passing, bool allowUndeclared)
{
    private const string Info = "INFO/", Format = "FORMAT/";

    private int at;

    /// <summary>The parts in their order.</summary>
    /// <exception cref="UsageException">OH1080: the format is malformed or names something the header does not know.</exception>
    public List<QueryPart> Parse()
    {
        var parts = new List<QueryPart>();
        while (at < format.Length)
            parts.Add(format[at] switch
            {
                '[' => Brackets(),
                ']' => throw Malformed(at, "a bracket is closed that was not opened"),
                '%' => SiteField(),
                _ => Literal(),
            });
        return parts;
    }

    private SamplesPart Brackets()
    {
        var opened = at++;
        var parts = new List<QueryPart>();
        while (at < format.Length && format[at] != ']')
            parts.Add(format[at] switch
            {
                '[' => throw Malformed(at, "brackets stand inside brackets"),
                '%' => SampleField(),
                _ => Literal(),
            });
        if (at == format.Length) throw Malformed(opened, "a bracket is not closed");
        at++;
        return new SamplesPart(parts, passing);
    }

    private LiteralPart Literal()
    {
        var text = new StringBuilder();
        while (at < format.Length && format[at] is not ('%' or '[' or ']'))
        {
            var letter = format[at++];
            if (letter == '\\' && at < format.Length) letter = format[at++] switch { 't' => '\t', 'n' => '\n', var other => other };
            text.Append(letter);
        }
        return new LiteralPart(text.ToString());
    }

    private QueryPart SiteField()
    {
        var (name, index, start) = Name();
        return Column(name, index) ?? InfoField(name, index, start);
    }

    private QueryPart SampleField()
    {
        var (name, index, start) = Name();
        if (name == "SAMPLE") return new SampleNamePart();
        if (name == "TGT") return new SpelledCallPart();
        if (!name.StartsWith(Format, StringComparison.Ordinal))
            return header.Format.ContainsKey(name) ? new FormatPart(name, index) : Column(name, index) ?? InfoField(name, index, start);
        var tag = name[Format.Length..];
        if (!allowUndeclared && !header.Format.ContainsKey(tag)) throw Unknown($"FORMAT tag '{tag}'", tag, start, header.Format.Keys);
        return new FormatPart(tag, index);
    }

    private InfoPart InfoField(string name, int? index, int start)
    {
        var tag = name.StartsWith(Info, StringComparison.Ordinal) ? name[Info.Length..] : name;
        if (allowUndeclared || header.Info.ContainsKey(tag)) return new InfoPart(tag, index);
        throw header.Format.ContainsKey(tag) || name.StartsWith(Format, StringComparison.Ordinal)
            ? Malformed(start, $"{name} belongs to samples and must stand in brackets")
            : FilterTags.Computed.Contains(name)
            ? new UsageException(
                "OH1080", $"the header declares no field '{name}'", Place(start),
                $"{name} is computed in conditions (--include, --exclude) only; what is printed stands in the file.")
            : Unknown($"field '{name}'", tag, start, header.Info.Keys.Concat(header.Format.Keys));
    }

    /// <summary>Takes a name, and the number in braces behind it.</summary>
    private (string Name, int? Index, int Start) Name()
    {
        var start = at++;
        while (at < format.Length && (char.IsAsciiLetterOrDigit(format[at]) || format[at] is '_' or '.' or '/')) at++;
        var name = format[(start + 1)..at];
        if (at == format.Length || format[at] != '{') return (name, null, start);
        var close = format.IndexOf('}', at);
        if (close < 0 || !int.TryParse(
            format.AsSpan(at + 1, close - at - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            throw Malformed(at, "a number is expected in braces");
        at = close + 1;
        return (name, index, start);
    }

    private static QueryPart? Column(string name, int? index) => name switch
    {
        "CHROM" => new ColumnPart(name, VcfColumn.Contig, null),
        "POS" => new NumberPart(name, record => record.Position + 1),
        "POS0" => new NumberPart(name, record => record.Position),
        "END" => new NumberPart(name, record => record.Position + record.ReferenceSpan),
        "END0" => new NumberPart(name, record => record.Position + record.ReferenceSpan - 1),
        "ID" => new ColumnPart(name, VcfColumn.Id, null),
        "REF" => new ColumnPart(name, VcfColumn.Reference, null),
        "ALT" => new ColumnPart(name, VcfColumn.Alternates, index),
        "FIRST_ALT" => new ColumnPart(name, VcfColumn.Alternates, 0),
        "QUAL" => new ColumnPart(name, VcfColumn.Quality, null),
        "FILTER" => new ColumnPart(name, VcfColumn.Filter, null),
        "INFO" => new ColumnPart(name, VcfColumn.Info, null),
        "FORMAT" => new ColumnPart(name, VcfColumn.Format, null),
        "TYPE" => new TextPart(name, record => Kinds(record.Kinds)),
        "N_ALT" => new NumberPart(name, record => record.AlternateCount),
        "LINE" => new LinePart(),
        _ => null,
    };

    private static string Kinds(VariantKinds kinds)
    {
        if (kinds == VariantKinds.Reference) return "REF";
        (VariantKinds Kind, string Name)[] names =
        [
            (VariantKinds.Snp, "SNP"), (VariantKinds.Mnp, "MNP"), (VariantKinds.Indel, "INDEL"),
            (VariantKinds.Other, "OTHER"), (VariantKinds.Breakend, "BND"), (VariantKinds.Overlap, "OVERLAP"),
        ];
        return string.Join(',', names.Where(one => kinds.HasFlag(one.Kind)).Select(one => one.Name));
    }

    private string Place(int offset) => $"{format}, column {offset + 1}";

    private UsageException Malformed(int offset, string what) => new("OH1080", $"the output format is malformed: {what}", Place(offset));

    private UsageException Unknown(string what, string tag, int offset, IEnumerable<string> known) =>
        new("OH1080", $"the header declares no {what}", Place(offset), NearestName.Ask(tag, known));
}
