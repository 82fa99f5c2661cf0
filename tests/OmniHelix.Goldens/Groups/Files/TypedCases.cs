using System.Text.Json;
using System.Text.RegularExpressions;
using OmniHelix.Data.Columns;
using OmniHelix.Data.Tables;

namespace OmniHelix.Goldens.Groups.Files;

/// <summary>Parquet and Arrow: schema, every value, class names.</summary>
internal static partial class TypedCases
{
    public static void Compare(string path, JsonElement entry, GoldenCheck check)
    {
        Table? table = null;
        TableChunk[] chunks = [];
        if (!Obedience.Read(entry, check, () => chunks = [.. (table = Table.Open(path)).Chunks()])
            || !entry.TryGetProperty("columns", out var columns)) return;
        check.Equal("rows", table!.RowCount, entry.GetProperty("rows").GetInt64());
        foreach (var (column, field) in table.Columns.Zip(entry.GetProperty("schema").EnumerateArray()))
            check.Equal($"type of {field.GetProperty("name")}", ArrowName(column.Type), Plain(field.GetProperty("type").GetString()!));
        check.SameItems(
            "columns",
            table.Columns.Select(c => c.Name),
            entry.GetProperty("schema").EnumerateArray().Select(f => f.GetProperty("name").GetString()!));
        foreach (var column in columns.EnumerateObject())
        {
            var index = table.Columns.ToList().FindIndex(c => c.Name == column.Name);
            if (index < 0) TypedSummaries.Compare(column, table.Columns, chunks, check);
            else CompareColumn(column, index, table.Columns[index].Type, chunks, check);
        }
        if (entry.TryGetProperty("class_names", out var names))
            check.SameItems(
                "class names",
                table.Columns.First(c => c.ClassNames is not null).ClassNames!,
                names.EnumerateArray().Select(n => n.GetString()!));
    }

    private static void CompareColumn(JsonProperty expected, int index, TableType type, TableChunk[] chunks, GoldenCheck check)
    {
        object?[] got = [.. chunks.SelectMany(c => Enumerable.Range(0, c.Rows).Select(i => c.Data[index][i]))];
        check.Equal($"{expected.Name} values", got.Length, expected.Value.GetArrayLength());
        for (var row = 0; row < Math.Min(got.Length, expected.Value.GetArrayLength()); row++)
            ValueComparison.Compare($"{expected.Name}[{row}]", got[row], type, expected.Value[row], check);
    }

    // What a table does not tell apart: half precision becomes single, lists of fixed length are lists, dictionaries and large strings are
    // text.
    private static string Plain(string arrow) => FixedList().Replace(Dictionary().Replace(arrow, "$1"), "list<$1>").Replace(
        "halffloat",
        "float",
        StringComparison.Ordinal).Replace("large_", "", StringComparison.Ordinal);

    private static string ArrowName(TableType type) => type.Kind switch
    {
        TableKind.Text => "string",
        TableKind.Bytes => "binary",
        TableKind.Boolean => "bool",
        TableKind.Timestamp => "timestamp[us]",
        TableKind.Date => "date32[day]",
        TableKind.Decimal => FormattableString.Invariant($"decimal128({type.Width}, {type.Scale})"),
        TableKind.List => $"list<element: {ArrowName(type.Element!)}>",
        TableKind.Struct => $"struct<{string.Join(", ", type.Fields.Select(f => $"{f.Name}: {ArrowName(f.Type)}"))}>",
        var plain => plain.ToString().ToLowerInvariant(),
    };

    [GeneratedRegex(@"dictionary<values=(\w+)[^>]*>")]
    private static partial Regex Dictionary();

    [GeneratedRegex(@"fixed_size_list<(.*)>\[\d+\]")]
    private static partial Regex FixedList();
}
