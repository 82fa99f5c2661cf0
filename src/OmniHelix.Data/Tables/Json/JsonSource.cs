using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using OmniHelix.Data.Columns;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Streams;

namespace OmniHelix.Data.Tables.Json;

/// <summary>
/// JSON and JSONL as a table: one pass finds the columns of all records and their types, the next one reads them. A field that a record
/// lacks is missing.
/// </summary>
internal sealed class JsonSource : ITableSource
{
    private const string Alone = "sequence";

    private readonly string path;
    private readonly bool isLines;
    private readonly JsonSchema schema;
    private IReadOnlyList<TableColumn>? known;

    private JsonSource(string path, bool isLines, JsonSchema schema)
    {
        this.path = path;
        this.isLines = isLines;
        this.schema = schema;
        var records = 0L;
        foreach (var record in Records())
        {
            records++;
            if (record.Fields is { } fields)
                foreach (var (name, value) in fields) schema.Field(name, value);
            else if (record.Value.ValueKind == JsonValueKind.String) schema.Field(Alone, record.Value);
            else throw JsonTexts.Bad($"an object was expected, not {record.Value.ValueKind}", record.Place(path));
        }
        RowCount = records;
        if (records > 0) return;
        if (IsBlank()) throw new OmniException("OH1005", "is empty: no record", path);
        if (!isLines) foreach (var name in JsonReader.ColumnNames(CompressedInput.Open(path), path)) schema.Field(name, default);
    }

    public IReadOnlyList<TableColumn> Columns => known ??= schema.Columns;

    public long? RowCount { get; }

    /// <summary>Files of one table: the columns and types are those of the records of all.</summary>
    public static JsonSource[] OpenAll(IEnumerable<string> paths, bool isLines)
    {
        var schema = new JsonSchema();
        return [.. paths.Select(path => new JsonSource(path, isLines, schema))];
    }

    public IEnumerable<TableChunk> Read(IReadOnlyList<int> columns)
    {
        var builder = new ChunkBuilder([.. columns.Select(i => Columns[i])], path);
        var places = Columns.Select((c, i) => (c.Name, i)).ToDictionary(c => c.Name, c => c.i, StringComparer.Ordinal);
        var values = new JsonElement[Columns.Count];
        foreach (var record in Records())
        {
            Array.Clear(values);
            foreach (var (name, value) in record.Fields ?? [KeyValuePair.Create(Alone, record.Value)])
                values[places.TryGetValue(name, out var place) ? place : throw TableColumns.Changed(path)] = value;
            for (var i = 0; i < columns.Count; i++) Add(builder.Builders[i], values[columns[i]], record);
            builder.EndRow(record.Line);
            if (builder.IsFull) yield return builder.Take();
        }
        if (builder.Rows > 0) yield return builder.Take();
    }

    // An array without elements is a table without rows.
    private bool IsBlank()
    {
        using var lines = new ByteLineReader(CompressedInput.Open(path), path);
        while (lines.TryRead(out var line))
            if (!line.Trim(" \t"u8).IsEmpty) return false;
        return true;
    }

    private IEnumerable<JsonRecord> Records() =>
        isLines ? JsonReader.Lines(CompressedInput.Open(path), path) : JsonReader.Document(CompressedInput.Open(path), path);

    private void Add(ColumnBuilder builder, JsonElement value, JsonRecord record)
    {
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            builder.AddNull();
            return;
        }
        switch (builder)
        {
            case TextBuilder { Type.Kind: TableKind.Json } raw:
                if (value.ValueKind == JsonValueKind.String) _ = JsonTexts.Of(value, record.Place(path));
                raw.Add(JsonMarshal.GetRawUtf8Value(value));
                break;
            case TextBuilder text when value.ValueKind == JsonValueKind.String:
                AddText(text, value, record);
                break;
            case TextBuilder text when value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                text.Add(JsonMarshal.GetRawUtf8Value(value));
                break;
            case NumberBuilder { Type.Kind: TableKind.Boolean } flags when value.ValueKind is JsonValueKind.True or JsonValueKind.False:
                flags.Add(value.GetBoolean());
                break;
            case NumberBuilder { Type.Kind: TableKind.Int64 } integers when value.ValueKind == JsonValueKind.Number
                && value.TryGetInt64(out var integer):
                integers.Add(integer);
                break;
            case NumberBuilder { Type.Kind: TableKind.Double } numbers when value.ValueKind == JsonValueKind.Number:
                numbers.Add(value.GetDouble());
                break;
            case ListBuilder list when value.ValueKind == JsonValueKind.Array:
                var start = list.Items.Count;
                foreach (var item in value.EnumerateArray()) Add(list.Items, item, record);
                list.Add(start);
                break;
            case StructBuilder fields when value.ValueKind == JsonValueKind.Object:
                for (var i = 0; i < fields.Fields.Length; i++)
                    Add(fields.Fields[i], value.TryGetProperty(fields.Type.Fields[i].Name, out var field) ? field : default, record);
                fields.Add();
                break;
            default:
                throw TableColumns.Changed(path);
        }
    }

    private void AddText(TextBuilder text, JsonElement value, JsonRecord record)
    {
        var quoted = JsonMarshal.GetRawUtf8Value(value);
        if (!quoted.Contains((byte)'\\')) text.Add(quoted[1..^1]);
        else text.Add(Encoding.UTF8.GetBytes(JsonTexts.Of(value, record.Place(path))));
    }
}
