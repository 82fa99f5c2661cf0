using System.CommandLine;
using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Shell;
using OmniHelix.Workflows.Structures;

namespace OmniHelix.Cli.Commands.Rna;

/// <summary><c>omni rna eval</c>: the energies of given structures, loop by loop.</summary>
internal static class RnaEvalCommand
{
    public static CommandEntry Entry { get; } = new("eval", "Compute the free energies of given structures (Turner 2004).", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var binding = new SettingsBinding().Add<EvalOptions>();
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the output file." };
        var json = new Option<bool>("--json") { Description = "Write a summary as JSON to standard output; needs --output." };
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni rna eval --sequence GGGGAAAACCCC --structure \"((((....))))\" --loops",
                "omni rna eval --input structures.dbn --output energies.csv",
                "omni rna eval --input predicted.jsonl --structure-field structure --loops --output loops.tsv",
            ],
        };
        binding.AddTo(command);
        command.Add(overwrite, "Run");
        command.Options.Add(json);
        command.SetAction((parsed, cancellation) =>
        {
            var configuration = EvalConfiguration.Resolve(binding.Read(parsed).Get<EvalOptions>());
            var printer = new RnaPrinter(terminal, parsed.GetValue(json), configuration.Output);
            OverwriteCheck.Files(parsed.GetValue(overwrite), configuration.Output);
            return Task.FromResult(printer.Print(progress =>
                new EvalWorkflow(configuration).Run(terminal.Output, progress, cancellation)));
        });
        return command;
    }
}
