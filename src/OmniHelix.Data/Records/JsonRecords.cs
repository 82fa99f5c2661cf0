using System.Text.Json;
using System.Text.Json.Nodes;
using OmniHelix.Data.Tables.Json;
using OmniHelix.Sequences.Streams;

namespace OmniHelix.Data.Records;

/// <summary>Examples out of JSON and JSONL records.</summary>
internal static class JsonRecords
{
    /// <summary>One object a line.</summary>
    public static IEnumerable<Example> ReadLines(Stream stream, string name, RecordOptions options)
    {
        using var lines = new ByteLineReader(stream, name);
        var names = new JsonFieldNames();
        var number = 0L;
        var examples = RecordByRecord.Read(
            options,
            () =>
            {
                number++;
                using var document = JsonReader.NextLine(lines);
                return document is null
                    ? null
                    : Read(JsonReader.Record(document.RootElement, names, number, lines.LineNumber), name, options);
            },
            error => error.Code is "OH1201" or "OH1203" or "OH1205" ? Failed(name, number, lines.LineNumber) : null);
        foreach (var example in examples) yield return example;
    }

    /// <summary>A document, whose records are values in it.</summary>
    public static IEnumerable<Example> ReadDocument(Stream stream, string name, RecordOptions options)
    {
        using var records = JsonReader.Document(stream, name).GetEnumerator();
        JsonRecord? record = null;
        var examples = RecordByRecord.Read(
            options,
            () =>
            {
                record = null;
                if (!records.MoveNext()) return null;
                record = records.Current;
                return Read(record, name, options);
            },
            _ => record is null ? null : Failed(name, record.Record, record.Line));
        foreach (var example in examples) yield return example;
    }

    private static Example Failed(string name, long record, long line) =>
        new() { Id = "", Sequence = "", File = name, Record = record, Line = line };

    private static Example Read(JsonRecord record, string name, RecordOptions options)
    {
        var place = record.Place(name);
        if (record.Fields is not { } properties)
        {
            if (record.Value.ValueKind != JsonValueKind.String)
                throw JsonTexts.Bad($"an object was expected, not {record.Value.ValueKind}", place);
            var text = JsonTexts.Of(record.Value, place).Trim();
            return new Example { Id = "", Sequence = text, File = name, Record = record.Record, Line = record.Line };
        }
        var fields = new FieldMap([.. properties.Select(p => p.Key)], options, "field", place);
        var sequence = properties[fields.Sequence].Value;
        if (sequence.ValueKind != JsonValueKind.String)
            throw JsonTexts.Bad($"the field '{properties[fields.Sequence].Key}' is not text", place);
        return new Example
        {
            Pair = options.PairField is null ? null : fields.Pair < 0 ? "" : PairOf(properties[fields.Pair], place),
            Id = fields.Id >= 0 ? Name(properties[fields.Id].Value, place) : "",
            Sequence = JsonTexts.Of(sequence, place).Trim(),
            Metadata = options.ForInference
                ? new JsonObject(
                    properties.Where((_, i) => i != fields.Sequence).Select(
                        p => KeyValuePair.Create(p.Key, JsonNode.Parse(p.Value.GetRawText()))))
                : null,
            Label = fields.Labels.Length switch
            {
                _ when !options.ReadsLabels => null,
                0 => null,
                1 => JsonLabels.Read(properties[fields.Labels[0]].Value, place),
                _ => JsonLabels.Combine([.. fields.Labels.Select(i => JsonLabels.Read(properties[i].Value, place))], place),
            },
            File = name,
            Record = record.Record,
            Line = record.Line,
        };
    }

    private static string PairOf(KeyValuePair<string, JsonElement> field, string place) => field.Value.ValueKind switch
    {
        JsonValueKind.String => JsonTexts.Of(field.Value, place).Trim(),
        JsonValueKind.Null => "",
        _ => throw JsonTexts.Bad($"the field '{field.Key}' is not text", place),
    };

    private static string Name(JsonElement value, string place) =>
        value.ValueKind == JsonValueKind.String ? JsonTexts.Of(value, place) : value.GetRawText();
}
