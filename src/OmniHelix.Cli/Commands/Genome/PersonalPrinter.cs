using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using OmniHelix.Cli.Shell;
using OmniHelix.Sequences.Consensus.Personal;

namespace OmniHelix.Cli.Commands.Genome;

/// <summary>Tells what became of the genomes of many people.</summary>
internal static class PersonalPrinter
{
    private const int ShownFailures = 10;

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Writes the report as JSON.</summary>
    public static void PrintJson(Terminal terminal, PersonalConsensusReport report)
    {
        var result = new { report.IsComplete, report.Contigs, report.NotSpelled, report.WithoutRecords, report.Haploid, report.Haplotypes };
        terminal.Output.WriteLine(JsonSerializer.Serialize(result, Json));
    }

    /// <summary>Writes the report in words: sums, the first failures, and where the whole table is.</summary>
    public static void Print(Terminal terminal, PersonalConsensusReport report, string table)
    {
        foreach (var outcome in report.Haplotypes.GroupBy(h => h.Outcome).OrderBy(g => g.Key))
            terminal.Summary.WriteLine(Line(report, outcome));
        if (report.NotSpelled > 0)
            terminal.Error.WriteLine($"note {report.NotSpelled} alleles that are not spelled in bases (such as *) were passed over");
        var failed = report.Haplotypes.Where(h => h.Outcome == PersonalOutcome.Failed)
            .Select(h => $"failed {h.Person}: {h.Problem}").Distinct().ToList();
        foreach (var line in failed.Take(ShownFailures)) terminal.Error.WriteLine(line);
        if (failed.Count > ShownFailures)
            terminal.Error.WriteLine($"failed: {failed.Count - ShownFailures} more, all of them in the report");
        terminal.Error.WriteLine($"report: {table}");
    }

    private static string Line(PersonalConsensusReport report, IGrouping<PersonalOutcome, PersonalHaplotypeReport> outcome)
    {
        var what = outcome.Key switch { PersonalOutcome.Written => "written", PersonalOutcome.Kept => "already there", _ => "failed" };
        var people = Plural.Count(outcome.Select(h => h.Person).Distinct().Count(), "person", "people");
        var whose = $"{Plural.Count(outcome.Count(), "haplotype")} of {people} {what}";
        var bases = Text(
            $"{Plural.Count(report.Contigs.Count, "contig")}, {Plural.Count(outcome.Sum(h => h.Bases), "base", format: "#,0")}");
        var variants = Text(
            $"{Plural.Count(outcome.Sum(h => h.Applied), "variant", format: "#,0")}, {outcome.Sum(h => h.Overlapping):#,0} passed over");
        return $"{whose}: {bases}, {variants}";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
