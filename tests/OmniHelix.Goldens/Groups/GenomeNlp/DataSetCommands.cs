using System.Globalization;
using System.Text.RegularExpressions;
using OmniHelix.Data.Tables;

namespace OmniHelix.Goldens.Groups.GenomeNlp;

/// <summary>
/// <c>create_dataset_bio</c> and <c>create_dataset_nlp</c>, with <c>--compat</c>: CSV and JSON to the last byte, Parquet and Arrow by
/// types, class names and values, the numbers of records. The column of row numbers that pandas calls <c>Unnamed: 0</c> is left out here.
/// </summary>
internal sealed partial class DataSetCommands : IGenomeNlpCommand
{
    // Shares that sum to 1 but for rounding, and sequences or texts that look like missing values.
    private static readonly string[] Mended = ["dataset_sum_not_one", "dataset_na_like", "dataset_nlp_chunk"];

    public IReadOnlyList<string> Names { get; } = ["create_dataset_bio", "create_dataset_nlp"];

    public void Compare(GenomeNlpCall call, GoldenCheck check)
    {
        if (!call.Run(check, Mended, "--compat")) return;
        var output = call.ValueOf("-o")!;
        foreach (var file in call.Files)
        {
            var got = Path.Combine(call.PathOf(output), file);
            if (file.EndsWith(".csv", StringComparison.Ordinal) || file.EndsWith(".json", StringComparison.Ordinal))
                check.Equal(file, File.ReadAllText(got), WithoutNumbers(File.ReadAllText(call.Kept(file))));
            else CompareTables(file, Table.Open(got), Table.Open(call.Kept(file)), check);
        }
        if (call.Find("split_sizes_" + output) is not { } sizes) return;
        foreach (var split in sizes.GetProperty("rows").EnumerateObject())
            check.Equal(
                split.Name, File.ReadLines(Path.Combine(call.PathOf(output), split.Name + ".json")).Count(), split.Value.GetInt32());
    }

    private static void CompareTables(string name, Table got, Table expected, GoldenCheck check)
    {
        check.SameItems($"{name}, columns", Columns(got), Columns(expected));
        check.SameItems($"{name}, classes", Classes(got), Classes(expected));
        check.SameItems($"{name}, rows", Rows(got), Rows(expected));
    }

    private static IEnumerable<string> Columns(Table table) => table.Columns.Select(column => $"{column.Name} {column.Type}");

    private static IEnumerable<string> Classes(Table table) => table.Columns.SelectMany(column => column.ClassNames ?? []);

    private static IEnumerable<string> Rows(Table table) =>
        table.Rows().Select(row => string.Join(';', Enumerable.Range(0, table.Columns.Count).Select(column => Text(row[column]))));

    private static string Text(object? value) => value is object?[] list
        ? string.Join(' ', list.Select(Text))
        : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static string WithoutNumbers(string text) =>
        text.StartsWith("Unnamed: 0,", StringComparison.Ordinal) ? FirstCell().Replace(text, "") : NumberKey().Replace(text, "");

    [GeneratedRegex("^(Unnamed: 0|[0-9]+),", RegexOptions.Multiline)]
    private static partial Regex FirstCell();

    [GeneratedRegex("\"Unnamed: 0\":[0-9]+,")]
    private static partial Regex NumberKey();
}
