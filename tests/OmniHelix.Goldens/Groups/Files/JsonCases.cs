using System.Text.Json;
using OmniHelix.Data.Columns;
using OmniHelix.Data.Tables;

namespace OmniHelix.Goldens.Groups.Files;

/// <summary>JSON and JSONL; a field that a record lacks is missing.</summary>
internal static class JsonCases
{
    public static void Compare(string path, JsonElement entry, GoldenCheck check)
    {
        Table? table = null;
        TableRow[] rows = [];
        if (!Obedience.Read(entry, check, () => rows = [.. (table = Table.Open(path)).Rows()])) return;
        var records = Records(entry.GetProperty("value"));
        check.Equal("rows", rows.Length, records.Count);
        check.SameItems("columns", table!.Columns.Select(c => c.Name), records.SelectMany(r => r.Keys).Distinct());
        for (var i = 0; i < Math.Min(rows.Length, records.Count); i++)
            foreach (var (name, value) in rows[i].Fields)
                ValueComparison.Compare(
                    $"row {i + 1}, {name}",
                    value,
                    table.Columns[table.IndexOf(name)].Type,
                    records[i].GetValueOrDefault(name),
                    check);
    }

    // An array of records, an object of columns, or records under a field.
    private static List<Dictionary<string, JsonElement>> Records(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array)
            return [.. value.EnumerateArray().Select(r => r.EnumerateObject().ToDictionary(p => p.Name, p => p.Value))];
        JsonProperty[] properties = [.. value.EnumerateObject()];
        if (properties.All(p => p.Value.ValueKind == JsonValueKind.Array))
            return [.. Enumerable.Range(0, properties[0].Value.GetArrayLength())
                .Select(i => properties.ToDictionary(p => p.Name, p => p.Value[i]))];
        return Records(properties.Single(p => p.Value.ValueKind == JsonValueKind.Array).Value);
    }
}
