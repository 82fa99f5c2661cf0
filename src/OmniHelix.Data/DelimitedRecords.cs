using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsvHelper;

namespace OmniHelix.Data;

/// <summary>CSV and TSV with a header row.</summary>
internal static class DelimitedRecords
{
    public static IEnumerable<Example> Read(Stream stream, string name, char separator, RecordOptions options)
    {
        var settings = new CsvReaderOptions
        {
            Separator = separator,
            MalformedData = CsvMalformedDataHandling.Throw,
            FieldCountMismatch = CsvFieldCountHandling.Allow,
            TrackLineNumbers = true,
        };
        using var reader = CsvReader.Create(stream, settings, leaveOpen: true);
        string[] header = [.. Header(reader, name).Select(c => c.Trim())];
        var fields = new FieldMap(header, options, "column", $"{name}:1");
        while (Next(reader, name))
        {
            if (reader.FieldCount != header.Length)
                throw new OmniException("OH1204", $"the row has {reader.FieldCount} columns, but the header has {header.Length}", $"{name}:{reader.LineNumber}", "Is a quote or delimiter missing?");
            yield return new Example
            {
                Id = fields.Id >= 0 ? reader.GetString(fields.Id) : reader.RowNumber.ToString(CultureInfo.InvariantCulture),
                Sequence = reader.GetString(fields.Sequence).Trim(),
                Metadata = options.ForInference ? MetadataOf(reader, fields, header) : null,
                Label = options.ForInference ? null : LabelOf(reader, fields, $"{name}:{reader.LineNumber}"),
                File = name,
                Record = reader.RowNumber,
                Line = reader.LineNumber,
            };
        }
    }

    private static IReadOnlyList<string> Header(CsvReader reader, string name)
    {
        try
        {
            return reader.Headers is { Count: > 0 } header ? header : throw new OmniException("OH1005", "is empty: no header row", name);
        }
        catch (CsvFormatException e)
        {
            throw Malformed(e, name);
        }
    }

    private static bool Next(CsvReader reader, string name)
    {
        try
        {
            return reader.Read();
        }
        catch (CsvFormatException e)
        {
            throw Malformed(e, name);
        }
    }

    private static OmniException Malformed(CsvFormatException e, string name) =>
        new("OH1204", $"is not valid CSV: {e.Message.Split(['\r', '\n'])[0].TrimEnd('.')}", $"{name}:{e.LineNumber}", "Is a quote missing or not doubled?", e);

    private static JsonObject MetadataOf(CsvReader reader, FieldMap fields, string[] header)
    {
        var metadata = new JsonObject();
        for (var i = 0; i < header.Length; i++)
            if (i != fields.Sequence) metadata[header[i]] = reader.GetString(i);
        return metadata;
    }

    private static Label? LabelOf(CsvReader reader, FieldMap fields, string place)
    {
        if (fields.Labels.Length == 0) return null;
        if (fields.Labels.Length == 1) return Cell(reader.GetString(fields.Labels[0]), place);
        return JsonLabels.Combine([.. fields.Labels.Select(i => Cell(reader.GetString(i), place))], place);
    }

    // A list in a cell is written as JSON; brackets without any number or quote are a structure.
    private static Label? Cell(string text, string place)
    {
        text = text.Trim();
        if (text.Length == 0) return null;
        if (text is not ['[', .., ']'] || !text.Any(c => char.IsAsciiDigit(c) || c == '"')) return new TextLabel(text);
        try
        {
            using var json = JsonDocument.Parse(text);
            return JsonLabels.Read(json.RootElement, place);
        }
        catch (JsonException)
        {
            return new TextLabel(text);
        }
    }
}
