using System.CommandLine;
using System.Globalization;
using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Progress;
using OmniHelix.Cli.Shell;
using OmniHelix.Data.Leakage;
using OmniHelix.Data.Splits;

namespace OmniHelix.Cli.Commands.Data;

/// <summary><c>omni data split</c>: train, valid and test that share nothing.</summary>
internal static class DataSplitCommand
{
    public static CommandEntry Entry { get; } = new("split", "Split a data set into train, valid and test, and audit the splits.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var input = new Argument<string>("FILE") { Description = "Table, FASTA or FASTQ, or a pattern; - is standard input." };
        var standard = new StandardInput();
        var output = new OutputFolder();
        var schema = new SettingsBinding().Add<SplitSettings>().Add<RecordFields>().Add<SimilaritySettings>();
        var json = OmniCommand.JsonFlag();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni data split all.csv --output splits",
                "omni data split all.parquet --output splits --method similarity --identity 0.8 --train 0.8 --valid 0.1 --test 0.1",
                "omni data split windows.csv --output splits --method chromosome --group chrom --valid-chromosomes chr7 --test-chromosomes chr8,chr9",
                "omni data split genes.jsonl --output splits --method grouped --group gene --format parquet",
                "omni data split - --input-format fasta --output splits",
            ],
        };
        command.Arguments.Add(input);
        standard.AddTo(command);
        output.AddTo(command);
        schema.AddTo(command);
        command.Options.Add(json);
        command.SetAction((parsed, cancellation) =>
        {
            var configuration = schema.Read(parsed);
            var options = configuration.Get<SplitSettings>().ToOptions(configuration.Get<SimilaritySettings>().ToOptions(examples: 3));
            var (to, fields) = (output.Read(parsed), configuration.Get<RecordFields>().ToFields());
            return Task.FromResult(standard.Run(parsed, [parsed.GetValue(input)!], files => Run(terminal, files[0], to, fields, options, parsed.GetValue(json), cancellation)));
        });
        return command;
    }

    private static int Run(Terminal terminal, string input, (string Folder, IReadOnlyList<SplitForm> Forms) output, AuditFields fields, SplitOptions options, bool json, CancellationToken cancellation)
    {
        SplitManifest manifest;
        using (var display = new CountDisplay(terminal, TimeProvider.System))
            manifest = DataSetSplitting.Run(input, output.Folder, output.Forms, fields, options, display, display, cancellation);
        Print(terminal, manifest, output.Folder, json);
        return ExitCode.Done;
    }

    /// <summary>Tells what the splits hold.</summary>
    public static void Print(Terminal terminal, SplitManifest manifest, string folder, bool json)
    {
        if (json)
        {
            terminal.Output.WriteLine(manifest.ToJson().ToJsonString(DataAuditCommand.Indented));
            return;
        }
        foreach (var split in manifest.Splits)
        {
            var labels = string.Join("  ", split.Labels.Take(12).Select(l => FormattableString.Invariant($"{l.Key} {(double)l.Value / split.Records:P1}")));
            terminal.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{split.Name,-6} {split.Records,9} records  {labels}").TrimEnd());
        }
        var parts = manifest.Options.Method == SplitMethod.Similarity ? "clusters of similar sequences" : "parts";
        terminal.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{manifest.Units} {parts} were kept together, {manifest.JointUnits} of them with several records, the largest with {manifest.LargestUnit}"));
        foreach (var note in manifest.Notes) terminal.Output.WriteLine($"! {note}");
        terminal.Output.Write(manifest.Audit.ToText());
        terminal.Error.WriteLine($"written to {folder}");
    }
}
