using System.Globalization;
using System.Text;

namespace OmniHelix.Sequences.Vcf.Normalization;

/// <summary>A record whose columns can be changed: a copy of one that was read, as texts.</summary>
internal sealed class VariantDraft
{
    // FORMAT and samples as they stand in the file, and taken apart when somebody asked.
    private string? tail;
    private (List<string> Tags, List<string[]> Values)? table;

    /// <summary>The contig's name.</summary>
    public required string Contig { get; init; }

    /// <summary>The contig's place in the header.</summary>
    public required int ContigIndex { get; init; }

    /// <summary>Where the record stood, for errors.</summary>
    public required string Place { get; init; }

    /// <summary>0-based position of the first reference base.</summary>
    public long Position { get; set; }

    public string Id { get; set; } = ".";

    public string Reference { get; set; } = "";

    public List<string> Alternates { get; set; } = [];

    public string Quality { get; set; } = ".";

    public string Filter { get; set; } = ".";

    /// <summary>INFO fields in order; the value of a flag is null.</summary>
    public List<KeyValuePair<string, string?>> Info { get; set; } = [];

    /// <summary>FORMAT tags in order.</summary>
    public List<string> Format => Unpack().Tags;

    /// <summary>For every FORMAT tag the text of every sample, <c>.</c> where it is left out.</summary>
    public List<string[]> Samples => Unpack().Values;

    /// <summary>The kinds of all alternate alleles together.</summary>
    public VariantKinds Kinds =>
        Alternates.Aggregate(
            VariantKinds.Reference,
            (kinds, a) => kinds | VariantClassifier.Of(Encoding.ASCII.GetBytes(Reference), Encoding.ASCII.GetBytes(a)));

    /// <summary>Takes a record apart.</summary>
    public static VariantDraft Of(VariantRecord record)
    {
        var draft = new VariantDraft
        {
            Contig = record.Contig,
            ContigIndex = record.ContigIndex,
            Place = record.Place,
            Position = record.Position,
            Id = record.Id ?? ".",
            Reference = record.Reference,
            Alternates = [.. record.Alternates],
            Quality = Text(record.Column(VcfColumn.Quality)),
            Filter = Text(record.Column(VcfColumn.Filter)),
            Info = ParseInfo(Text(record.Column(VcfColumn.Info))),
        };
        if (record.Header.Samples.Count > 0) draft.tail = $"{Text(record.Column(VcfColumn.Format))}\t{Text(record.SampleColumns)}";
        return draft;
    }

    /// <summary>The same record with lists of its own.</summary>
    public VariantDraft Copy()
    {
        var copy = (VariantDraft)MemberwiseClone();
        copy.Alternates = [.. Alternates];
        copy.Info = [.. Info];
        copy.table = table is var (tags, values) ? ([.. tags], [.. values.Select(column => column.ToArray())]) : null;
        return copy;
    }

    /// <summary>The line of the record, without its end.</summary>
    public void Write(StringBuilder line)
    {
        line.Append(Contig).Append('\t').Append(CultureInfo.InvariantCulture, $"{Position + 1}").Append('\t').Append(Id).Append('\t')
            .Append(Reference).Append('\t');
        line.Append(Alternates.Count == 0 ? "." : string.Join(',', Alternates)).Append('\t').Append(Quality).Append('\t').Append(Filter)
            .Append('\t');
        line.Append(Info.Count == 0 ? "." : string.Join(';', Info.Select(f => f.Value is null ? f.Key : $"{f.Key}={f.Value}")));
        if (table is not var (tags, values))
        {
            if (tail is not null) line.Append('\t').Append(tail);
            return;
        }
        line.Append('\t').AppendJoin(':', tags);
        for (var sample = 0; sample < values[0].Length; sample++)
            for (var i = 0; i < tags.Count; i++) line.Append(i == 0 ? '\t' : ':').Append(values[i][sample]);
    }

    /// <summary>Takes the sample columns apart; most records never need it.</summary>
    private (List<string> Tags, List<string[]> Values) Unpack()
    {
        if (table is { } known) return known;
        if (tail is null) return ([], []);
        var columns = tail.Split('\t');
        var tags = columns[0].Split(':');
        var values = tags.Select(_ => new string[columns.Length - 1]).ToList();
        for (var sample = 1; sample < columns.Length; sample++)
        {
            var fields = columns[sample].Split(':');
            for (var i = 0; i < tags.Length; i++) values[i][sample - 1] = i < fields.Length && fields[i].Length > 0 ? fields[i] : ".";
        }
        table = ([.. tags], values);
        return table.Value;
    }

    private static string Text(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text);

    private static List<KeyValuePair<string, string?>> ParseInfo(string text)
    {
        var info = new List<KeyValuePair<string, string?>>();
        if (text == ".") return info;
        foreach (var field in text.Split(';'))
        {
            var equals = field.IndexOf('=', StringComparison.Ordinal);
            if (field.Length > 0) info.Add(equals < 0 ? new(field, null) : new(field[..equals], field[(equals + 1)..]));
        }
        return info;
    }
}
