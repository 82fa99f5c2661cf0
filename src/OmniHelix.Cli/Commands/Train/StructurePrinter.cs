using System.Globalization;
using OmniHelix.Workflows.FineTuning.Scoring;

namespace OmniHelix.Cli.Commands.Train;

/// <summary>How good structures are that were drawn in several ways, on standard output.</summary>
internal static class StructurePrinter
{
    /// <summary>Prints a line for each way; nothing where no structures were drawn.</summary>
    public static void Print(TextWriter output, IReadOnlyList<TestFinding> findings)
    {
        foreach (var finding in findings.OfType<StructureFinding>())
        {
            output.WriteLine();
            output.WriteLine($"structures of all sequences together. {finding.Sentence}");
            output.WriteLine("  pair F1 interval        precision recall macro-F1 interval        drawn by");
            foreach (var score in finding.Results.Scores) output.WriteLine(Line(score));
        }
    }

    private static string Line(StructureScore score) =>
        $"  {Number(score.F1),-7} {Interval(score.F1),-15} {Number(score.Precision),-9} {Number(score.Recall),-6} "
        + $"{Number(score.F1Macro),-8} {Interval(score.F1Macro),-15} {score.Name}";

    private static string Number(ScoreWithInterval? score) =>
        score?.Value is { } value ? value.ToString("0.000", CultureInfo.InvariantCulture) : "–";

    private static string Interval(ScoreWithInterval? score) => score is { Low: { } low, High: { } high }
        ? string.Create(CultureInfo.InvariantCulture, $"[{low:0.000}, {high:0.000}]")
        : "";
}
