using System.CommandLine;
using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Shell;
using OmniHelix.Workflows.Predicting;

namespace OmniHelix.Cli.Commands.Infer;

/// <summary><c>omni infer</c>: what a fine-tuned model says about sequences.</summary>
internal static class InferCommand
{
    public static CommandEntry Entry { get; } = new("infer", "Predict with a fine-tuned model.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var binding = new SettingsBinding().Add<InferOptions>();
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the output file." };
        var json = new Option<bool>("--json") { Description = "Write a summary as JSON to standard output; needs --output." };
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni infer --model runs/archive2 --input x.fasta --output y.jsonl",
                "omni infer --model runs/archive2 --input x.fasta.gz --output y.dbn --window-overlap 100",
                "omni infer --model runs/targets --input pairs.csv --sequence-field mirna --pair-field site --output y.csv",
                "omni infer --model runs/archive2 --sequence GGGAAACUCC,GCGAAAGC",
                "omni infer --model runs/seeds/seed-1 --ensemble runs/seeds/seed-2,runs/seeds/seed-3 --input x.fasta --output y.csv",
                "zcat x.jsonl.gz | omni infer --model runs/archive2 --input - | head",
            ],
        };
        binding.AddTo(command);
        command.Add(overwrite, "Run");
        command.Options.Add(json);
        command.SetAction((parsed, cancellation) =>
        {
            var configuration = InferConfiguration.Resolve(binding.Read(parsed).Get<InferOptions>());
            var printer = new InferencePrinter(terminal, configuration.Output, parsed.GetValue(json));
            OverwriteCheck.Files(parsed.GetValue(overwrite), configuration.Output);
            return Task.FromResult(printer.Print(display =>
                new InferWorkflow(configuration).Run(terminal.Output, display, cancellation)));
        });
        return command;
    }
}
