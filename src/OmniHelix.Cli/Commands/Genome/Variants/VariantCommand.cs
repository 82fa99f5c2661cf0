using System.CommandLine;
using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Shell;
using OmniHelix.Settings;

namespace OmniHelix.Cli.Commands.Genome.Variants;

/// <summary>What all commands have in common that read one VCF.</summary>
internal static class VariantCommand
{
    /// <summary>Makes such a command.</summary>
    /// <param name="entry">The command.</param>
    /// <param name="schema">Its settings.</param>
    /// <param name="run">Takes the file.</param>
    /// <param name="examples">Whole command lines, most usual first.</param>
    public static OmniCommand Create(
        CommandEntry entry,
        SettingsBinding schema,
        Action<string, ResolvedSettings, CancellationToken> run,
        params IReadOnlyList<string> examples)
    {
        var file = new Argument<string>("VCF") { Description = "Variants: VCF, plain or compressed, or BCF; - is standard input." };
        var command = new OmniCommand(entry.Name, entry.Description) { Examples = examples };
        command.Arguments.Add(file);
        schema.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            run(parsed.GetValue(file)!, schema.Read(parsed), cancellation);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
