using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OmniHelix.Data.Columns;
using OmniHelix.Data.Tables;
using OmniHelix.Data.Tables.Json;
using OmniHelix.Sequences.Files;

namespace OmniHelix.Data.Records;

/// <summary>Examples out of Parquet and Arrow.</summary>
internal static class TypedRecords
{
    public static IEnumerable<Example> Read(string path, FileKind kind, RecordOptions options)
    {
        var all = Table.OpenAll([path], new() { Kind = kind });
        var (sequence, labels, id) = all.Fields(options);
        if (all.Columns[sequence].Type.Kind != TableKind.Text)
            throw JsonTexts.Bad($"the column '{all.Columns[sequence].Name}' is not text, but {all.Columns[sequence].Type}", path);
        IEnumerable<string> used = [.. new[] { sequence, id ?? sequence }.Concat(labels).Distinct().Select(i => all.Columns[i].Name)];
        var table = options.ForInference ? all : Table.OpenAll([path], new() { Kind = kind, Columns = [.. used] });
        if (table != all) (sequence, labels, id) = table.Fields(options);
        foreach (var row in table.Rows())
            yield return new Example
            {
                Id = id is { } name
                ? Convert.ToString(row[name], CultureInfo.InvariantCulture) ?? ""
                : row.Record.ToString(CultureInfo.InvariantCulture),
                Sequence = Encoding.UTF8.GetString(row.Utf8(sequence)).Trim(),
                Metadata = options.ForInference
                ? new JsonObject(row.Fields.Where((_, i) => i != sequence).Select(f => KeyValuePair.Create(f.Key, Node(f.Value))))
                : null,
                Label = options.ForInference || labels.Count == 0 ? null : LabelOf(row, labels),
                File = path,
                Record = row.Record,
            };
    }

    /// <summary>The label in some columns of a row.</summary>
    public static Label? LabelOf(TableRow row, IReadOnlyList<int> labels)
    {
        var read = labels.Select(i => ColumnLabels.Read(row.Chunk.Columns[i], row.Chunk.Data[i], row.Index, row.Place)).ToArray();
        return read.Length == 1 ? read[0] : JsonLabels.Combine(read, row.Place);
    }

    private static JsonNode? Node(object? value) => value switch
    {
        null => null,
        float and (float.NaN or float.PositiveInfinity or float.NegativeInfinity) or double and (
            double.NaN or double.PositiveInfinity or double.NegativeInfinity) =>
            JsonValue.Create(Convert.ToString(value, CultureInfo.InvariantCulture)),
        bool flag => JsonValue.Create(flag),
        long number => JsonValue.Create(number),
        ulong number => JsonValue.Create(number),
        float number => JsonValue.Create(number),
        double number => JsonValue.Create(number),
        decimal number => JsonValue.Create(number),
        byte[] bytes => JsonValue.Create(Convert.ToHexStringLower(bytes)),
        DateTime time => JsonValue.Create(JsonValueWriter.Time(time)),
        DateOnly day => JsonValue.Create(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        object?[] list => new JsonArray([.. list.Select(Node)]),
        KeyValuePair<string, object?>[] fields => new JsonObject(fields.Select(f => KeyValuePair.Create(f.Key, Node(f.Value)))),
        _ => JsonValue.Create(value.ToString()),
    };
}
