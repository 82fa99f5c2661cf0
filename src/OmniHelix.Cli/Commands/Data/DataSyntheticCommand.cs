using System.CommandLine;
using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Progress;
using OmniHelix.Cli.Shell;
using OmniHelix.Data.Synthetic;
using OmniHelix.Workflows.Data;

namespace OmniHelix.Cli.Commands.Data;

/// <summary><c>omni data synthetic</c>: sequences like real ones that mean nothing.</summary>
internal static class DataSyntheticCommand
{
    public static CommandEntry Entry { get; } = new(
        "synthetic",
        "Make synthetic sequences from real ones: drawn words, reordered blocks, exact k-let shuffles.",
        Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var input = new Argument<string>("FILE") { Description = "FASTA, FASTQ or a table." };
        var output = new Option<string>("--output", "-o") { Description = "FASTA or table to write.", Required = true };
        var schema = new SettingsBinding().Add<DataSyntheticOptions>();
        var reverse = new Option<bool>("--reverse-complements")
        {
            Description = "Write the reverse complements of the real and of the synthetic sequences too.",
        };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the output file." };
        var json = OmniCommand.JsonFlag();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni data synthetic promoter.fa --output null.fa",
                "omni data synthetic promoter.fa --output null.fa --method shuffle --block 2 --seed 7",
                "omni data synthetic promoter.fa --output null.csv --method distribution --distribution words.tsv --length 200",
            ],
        };
        command.Arguments.Add(input);
        command.Add(output, "Output");
        schema.AddTo(command);
        command.Add(reverse, "Sequences");
        command.Add(overwrite, "Output");
        command.Options.Add(json);
        command.SetAction((parsed, cancellation) =>
        {
            var path = parsed.GetValue(output)!;
            OverwriteCheck.Files(parsed.GetValue(overwrite), path);
            var options = schema.Read(parsed).Get<DataSyntheticOptions>().ToOptions();
            var result = Write(terminal, parsed.GetValue(input)!, path, options, parsed.GetValue(reverse), cancellation);
            if (parsed.GetValue(json)) terminal.Output.WriteLine(OmniCommand.Json(result));
            else Print(terminal, result);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static SyntheticResult Write(
        Terminal terminal,
        string input,
        string output,
        SyntheticOptions options,
        bool reverseComplements,
        CancellationToken cancellation)
    {
        using var progress = new ProgressLine(terminal, TimeProvider.System);
        return SyntheticFile.Write(input, output, options, reverseComplements, progress.Of(ProgressWords.Records), cancellation);
    }

    private static void Print(Terminal terminal, SyntheticResult result)
    {
        var letters = result.Alphabet is null ? "" : $", letters {result.Alphabet}";
        terminal.Summary.WriteLine(
            $"{Plural.Count(result.Sequences, "sequence")} read, {Plural.Count(result.Written, "record")} written{letters}");
    }
}
