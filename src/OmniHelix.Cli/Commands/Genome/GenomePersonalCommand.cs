using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Progress;
using OmniHelix.Cli.Shell;
using OmniHelix.Sequences.Consensus.Personal;

namespace OmniHelix.Cli.Commands.Genome;

/// <summary><c>omni genome personal</c>: the genomes of many people in one pass over their variants.</summary>
internal static class GenomePersonalCommand
{
    private const string ReportName = "report.tsv";
    private const int ShownFailures = 10;
    private static readonly string[] BenchmarkNames = ["make_consensus", "make-consensus"];
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) } };

    public static CommandEntry Entry { get; } = new("personal", "Write the genomes of many people, both haplotypes, in one pass over each VCF.", Create);

    /// <summary>The names under which users of the personal-expression benchmark know it.</summary>
    public static IEnumerable<CommandEntry> KnownAs => BenchmarkNames.Select(Entry.KnownAs);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var ofBenchmark = BenchmarkNames.Contains(entry.Name);
        var schema = new SettingsBinding().Add<PersonalSettings>()
            .Alias("--samples-file", "--sample_list_file").Alias("--vcf", "--vcf_root").Alias("--output", "--consensus_root");
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace genomes that were made from other input." };
        var json = OmniCommand.JsonFlag();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples = ofBenchmark
                ? [$"omni {entry.Name} --sample_list_file people.txt --reference hs37d5.fa --vcf_root vcf_files --consensus_root consensus"]
                :
                [
                    "omni genome personal --reference hs37d5.fa --vcf vcf_files --samples-file people.txt --output consensus",
                    "omni genome personal --reference hs37d5.fa --vcf chr20.vcf.gz --contigs 20 --samples HG00096,HG00097 --indels --output consensus",
                ],
        };
        schema.AddTo(command);
        command.Options.Add(overwrite);
        command.Options.Add(json);
        command.SetAction((parsed, cancellation) =>
        {
            var settings = schema.Read(parsed).Get<PersonalSettings>();
            if (ofBenchmark) settings = settings.WithBenchmarkDefaults();
            return Task.FromResult(Run(terminal, settings.Request(parsed.GetValue(overwrite)), parsed.GetValue(json), cancellation));
        });
        return command;
    }

    private static int Run(Terminal terminal, PersonalConsensusRequest request, bool json, CancellationToken cancellation)
    {
        var report = Write(terminal, request, cancellation);
        AtomicFile.WriteText(Path.Combine(request.Output, ReportName), Table(report));
        if (json) terminal.Output.WriteLine(JsonSerializer.Serialize(new { report.IsComplete, report.Contigs, report.NotSpelled, report.Haploid, report.Haplotypes }, Json));
        else Print(terminal, request, report);
        HaploidNotes.Write(terminal, report.Haploid, request.Haploid);
        return report.IsComplete ? ExitCode.Done : ExitCode.SomeRecordsFailed;
    }

    private static PersonalConsensusReport Write(Terminal terminal, PersonalConsensusRequest request, CancellationToken cancellation)
    {
        using var display = new PersonalDisplay(terminal, TimeProvider.System);
        return PersonalConsensus.Write(request, display, cancellation);
    }

    private static void Print(Terminal terminal, PersonalConsensusRequest request, PersonalConsensusReport report)
    {
        foreach (var outcome in report.Haplotypes.GroupBy(h => h.Outcome).OrderBy(g => g.Key))
        {
            var what = outcome.Key switch { PersonalOutcome.Written => "written", PersonalOutcome.Kept => "already there", _ => "failed" };
            terminal.Output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{outcome.Count()} haplotypes of {outcome.Select(h => h.Person).Distinct().Count()} people {what}: {report.Contigs.Count} contigs, {outcome.Sum(h => h.Bases):#,0} bases, {outcome.Sum(h => h.Applied):#,0} variants, {outcome.Sum(h => h.Overlapping):#,0} passed over"));
        }
        if (report.NotSpelled > 0) terminal.Error.WriteLine($"note {report.NotSpelled} alleles that are not spelled in bases (such as *) were passed over");
        var failed = report.Haplotypes.Where(h => h.Outcome == PersonalOutcome.Failed).Select(h => $"failed {h.Person}: {h.Problem}").Distinct().ToList();
        foreach (var line in failed.Take(ShownFailures)) terminal.Error.WriteLine(line);
        if (failed.Count > ShownFailures) terminal.Error.WriteLine($"failed: {failed.Count - ShownFailures} more, all of them in the report");
        terminal.Error.WriteLine($"report: {Path.Combine(request.Output, ReportName)}");
    }

    private static string Table(PersonalConsensusReport report)
    {
        var text = new StringBuilder("person\thaplotype\toutcome\tbases\tapplied\toverlapping\tfile\tproblem\n");
        foreach (var h in report.Haplotypes)
            text.Append(CultureInfo.InvariantCulture, $"{h.Person}\t{h.Haplotype}\t{h.Outcome.ToString().ToLowerInvariant()}\t{h.Bases}\t{h.Applied}\t{h.Overlapping}\t{Path.GetFileName(h.Path)}\t{h.Problem}\n");
        return text.ToString();
    }
}
