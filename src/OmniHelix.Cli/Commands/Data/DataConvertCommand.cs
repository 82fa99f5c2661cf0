using System.CommandLine;
using System.Globalization;
using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Progress;
using OmniHelix.Cli.Shell;
using OmniHelix.Data.Conversion;

namespace OmniHelix.Cli.Commands.Data;

/// <summary><c>omni data convert</c>: records from one form into another.</summary>
internal static class DataConvertCommand
{
    public static CommandEntry Entry { get; } = new("convert", "Convert between FASTA, FASTQ, CSV, TSV, JSON, JSONL, Parquet and Arrow; nothing is lost unless asked for.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var input = new Argument<string>("INPUT") { Description = "File, plain or gzip, or a pattern; - is standard input." };
        var output = new Argument<string>("OUTPUT") { Description = "File; its ending tells the form: .fasta, .fastq, .txt, .csv, .tsv, .json, .jsonl (with .gz compressed), .parquet, .arrow, .feather." };
        var standard = new StandardInput("--format");
        var schema = new SettingsBinding().Add<ConversionSettings>();
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
        command.Options.Add(overwrite);
        command.Options.Add(json);
        command.SetAction((parsed, cancellation) =>
        {
            var path = parsed.GetValue(output)!;
            OverwriteCheck.Files(parsed.GetValue(overwrite), path);
            var options = schema.Read(parsed).Get<ConversionSettings>().ToOptions();
            return Task.FromResult(standard.Run(parsed, [parsed.GetValue(input)!], files => Run(terminal, files[0], path, options, parsed.GetValue(json), cancellation)));
        });
        return command;
    }

    private static int Run(Terminal terminal, string input, string output, ConversionOptions options, bool json, CancellationToken cancellation)
    {
        ConversionResult result;
        using (var display = new CountDisplay(terminal, TimeProvider.System)) result = RecordConversion.Run(input, output, options, display, cancellation);
        if (json) terminal.Output.WriteLine(OmniCommand.Json(result));
        else terminal.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Records} records with {string.Join(", ", result.Columns)}{(result.Dropped.Count > 0 ? $"; dropped {string.Join(", ", result.Dropped)}" : "")}"));
        return ExitCode.Done;
    }
}
