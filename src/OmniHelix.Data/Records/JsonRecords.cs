using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmniHelix.Data.Tables.Json;

namespace OmniHelix.Data.Records;

/// <summary>Examples out of JSON and JSONL records.</summary>
internal static class JsonRecords
{
    public static IEnumerable<Example> Read(IEnumerable<JsonRecord> records, string name, RecordOptions options) =>
        records.Select(r => Read(r, name, options));

    private static Example Read(JsonRecord record, string name, RecordOptions options)
    {
        var place = record.Place(name);
        var number = record.Record.ToString(CultureInfo.InvariantCulture);
        if (record.Fields is not { } properties)
        {
            if (record.Value.ValueKind != JsonValueKind.String)
                throw JsonTexts.Bad($"an object was expected, not {record.Value.ValueKind}", place);
            var text = JsonTexts.Of(record.Value, place).Trim();
            return new Example { Id = number, Sequence = text, File = name, Record = record.Record, Line = record.Line };
        }
        var fields = new FieldMap([.. properties.Select(p => p.Key)], options, "field", place);
        var sequence = properties[fields.Sequence].Value;
        if (sequence.ValueKind != JsonValueKind.String)
            throw JsonTexts.Bad($"the field '{properties[fields.Sequence].Key}' is not text", place);
        return new Example
        {
            Id = fields.Id >= 0 ? Name(properties[fields.Id].Value, place) : number,
            Sequence = JsonTexts.Of(sequence, place).Trim(),
            Metadata = options.ForInference
                ? new JsonObject(
                    properties.Where((_, i) => i != fields.Sequence).Select(
                        p => KeyValuePair.Create(p.Key, JsonNode.Parse(p.Value.GetRawText()))))
                : null,
            Label = fields.Labels.Length switch
            {
                _ when options.ForInference => null,
                0 => null,
                1 => JsonLabels.Read(properties[fields.Labels[0]].Value, place),
                _ => JsonLabels.Combine([.. fields.Labels.Select(i => JsonLabels.Read(properties[i].Value, place))], place),
            },
            File = name,
            Record = record.Record,
            Line = record.Line,
        };
    }

    private static string Name(JsonElement value, string place) =>
        value.ValueKind == JsonValueKind.String ? JsonTexts.Of(value, place) : value.GetRawText();
}
