using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Progress;
using OmniHelix.Cli.Shell;
using OmniHelix.Data.Leakage;

namespace OmniHelix.Cli.Commands.Data;

/// <summary><c>omni data audit</c>: what the splits of a data set share.</summary>
internal static class DataAuditCommand
{
    /// <summary>JSON as users read it.</summary>
    public static JsonSerializerOptions Indented { get; } = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static CommandEntry Entry { get; } = new("audit", "Find what splits share: copies, reverse-complement twins, shifted windows, near-duplicates, groups, conflicting labels.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var paths = new Argument<string[]>("PATH") { Description = "A data set folder, or files: each is a split, named by train, valid or test in its name; - is standard input.", Arity = ArgumentArity.OneOrMore };
        var standard = new StandardInput("--format");
        var schema = new SettingsBinding().Add<RecordFields>().Add<SimilaritySettings>();
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
        command.Options.Add(examples);
        command.Options.Add(fail);
        pages.AddTo(command);
        command.Options.Add(json);
        command.SetAction((parsed, cancellation) =>
        {
            var configuration = schema.Read(parsed);
            var options = configuration.Get<SimilaritySettings>().ToOptions(parsed.GetValue(examples));
            var fields = configuration.Get<RecordFields>().ToFields();
            var page = pages.Read(parsed, parsed.GetValue(paths)!);
            return Task.FromResult(standard.Run(parsed, parsed.GetValue(paths)!, files => Run(terminal, files, fields, options, parsed.GetValue(fail), page, parsed.GetValue(json), cancellation)));
        });
        return command;
    }

    private static int Run(Terminal terminal, IReadOnlyList<string> paths, AuditFields fields, LeakageOptions options, bool fail, DataPage? page, bool json, CancellationToken cancellation)
    {
        LeakageReport report;
        using (var display = new CountDisplay(terminal, TimeProvider.System))
        {
            var records = AuditReader.ReadSplits(paths, fields, display, cancellation);
            report = LeakageAudit.Run(records, options with { Protein = options.Protein || AuditReader.IsProtein(records) }, display, cancellation);
        }
        if (json) terminal.Output.WriteLine(report.ToJson().ToJsonString(Indented));
        else terminal.Output.Write(report.ToText());
        page?.Write(terminal, AuditPage.Compose(page.Title, report));
        return fail && report.HasLeakage ? ExitCode.SomeRecordsFailed : ExitCode.Done;
    }
}
