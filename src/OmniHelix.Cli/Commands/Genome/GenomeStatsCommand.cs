using System.CommandLine;
using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Output;
using OmniHelix.Cli.Shell;
using OmniHelix.Data.Files;
using OmniHelix.Workflows.Genomes;

namespace OmniHelix.Cli.Commands.Genome;

/// <summary><c>omni genome stats</c>: length and letters of every sequence of a FASTA, and of all together.</summary>
internal static class GenomeStatsCommand
{
    public static CommandEntry Entry { get; } = new("stats", "Count the letters of every sequence of a FASTA.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var file = new Argument<string>("FASTA") { Description = "Plain or compressed; - is standard input." };
        var schema = new SettingsBinding().Add<OutputOptions>();
        var json = OmniCommand.JsonFlag();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni genome stats hs37d5.fa.gz",
                "omni genome stats contigs.fa --output contigs.tsv",
                "omni genome stats contigs.fa --json",
            ],
        };
        command.Arguments.Add(file);
        schema.AddTo(command);
        command.Options.Add(json);
        command.SetAction((parsed, cancellation) =>
        {
            var output = schema.Read(parsed).Get<OutputOptions>();
            output.Check("figures of sequences", DataFileKinds.Tsv);
            using var progress = CommandOutput.Progress(terminal, output.Output, "sequences");
            CommandOutput.WriteText(terminal, output.Output, writer =>
            {
                if (parsed.GetValue(json)) LetterTable.WriteJson(parsed.GetValue(file)!, writer, progress, cancellation);
                else LetterTable.Write(parsed.GetValue(file)!, writer, progress, cancellation);
            });
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
