using System.Text.Json.Nodes;
using OmniHelix.Data.Tables.Delimited;

namespace OmniHelix.Data.Records;

/// <summary>Examples out of CSV and TSV.</summary>
internal static class DelimitedRecords
{
    public static IEnumerable<Example> Read(Stream stream, string name, byte separator, RecordOptions options)
    {
        using var reader = new DelimitedReader(stream, name, separator);
        string[] header = [.. reader.Header.Select(c => c.Trim())];
        var fields = new FieldMap(header, options, "column", $"{name}:1").WithPair();
        var examples = RecordByRecord.Read(
            options,
            () => reader.Read() ? Of(reader, fields, options) : null,
            _ => reader.IsBehindRow ? Unread(reader) : null);
        foreach (var example in examples) yield return example;

        Example Of(DelimitedReader row, FieldMap map, RecordOptions how) => Unread(row) with
        {
            Id = map.Id >= 0 ? row.Text(map.Id) : "",
            Sequence = row.Text(map.Sequence).Trim(),
            Pair = map.Pair >= 0 ? row.Text(map.Pair).Trim() : null,
            Metadata = how.ForInference ? MetadataOf(row, map, header) : null,
            Label = how.ReadsLabels ? LabelOf(row, map) : null,
        };
    }

    private static Example Unread(DelimitedReader reader) => new()
    {
        Id = "",
        Sequence = "",
        File = reader.Name,
        Record = reader.Record,
        Line = reader.Line,
    };

    private static JsonObject MetadataOf(DelimitedReader reader, FieldMap fields, string[] header)
    {
        var metadata = new JsonObject();
        for (var i = 0; i < header.Length; i++)
            if (i != fields.Sequence) metadata[header[i]] = reader.Text(i);
        return metadata;
    }

    private static Label? LabelOf(DelimitedReader reader, FieldMap fields)
    {
        if (fields.Labels.Length == 0) return null;
        if (fields.Labels.Length == 1) return Cell(reader.Text(fields.Labels[0]), reader.Place);
        return JsonLabels.Combine([.. fields.Labels.Select(i => Cell(reader.Text(i), reader.Place))], reader.Place);
    }

    private static Label? Cell(string text, string place) => TextLabels.Of(text.Trim(), place);
}
