using System.Globalization;
using OmniHelix.Cli.Shell;
using OmniHelix.Metrics.Statistics;
using OmniHelix.Workflows.Structures;

namespace OmniHelix.Cli.Commands.Rna;

/// <summary>A comparison of structures, for people and programs; names the first records that could not be compared.</summary>
internal static class ComparisonPrinter
{
    private const int NameWidth = 20, CellWidth = 24;

    /// <summary>Prints it.</summary>
    /// <param name="terminal">Scores go to its output, what failed to its error stream.</param>
    /// <param name="comparison">The scores.</param>
    /// <param name="json">As JSON.</param>
    public static void Print(Terminal terminal, StructureComparison comparison, bool json)
    {
        foreach (var error in comparison.Failures) terminal.Error.WriteLine($"failed {error.Describe()}");
        if (comparison.Failed > comparison.Failures.Count)
            terminal.Error.WriteLine(Text($"… and {comparison.Failed - comparison.Failures.Count} more."));
        if (json) terminal.Output.WriteLine(OmniCommand.Json(Summary(comparison)));
        else Table(terminal.Summary, comparison);
    }

    private static void Table(TextWriter output, StructureComparison comparison)
    {
        var slip = comparison.Slip == 0 ? "" : Text($"; a partner may be off by {comparison.Slip}");
        output.WriteLine(
            $"{Plural.Count(comparison.Records, "record", format: "N0")} compared, {Text($"{comparison.Failed:N0}")} failed{slip}");
        output.WriteLine();
        output.WriteLine($"{"score",-NameWidth}{"all pairs together",-CellWidth}mean over records");
        foreach (var score in comparison.Scores)
            output.WriteLine($"{score.Name,-NameWidth}{Cell(score.Pooled),-CellWidth}{Cell(score.Mean)}");
    }

    private static string Cell(ConfidenceInterval? interval) => interval switch
    {
        null or { Estimate: null } => "–",
        { Low: { } low, High: { } high } => Text($"{interval.Estimate:0.0000} [{low:0.0000}, {high:0.0000}]"),
        _ => Text($"{interval.Estimate:0.0000}"),
    };

    private static object Summary(StructureComparison comparison) => new
    {
        comparison.Records,
        comparison.Failed,
        comparison.Slip,
        Scores = comparison.Scores.ToDictionary(score => score.Name, score => new { score.Pooled, score.Mean }),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
