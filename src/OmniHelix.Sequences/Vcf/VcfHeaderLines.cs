using System.Globalization;
using System.Text;
using OmniHelix.Sequences.Streams;

namespace OmniHelix.Sequences.Vcf;

/// <summary>Reads header lines up to and including the one that begins with <c>#CHROM</c>.</summary>
internal sealed class VcfHeaderLines
{
    /// <summary>The most that a header may hold; more is a file that is no VCF, or a decompression bomb.</summary>
    internal const long LongestHeader = 256L << 20;

    private static readonly string[] Columns = ["#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO"];
    private readonly HashSet<string> contigNames = [];
    private readonly string name;
    private long bytes;

    private VcfHeaderLines(string name) => this.name = name;

    public List<string> Meta { get; } = [];
    public List<string> Samples { get; } = [];
    public List<string> Notices { get; } = [];
    public List<VcfContig> Contigs { get; } = [];
    public Dictionary<string, VcfField> Info { get; } = [];
    public Dictionary<string, VcfField> Format { get; } = [];
    public Dictionary<string, VcfFilter> Filters { get; } = new() { ["PASS"] = new("PASS", "All filters passed") };

    /// <summary>Reads the header; the next line of <paramref name="lines"/> is the first record.</summary>
    public static VcfHeaderLines Read(ByteLineReader lines)
    {
        var header = new VcfHeaderLines(lines.Name);
        var first = true;
        while (lines.TryRead(out var line))
        {
            if (first && !line.StartsWith("##fileformat="u8))
                throw new OmniException(
                    "OH1060", "is no VCF: the first line must begin with '##fileformat='", lines.Place,
                    line.StartsWith("#CHROM"u8) ? "Add the line ##fileformat=VCFv4.2 at the top." : null);
            first = false;
            if (!line.StartsWith("##"u8))
            {
                header.ColumnLine(line, lines.Place);
                return header;
            }
            header.MetaLine(line, lines.Place);
        }
        throw first
            ? new OmniException("OH1005", "is empty: no VCF header", header.name)
            : new OmniException(
                "OH1062", "the file ends inside the header: there is no line that begins with #CHROM", lines.Place,
                "Is the file truncated?");
    }

    private void MetaLine(ReadOnlySpan<byte> line, string place)
    {
        bytes += line.Length;
        if (bytes > LongestHeader) throw new OmniException("OH1062", "the header is longer than 256 MiB", place, "Is this a VCF?");
        var text = Encoding.UTF8.GetString(line);
        Meta.Add(text);
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0 || equals + 1 >= text.Length || text[equals + 1] != '<') return;
        switch (text[2..equals])
        {
            case "INFO": Declare(Info, Field(text, equals + 1, place), place, "INFO"); break;
            case "FORMAT": Declare(Format, Field(text, equals + 1, place), place, "FORMAT"); break;
            case "FILTER":
                var filter = VcfMetaLine.Parse(text, equals + 1, place);
                Filters.TryAdd(Required(filter, "ID", place), new VcfFilter(filter["ID"]!, filter["Description"] ?? ""));
                break;
            case "contig": Contig(VcfMetaLine.Parse(text, equals + 1, place), place); break;
        }
    }

    private void Contig(VcfMetaLine meta, string place)
    {
        var id = Required(meta, "ID", place);
        long? length = null;
        if (meta["length"] is { } text)
            length = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed
                : throw new OmniException("OH1061", $"the length of contig '{id}' is '{text}', but a whole number was expected", place);
        if (contigNames.Add(id)) Contigs.Add(new VcfContig(id, length));
        else Notices.Add($"{place}: contig '{id}' is declared again; the first declaration counts");
    }

    private void Declare(Dictionary<string, VcfField> fields, VcfField field, string place, string kind)
    {
        if (!fields.TryAdd(field.Id, field)) Notices.Add($"{place}: {kind} '{field.Id}' is declared again; the first declaration counts");
    }

    private static VcfField Field(string text, int start, string place)
    {
        var meta = VcfMetaLine.Parse(text, start, place);
        var id = Required(meta, "ID", place);
        if (!VcfNumber.TryParse(Required(meta, "Number", place), out var number))
            throw new OmniException(
                "OH1061", $"the Number of '{id}' is '{meta["Number"]}'", place, "Expected a whole number, A, R, G or '.'.");
        if (!Enum.TryParse<VcfValueType>(Required(meta, "Type", place), out var type) || !Enum.IsDefined(type)
            || char.IsAsciiDigit(meta["Type"]![0]))
            throw new OmniException(
                "OH1061", $"the Type of '{id}' is '{meta["Type"]}'", place, "Expected Integer, Float, Flag, Character or String.");
        return new VcfField(id, number, type, meta["Description"] ?? "");
    }

    private static string Required(VcfMetaLine meta, string key, string place) =>
        meta[key] is { Length: > 0 } value ? value : throw new OmniException("OH1061", $"a header line has no {key}", place);

    private void ColumnLine(ReadOnlySpan<byte> line, string place)
    {
        var text = Encoding.UTF8.GetString(line);
        if (!text.StartsWith("#CHROM", StringComparison.Ordinal))
            throw new OmniException(
                "OH1062", $"expected the line that begins with #CHROM after the '##' lines, found '{Short(text)}'", place,
                "A VCF names its columns and samples before the first record.");
        var columns = text.Split('\t');
        for (var i = 0; i < Columns.Length; i++)
            if (i >= columns.Length || columns[i] != Columns[i])
            {
                var found = i < columns.Length ? $"'{Short(columns[i])}'" : "missing";
                throw new OmniException(
                    "OH1062", $"column {i + 1} of the #CHROM line must be {Columns[i]}, but is {found}", place,
                    text.Contains('\t', StringComparison.Ordinal) ? null : "Columns are separated by tabs.");
            }
        if (columns.Length == Columns.Length) return;
        if (columns[Columns.Length] != "FORMAT")
            throw new OmniException(
                "OH1062", $"column 9 of the #CHROM line must be FORMAT, but is '{Short(columns[Columns.Length])}'", place);
        var seen = new HashSet<string>();
        foreach (var sample in columns.AsSpan(Columns.Length + 1))
        {
            if (sample.Length == 0) throw new OmniException("OH1062", $"sample {Samples.Count + 1} has no name", place);
            if (!seen.Add(sample))
                throw new OmniException(
                    "OH1063", $"two samples are named '{Short(sample)}'", place, "Rename one of them (bcftools reheader).");
            Samples.Add(sample);
        }
    }

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
