using System.Globalization;
using System.Text.Json;
using OmniHelix.Data.Columns;

namespace OmniHelix.Goldens.Groups.Files;

/// <summary>
/// Where a reference file gives no values but something of them: <c>k_sum</c>, <c>s_first_20</c>, and of a single text column
/// <c>lengths</c>, <c>second_starts</c>, <c>second_ends</c>.
/// </summary>
internal static class TypedSummaries
{
    public static void Compare(JsonProperty expected, IReadOnlyList<TableColumn> columns, TableChunk[] chunks, GoldenCheck check)
    {
        var column = columns.ToList().FindIndex(c => expected.Name.StartsWith(c.Name + "_", StringComparison.Ordinal));
        object?[] values = [.. chunks.SelectMany(c => Enumerable.Range(0, c.Rows).Select(i => c.Data[Math.Max(0, column)][i]))];
        switch (expected.Name)
        {
            case "note":
                break;
            case var name when column >= 0 && name.EndsWith("_sum", StringComparison.Ordinal):
                check.Equal(name, values.Sum(v => (long)v!), expected.Value.GetInt64());
                break;
            case var name when column >= 0 && name.Contains("_first_", StringComparison.Ordinal):
                check.SameItems(
                    name,
                    values.Take(expected.Value.GetArrayLength()).Select(v => Convert.ToString(v, CultureInfo.InvariantCulture)),
                    expected.Value.EnumerateArray().Select(v => v.ToString()));
                break;
            case "lengths":
                check.SameItems(
                    "lengths",
                    values.Select(v => ((string)v!).Length),
                    expected.Value.EnumerateArray().Select(v => v.GetInt32()));
                break;
            case "second_starts":
                check.Equal("second_starts", ((string)values[1]!)[..expected.Value.GetString()!.Length], expected.Value.GetString()!);
                break;
            case "second_ends":
                check.Equal("second_ends", ((string)values[1]!)[^expected.Value.GetString()!.Length..], expected.Value.GetString()!);
                break;
            case var name:
                check.Skip($"no comparison for '{name}'");
                break;
        }
    }
}
