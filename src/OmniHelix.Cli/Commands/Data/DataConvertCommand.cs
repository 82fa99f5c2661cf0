using System.CommandLine;
using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Progress;
using OmniHelix.Cli.Shell;
using OmniHelix.Data.Conversion;
using OmniHelix.Data.Tables;
using OmniHelix.Workflows.Data;

namespace OmniHelix.Cli.Commands.Data;

/// <summary><c>omni data convert</c>: records from one form into another.</summary>
internal static class DataConvertCommand
{
    public static CommandEntry Entry { get; } = new(
        "convert",
        "Convert between FASTA, FASTQ, CSV, TSV, JSON, JSONL, Parquet and Arrow; nothing is lost unless asked for.",
        Create);

    private static string Endings => string.Join(", ", Table.Writable.Select(k => k.Endings[0]));

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var input = new Argument<string>("INPUT") { Description = "File, plain or gzip, or a pattern; - is standard input." };
        var output = new Argument<string>("OUTPUT")
        {
            Description = $"File; its ending tells the form: {Endings}; text is compressed with .gz.",
        };
        var standard = new StandardInput("--format");
        var schema = new SettingsBinding().Add<DataConvertOptions>();
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the output file." };
        var json = OmniCommand.JsonFlag();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni data convert reads.fastq.gz reads.fasta.gz --drop",
                "omni data convert train.csv train.parquet --infer-types",
                "omni data convert train.csv train.fasta --describe label --case upper --uracil t2u",
                "omni data convert 'shards/*.jsonl' all.csv --columns id,seq --rename seq=sequence",
                "omni data convert - train.arrow --input-format csv",
            ],
        };
        command.Arguments.Add(input);
        command.Arguments.Add(output);
        standard.AddTo(command);
        schema.AddTo(command);
        command.Add(overwrite, "Output");
        command.Options.Add(json);
        command.SetAction((parsed, cancellation) =>
        {
            var path = parsed.GetValue(output)!;
            OverwriteCheck.Files(parsed.GetValue(overwrite), path);
            var options = schema.Read(parsed).Get<DataConvertOptions>().ToOptions();
            return Task.FromResult(standard.Run(parsed, [parsed.GetValue(input)!], files =>
            {
                var result = Convert(terminal, files[0], path, options, cancellation);
                if (parsed.GetValue(json)) terminal.Output.WriteLine(OmniCommand.Json(result));
                else Print(terminal, result);
                return ExitCode.Done;
            }));
        });
        return command;
    }

    private static ConversionResult Convert(
        Terminal terminal,
        string input,
        string output,
        ConversionOptions options,
        CancellationToken cancellation)
    {
        using var progress = new ProgressLine(terminal, TimeProvider.System);
        return RecordConversion.Run(input, output, options, progress.Of(ProgressWords.Records), cancellation);
    }

    private static void Print(Terminal terminal, ConversionResult result)
    {
        var dropped = result.Dropped.Count > 0 ? $"; dropped {string.Join(", ", result.Dropped)}" : "";
        terminal.Summary.WriteLine($"{Plural.Count(result.Records, "record")} with {string.Join(", ", result.Columns)}{dropped}");
        foreach (var note in result.Notes) terminal.Error.WriteLine($"note {note}");
    }
}
