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
        var fields = FieldsOf(all, options);
        foreach (var text in new[] { fields.Sequence, fields.Pair }.Where(i => i >= 0).Select(i => all.Columns[i]))
            if (text.Type.Kind != TableKind.Text)
                throw JsonTexts.Bad($"the column '{text.Name}' is not text, but {text.Type}", path);
        var used = new[] { fields.Sequence, fields.Pair, fields.Id }.Concat(fields.Labels).Where(i => i >= 0).Distinct();
        var table = options.ForInference
            ? all
            : Table.OpenAll([path], new() { Kind = kind, Columns = [.. used.Select(i => all.Columns[i].Name)] });
        if (table != all) fields = FieldsOf(table, options);
        foreach (var row in table.Rows())
            yield return new Example
            {
                Id = fields.Id >= 0 ? Convert.ToString(row[fields.Id], CultureInfo.InvariantCulture) ?? "" : "",
                Sequence = Encoding.UTF8.GetString(row.Utf8(fields.Sequence)).Trim(),
                Pair = fields.Pair >= 0 ? Encoding.UTF8.GetString(row.Utf8(fields.Pair)).Trim() : null,
                Metadata = options.ForInference
                ? new JsonObject(row.Fields.Where((_, i) => i != fields.Sequence).Select(f => KeyValuePair.Create(f.Key, Node(f.Value))))
                : null,
                Label = options.ReadsLabels && fields.Labels.Length > 0 ? LabelOf(row, fields.Labels) : null,
                File = path,
                Record = row.Record,
            };
    }

    private static FieldMap FieldsOf(Table table, RecordOptions options) =>
        new FieldMap([.. table.Columns.Select(c => c.Name.Trim())], options, "column", table.Files[0]).WithPair();

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
