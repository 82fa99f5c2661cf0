using System.CommandLine;
using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Progress;
using OmniHelix.Cli.Shell;
using OmniHelix.Data.Leakage;
using OmniHelix.Data.Splits;
using OmniHelix.Workflows.Data;

namespace OmniHelix.Cli.Commands.Data;

/// <summary><c>omni data split</c>: train, valid and test that share nothing.</summary>
internal static class DataSplitCommand
{
    public static CommandEntry Entry { get; } = new("split", "Split a data set into train, valid and test, and audit the splits.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var input = new Argument<string>("FILE")
        {
            Description = "Table, FASTA or FASTQ, a pattern, or the folder of a data set; - is standard input.",
        };
        var standard = new StandardInput();
        var output = new OutputFolder();
        var schema = new SettingsBinding().Add<DataSplitOptions>().Add<RecordFields>().Add<SimilarityOptions>();
        var json = OmniCommand.JsonFlag();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni data split all.csv --output splits",
                "omni data split all.parquet --output splits --method similarity --identity 0.8 --train 0.8 --valid 0.1 --test 0.1",
                "omni data split windows.csv --output splits --method chromosome --group chrom --valid-chromosomes chr7"
                    + " --test-chromosomes chr8,chr9",
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
            var options = configuration.Get<DataSplitOptions>().ToOptions(configuration.Get<SimilarityOptions>().ToOptions(examples: 3));
            var to = output.Read(parsed);
            var fields = configuration.Get<RecordFields>().ToFields();
            return Task.FromResult(standard.Run(parsed, [parsed.GetValue(input)!], files =>
            {
                var manifest = Split(terminal, files[0], to, fields, options, cancellation);
                SplitPrinter.Print(terminal, manifest, to.Folder, parsed.GetValue(json));
                return ExitCode.Done;
            }));
        });
        return command;
    }

    private static SplitManifest Split(
        Terminal terminal,
        string input,
        SplitOutput output,
        AuditFields fields,
        SplitOptions options,
        CancellationToken cancellation)
    {
        using var progress = new ProgressLine(terminal, TimeProvider.System);
        return DataSetSplitting.Run(
            input,
            output,
            fields,
            options,
            new SplitProgress(progress.Of(ProgressWords.Records), progress.Of(ProgressWords.Compared)),
            cancellation);
    }
}
