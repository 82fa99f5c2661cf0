using System.Globalization;

namespace OmniHelix.Workflows.Intervals;

/// <summary>What the lines of a merged interval have in one column, in one value; the operations of <c>bedtools merge -o</c>.</summary>
/// <param name="Column">Counted from 1.</param>
/// <param name="Operation">Its name.</param>
public sealed record ColumnSummary(int Column, string Operation)
{
    private static readonly Dictionary<string, Func<IReadOnlyList<string>, string>> Operations = new()
    {
        ["sum"] = values => Text(Numbers(values).Sum()),
        ["min"] = values => Text(Numbers(values).Min()),
        ["max"] = values => Text(Numbers(values).Max()),
        ["mean"] = values => Text(Numbers(values).Average()),
        ["median"] = values => Text(Median([.. Numbers(values).Order()])),
        ["count"] = values => values.Count.ToString(CultureInfo.InvariantCulture),
        ["count_distinct"] = values => values.Distinct().Count().ToString(CultureInfo.InvariantCulture),
        ["distinct"] = values => string.Join(',', values.Distinct().Order(StringComparer.Ordinal)),
        ["collapse"] = values => string.Join(',', values),
        ["first"] = values => values[0],
        ["last"] = values => values[^1],
    };

    /// <summary>Reads a list of columns and a list of operations, of which one may stand for all columns.</summary>
    /// <exception cref="UsageException">
    /// OH2016 an operation that there is not; OH2013 a column that is no number; OH2021 their numbers do not fit.
    /// </exception>
    public static IReadOnlyList<ColumnSummary> Read(string? columns, string? operations)
    {
        var named = (columns ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var wanted = (operations ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (named.Length == 0 != (wanted.Length == 0))
            throw new UsageException("OH2021", "--columns and --operations go together");
        if (wanted.Length > 1 && named.Length > 1 && wanted.Length != named.Length)
            throw new UsageException(
                "OH2021", $"there are {named.Length} columns and {wanted.Length} operations", "--operations",
                "Give one for all, or one for each.");
        foreach (var operation in wanted)
            if (!Operations.ContainsKey(operation))
                throw new UsageException(
                    "OH2016", $"'{operation}' is not one of {string.Join(", ", Operations.Keys)}", "--operations",
                    NearestName.Ask(operation, Operations.Keys));
        var count = Math.Max(named.Length, wanted.Length);
        return
        [
            .. Enumerable.Range(0, count).Select(
                i => new ColumnSummary(Number(named[Math.Min(i, named.Length - 1)]), wanted[Math.Min(i, wanted.Length - 1)])),
        ];
    }

    /// <summary>The value for some lines.</summary>
    /// <exception cref="OmniException">OH1033: a line lacks the column, or it is no number.</exception>
    public string Of(IEnumerable<IntervalLine> lines) => Operations[Operation]([.. lines.Select(ValueOf)]);

    private string ValueOf(IntervalLine line)
    {
        var columns = line.Columns;
        if (columns.Length < Column)
            throw new OmniException("OH1033", $"there is no column {Column}: the line has {columns.Length}", line.Text);
        return columns[Column - 1];
    }

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var column) && column > 0
        ? column
        : throw new UsageException("OH2013", $"expected the number of a column, found '{text}'", "--columns");

    private static IEnumerable<double> Numbers(IEnumerable<string> values) => values.Select(value =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new OmniException("OH1033", $"'{value}' is no number, which the operation needs"));

    private static double Median(double[] sorted) =>
        sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;

    private static string Text(double number) => number.ToString("G10", CultureInfo.InvariantCulture);
}
