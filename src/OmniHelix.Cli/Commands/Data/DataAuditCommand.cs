using System.CommandLine;
using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Progress;
using OmniHelix.Cli.Shell;
using OmniHelix.Data.Leakage;
using OmniHelix.Workflows.Data;

namespace OmniHelix.Cli.Commands.Data;

/// <summary><c>omni data audit</c>: what the splits of a data set share.</summary>
internal static class DataAuditCommand
{
    public static CommandEntry Entry { get; } = new(
        "audit",
        "Find what splits share: copies, reverse-complement twins, shifted windows, near-duplicates, groups, conflicting labels.",
        Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var paths = new Argument<string[]>("PATH")
        {
            Description = "A data set folder, or files: each is a split, named by train, valid or test in its name; - is standard input.",
            Arity = ArgumentArity.OneOrMore,
        };
        var standard = new StandardInput("--format");
        var schema = new SettingsBinding().Add<RecordFields>().Add<SimilarityOptions>();
        var examples = new Option<int>("--examples") { Description = "Examples shown of each finding.", DefaultValueFactory = _ => 3 };
        var fail = new Option<bool>("--fail-on-leakage") { Description = "End with exit code 3 when splits share anything." };
        var pages = new DataPages();
        var json = OmniCommand.JsonFlag();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni data audit samples/promoter-ecoli",
                "omni data audit train.csv valid.csv test.csv --group gene --fail-on-leakage",
                "omni data audit train.parquet test.parquet --identity 0.8 --json",
                "omni data audit samples/promoter-ecoli --report audit.html",
            ],
        };
        command.Arguments.Add(paths);
        standard.AddTo(command);
        schema.AddTo(command);
        command.Add(examples, "Output");
        command.Options.Add(fail);
        pages.AddTo(command);
        command.Options.Add(json);
        command.SetAction((parsed, cancellation) =>
        {
            var configuration = schema.Read(parsed);
            var options = configuration.Get<SimilarityOptions>().ToOptions(parsed.GetValue(examples));
            var fields = configuration.Get<RecordFields>().ToFields();
            var page = pages.Read(parsed, parsed.GetValue(paths)!);
            return Task.FromResult(standard.Run(parsed, parsed.GetValue(paths)!, files =>
            {
                var report = Audit(terminal, files, fields, options, cancellation);
                if (parsed.GetValue(json)) terminal.Output.WriteLine(OmniCommand.Json(report.ToJson()));
                else terminal.Summary.Write(report.ToText());
                page?.Write(terminal, LeakagePage.Compose(page.Title, report));
                return parsed.GetValue(fail) && report.HasLeakage ? ExitCode.SomeRecordsFailed : ExitCode.Done;
            }));
        });
        return command;
    }

    private static LeakageReport Audit(
        Terminal terminal,
        IReadOnlyList<string> paths,
        AuditFields fields,
        LeakageOptions options,
        CancellationToken cancellation)
    {
        using var progress = new ProgressLine(terminal, TimeProvider.System);
        return LeakageAudit.OfSplits(
            paths, fields, options, progress.Of(ProgressWords.Records), progress.Of(ProgressWords.Compared), cancellation);
    }
}
