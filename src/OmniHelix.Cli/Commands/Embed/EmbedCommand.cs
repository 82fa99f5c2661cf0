using System.CommandLine;
using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Commands.Infer;
using OmniHelix.Cli.Shell;
using OmniHelix.Workflows.Predicting;

namespace OmniHelix.Cli.Commands.Embed;

/// <summary><c>omni embed</c>: vectors of sequences from the last hidden state of a model.</summary>
internal static class EmbedCommand
{
    public static CommandEntry Entry { get; } = new("embed", "Turn sequences into vectors.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var binding = new SettingsBinding().Add<EmbedOptions>();
        var overwrite = new Option<bool>("--overwrite")
        {
            Description = "Replace the output file, and .ids.txt beside .npy and .safetensors, which names the record of each row.",
        };
        var json = new Option<bool>("--json") { Description = "Write a summary as JSON to standard output; needs --output." };
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni embed --model models/omnihelix-rna-1m --input x.fasta --output x.npy --aggregation mean_no_special",
                "omni embed --model runs/archive2 --input x.csv --output x.safetensors",
                "omni embed --model models/omnihelix-rna-1m --input x.csv --sequence-field seq --layer 4 --output x.parquet",
                "omni embed --model models/omnihelix-rna-1m --sequence AUGC --aggregation token",
            ],
        };
        binding.AddTo(command);
        command.Add(overwrite, "Run");
        command.Options.Add(json);
        command.SetAction((parsed, cancellation) =>
        {
            var configuration = EmbedConfiguration.Resolve(binding.Read(parsed).Get<EmbedOptions>());
            var printer = new InferencePrinter(terminal, configuration.Output, parsed.GetValue(json), configuration.Names);
            OverwriteCheck.Files(parsed.GetValue(overwrite), configuration.Output);
            OverwriteCheck.Beside(parsed.GetValue(overwrite), configuration.Names, configuration.Output, "the names of the rows");
            return Task.FromResult(printer.Print(display =>
                new EmbedWorkflow(configuration).Run(terminal.Output, display, cancellation)));
        });
        return command;
    }
}
