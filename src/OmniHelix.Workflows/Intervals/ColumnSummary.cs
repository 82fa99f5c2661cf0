using System.Globalization;

namespace OmniHelix.Workflows.Intervals;

/// <summary>What the lines of a merged interval have in one column, in one value; the operations of <c>bedtools merge -o</c>.</summary>
/// <param name="Column">Counted from 1.</param>
/// <param name="Operation">Its name.</param>
public sealed record ColumnSummary(int Column, string Operation)
{
    private static readonly Dictionary<string, Func<double[], double>> OfNumbers = new()
    {
        ["sum"] = values => values.Sum(),
        ["min"] = values => values.Min(),
        ["max"] = values => values.Max(),
        ["mean"] = values => values.Average(),
        ["median"] = values => Median([.. values.Order()]),
    };

    private static readonly Dictionary<string, Func<string[], string>> OfTexts = new()
    {
        ["count"] = values => values.Length.ToString(CultureInfo.InvariantCulture),
        ["count_distinct"] = values => values.Distinct().Count().ToString(CultureInfo.InvariantCulture),
        ["distinct"] = values => string.Join(',', values.Distinct().Order(StringComparer.Ordinal)),
        ["collapse"] = values => string.Join(',', values),
        ["first"] = values => values[0],
        ["last"] = values => values[^1],
    };

    private static string[] Names { get; } = [.. OfNumbers.Keys, .. OfTexts.Keys];

    /// <summary>Reads a list of columns and a list of operations, of which one may stand for all columns.</summary>
    /// <exception cref="UsageException">
    /// OH2016 an operation that there is not; OH2013 a column that is no number; OH2021 their numbers do not fit.
    /// </exception>
    public static IReadOnlyList<ColumnSummary> Read(string? columns, string? operations)
    {
        var named = columns?.Split(',', StringSplitOptions.TrimEntries) ?? [];
        var wanted = operations?.Split(',', StringSplitOptions.TrimEntries) ?? [];
        if (named.Length == 0 != (wanted.Length == 0))
            throw new UsageException("OH2021", "--columns and --operations go together");
        if (wanted.Length > 1 && named.Length > 1 && wanted.Length != named.Length)
            throw new UsageException(
                "OH2021", $"there are {Plural.Count(named.Length, "column")} and {wanted.Length} operations", "--operations",
                "Give one for all, or one for each.");
        foreach (var operation in wanted)
            if (!Names.Contains(operation))
                throw new UsageException(
                    "OH2016", $"'{operation}' is not one of {string.Join(", ", Names)}", "--operations",
                    NearestName.Ask(operation, Names));
        var count = Math.Max(named.Length, wanted.Length);
        return
        [
            .. Enumerable.Range(0, count).Select(
                i => new ColumnSummary(Number(named[Math.Min(i, named.Length - 1)]), wanted[Math.Min(i, wanted.Length - 1)])),
        ];
    }

    /// <summary>The value for some lines.</summary>
    /// <param name="lines">At least one.</param>
    /// <param name="file">Where they stand, for errors.</param>
    /// <exception cref="OmniException">OH1033: a line lacks the column, or it is no number.</exception>
    public string Of(IReadOnlyList<IntervalLine> lines, string file)
    {
        if (OfTexts.TryGetValue(Operation, out var ofTexts)) return ofTexts([.. lines.Select(line => ValueOf(line, file))]);
        var number = OfNumbers[Operation]([.. lines.Select(line => NumberOf(line, file))]);
        return number.ToString("G10", CultureInfo.InvariantCulture);
    }

    private string ValueOf(IntervalLine line, string file)
    {
        var columns = line.Columns;
        return columns.Length >= Column
            ? columns[Column - 1]
            : throw Wrong($"there is no column {Column}: the line has {columns.Length}", line, file);
    }

    private double NumberOf(IntervalLine line, string file)
    {
        var value = ValueOf(line, file);
        return double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Wrong($"column {Column} is '{value}', but {Operation} needs a number", line, file);
    }

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var column) && column > 0
        ? column
        : throw new UsageException("OH2013", $"expected the number of a column, found '{text}'", "--columns");

    private static double Median(double[] sorted) =>
        sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;

    private static OmniException Wrong(string what, IntervalLine line, string file) =>
        new("OH1033", what, string.Create(CultureInfo.InvariantCulture, $"{file}:{line.Line}"));
}
