using System.Globalization;
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
            return Task.FromResult(Print(terminal, outcome, parsed.GetValue(json)));
        });
        return command;
    }

    private static int Print(Terminal terminal, PretrainOutcome outcome, bool json)
    {
        var state = outcome.Training.State;
        var parameters = outcome.Training.TrainedParameters;
        var model = Path.Combine(outcome.Folder, "model");
        if (json)
        {
            terminal.Output.WriteLine(OmniCommand.Json(
                new { model, parameters, steps = state.Step, tokens = state.Tokens, seconds = state.Seconds, valid = outcome.Valid }));
            return ExitCode.Done;
        }
        foreach (var (name, value) in outcome.Valid)
            terminal.Summary.WriteLine(string.Create(CultureInfo.InvariantCulture, $"valid {name} {value:0.0000}"));
        terminal.Summary.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{parameters:N0} parameters, {Plural.Count(state.Step, "step")}, {Plural.Count(state.Tokens, "token", format: "N0")}, "
                + $"{state.Seconds / 60:0.0} min"));
        terminal.Summary.WriteLine($"model   {model}");
        return ExitCode.Done;
    }
}
