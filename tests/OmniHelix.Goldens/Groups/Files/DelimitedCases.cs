using System.Globalization;
using System.Text.Json;
using OmniHelix.Data.Columns;
using OmniHelix.Data.Tables;

namespace OmniHelix.Goldens.Groups.Files;

/// <summary>CSV and TSV: every cell as text, blank lines left out.</summary>
internal static class DelimitedCases
{
    public static void Compare(string path, JsonElement entry, GoldenCheck check)
    {
        Table? table = null;
        TableRow[] rows = [];
        var options = new TableOptions
        {
            Delimiter = entry.TryGetProperty("delimiter", out var delimiter) ? delimiter.GetString()![0] : null,
        };
        if (!Obedience.Read(entry, check, () => rows = [.. (table = Table.Open(path, options)).Rows()])) return;
        if (!entry.TryGetProperty("python_csv", out var expected)) return;
        if (expected.ValueKind == JsonValueKind.String)
        {
            var characters = int.Parse(expected.GetString()!.Split(' ')[0], NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
            check.Equal("longest cell", rows.SelectMany(r => r.Fields).Max(f => ((string)f.Value!).Length), characters);
            return;
        }
        string[][] records = [.. expected.EnumerateArray().Select(r => r.EnumerateArray().Select(c => c.GetString()!).ToArray())
            .Where(r => r.Length > 0)];
        check.SameItems("columns", table!.Columns.Select(c => c.Name), records[0]);
        check.Equal("rows", rows.Length, records.Length - 1);
        for (var i = 0; i < Math.Min(rows.Length, records.Length - 1); i++)
            check.SameItems($"row {i + 1}", rows[i].Fields.Select(f => (string)f.Value!), records[i + 1]);
    }
}
