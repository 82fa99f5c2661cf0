using OmniHelix.Cli.Commands.Train;
using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Shell;
using OmniHelix.Workflows.Pretraining;

namespace OmniHelix.Cli.Commands.Pretrain;

/// <summary><c>omni pretrain</c>: masked language modelling on sequences.</summary>
internal static class PretrainCommand
{
    public static CommandEntry Entry { get; } = new("pretrain", "Train a model to predict hidden tokens of sequences.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var binding = new SettingsBinding().Add<PretrainOptions>();
        var start = new RunStart();
        var json = OmniCommand.JsonFlag();
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni pretrain --data samples/rna-ssp-bprna,samples/rna-ssp-rnastralign --model models/omnihelix-rna-1m/config.json"
                    + " --output runs/pretrain --learning-rate 1e-3 --epochs 20",
                "omni pretrain --data samples/rna-ssp-bprna --structures --model models/omnihelix-rna-1m --output runs/more"
                    + " --precision bf16",
            ],
        };
        binding.AddTo(command);
        start.AddTo(command);
        command.Options.Add(json);
        command.SetAction((parsed, cancellation) =>
        {
            var (settings, existing) = start.Read(parsed, binding);
            var options = settings.Get<PretrainOptions>() with { Existing = existing };
            string[] words = ["omni", .. parsed.Tokens.Select(t => t.Value)];
            var outcome = RunStart.Run(
                terminal, entry.Name, options.Output, observer => new PretrainWorkflow(options, observer).Run(words, cancellation));
            var splits = new Dictionary<string, IReadOnlyDictionary<string, double>> { ["valid"] = outcome.Valid };
            return Task.FromResult(TrainingPrinter.Print(terminal, outcome.Training, outcome.Folder, splits, parsed.GetValue(json)));
        });
        return command;
    }
}
