using System.CommandLine;
using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Commands.Infer;
using OmniHelix.Cli.Shell;
using OmniHelix.Workflows.Predicting;

namespace OmniHelix.Cli.Commands.Augment;

/// <summary><c>omni augment</c>: variants of sequences, filled in by a masked language model.</summary>
internal static class AugmentCommand
{
    public static CommandEntry Entry { get; } = new("augment", "Make variants of sequences with a masked language model.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var binding = new SettingsBinding().Add<AugmentOptions>();
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the output file." };
        var json = new Option<bool>("--json") { Description = "Write a summary as JSON to standard output; needs --output." };
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni augment --model models/omnihelix-rna-1m --input x.jsonl --output more.jsonl --count 5",
                "omni augment --model models/omnihelix-rna-1m --input x.fasta --output more.fasta --noise-ratio 0.05 --temperature 0.7",
                "omni augment --model models/omnihelix-rna-1m --sequence GGGAAACGCUUCGGCGUUUCCC --count 3",
            ],
        };
        binding.AddTo(command);
        command.Add(overwrite, "Run");
        command.Options.Add(json);
        command.SetAction((parsed, cancellation) =>
        {
            var configuration = AugmentConfiguration.Resolve(binding.Read(parsed).Get<AugmentOptions>());
            var printer = new InferencePrinter(terminal, configuration.Output, parsed.GetValue(json));
            OverwriteCheck.Files(parsed.GetValue(overwrite), configuration.Output);
            return Task.FromResult(printer.Print(display =>
                new AugmentWorkflow(configuration).Run(terminal.Output, display, cancellation)));
        });
        return command;
    }
}
