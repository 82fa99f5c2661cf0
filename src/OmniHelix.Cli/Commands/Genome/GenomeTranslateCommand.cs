using System.CommandLine;
using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Output;
using OmniHelix.Cli.Shell;
using OmniHelix.Sequences.Files;
using OmniHelix.Workflows.Genomes;

namespace OmniHelix.Cli.Commands.Genome;

/// <summary><c>omni genome translate</c>: the proteins that sequences code for.</summary>
internal static class GenomeTranslateCommand
{
    public static CommandEntry Entry { get; } = new("translate", "Translate DNA or RNA into protein.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var file = new Argument<string>("FASTA") { Description = "DNA or RNA, plain or compressed; - is standard input." };
        var schema = new SettingsBinding().Add<TranslationOptions>().Add<OutputOptions>();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni genome translate genes.fa --to-stop > proteins.fa",
                "omni genome translate contigs.fa.gz --table 11 --frame 0 --output frames.fa.gz",
            ],
        };
        command.Arguments.Add(file);
        schema.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            var settings = schema.Read(parsed);
            var translation = new FastaTranslation(settings.Get<TranslationOptions>());
            var output = settings.Get<OutputOptions>();
            output.Check("proteins", SequenceFileKinds.Fasta);
            using var progress = CommandOutput.Progress(terminal, output.Output, "sequences");
            var empty = 0;
            CommandOutput.Write(
                terminal,
                output.Output,
                stream => empty = translation.Write(parsed.GetValue(file)!, stream, progress, cancellation));
            Print(terminal, empty);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static void Print(Terminal terminal, int empty)
    {
        if (empty == 0) return;
        var which = empty == 1 ? "protein has" : "proteins have";
        terminal.Error.WriteLine($"note {empty} {which} no residue and {(empty == 1 ? "is" : "are")} left out");
    }
}
