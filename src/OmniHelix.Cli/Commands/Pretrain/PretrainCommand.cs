using System.CommandLine;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using OmniHelix.Cli.Commands.Train;
using OmniHelix.Cli.Binding;
using OmniHelix.Cli.Progress;
using OmniHelix.Cli.Shell;
using OmniHelix.Workflows.Pretraining;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Cli.Commands.Pretrain;

/// <summary>Settings of <c>omni pretrain</c> beside those of the loop.</summary>
internal sealed record PretrainSettings
{
    private static readonly PretrainOptions Usual = new() { Data = [], Model = "", Output = "" };

    [Description("Data sets whose training sequences are used, labelled or not.")]
    public IReadOnlyList<string>? Data { get; init; }

    [Description("A config.json with a tokenizer beside it, to start from nothing; or a model folder, to go on from its weights.")]
    public string? Model { get; init; }

    [Description("Folder of the run.")]
    public string? Output { get; init; }

    [Description("Seed of weights, data order and masks.")]
    public long Seed { get; init; } = Usual.Trainer.Seed;

    [Description("Also learn the secondary structures of the data sets.")]
    public bool Structures { get; init; }

    [Description("Most tokens of a row; longer sequences are cut into windows."), Range(3, int.MaxValue)]
    public int MaxLength { get; init; } = Usual.MaxLength;

    [Description("Most tokens of a batch, padding included."), Range(1, int.MaxValue)]
    public int TokenBudget { get; init; } = Usual.TokenBudget;

    [Description("Share of tokens to predict."), Range(0.001, 0.9)]
    public double MaskProbability { get; init; } = Usual.Masking.Probability;

    [Description("Share of sequences kept out to measure the loss on."), Range(0.0001, 0.5)]
    public double ValidationShare { get; init; } = Usual.ValidationShare;

    /// <summary>The run these settings describe.</summary>
    /// <exception cref="UsageException">OH2020: data, model or output missing.</exception>
    public PretrainOptions ToOptions(LoopSettings loop, ExistingRun existing) => Usual with
    {
        Data = Data is { Count: > 0 } data ? data : throw Missing("--data", "--data samples/rna-ssp-bprna"),
        Model = Model ?? throw Missing("--model", "--model models/omnihelix-rna-1m"),
        Output = Output ?? throw Missing("--output", "--output runs/pretrain"),
        Trainer = loop.ToOptions(null, Usual.Trainer) with { Seed = Seed },
        Masking = Usual.Masking with { Probability = MaskProbability },
        Structures = Structures,
        MaxLength = MaxLength,
        TokenBudget = TokenBudget,
        ValidationShare = ValidationShare,
        Existing = existing,
    };

    private static UsageException Missing(string flag, string example) => new("OH2020", $"{flag} is missing", null, $"For instance {example}.");
}

/// <summary><c>omni pretrain</c>: masked language modelling on sequences.</summary>
internal static class PretrainCommand
{
    public static CommandEntry Entry { get; } = new("pretrain", "Train a model to predict hidden tokens of sequences.", Create);

    private static OmniCommand Create(Terminal terminal, CommandEntry entry)
    {
        var schema = new SettingsBinding().Add<PretrainSettings>().Add<LoopSettings>();
        var resume = new Option<bool>("--resume") { Description = "Go on with the run in the output folder." };
        var overwrite = new Option<bool>("--overwrite") { Description = "Delete the former run in the output folder." };
        var command = new OmniCommand(entry.Name, entry.Description)
        {
            Examples =
            [
                "omni pretrain --data samples/rna-ssp-bprna,samples/rna-ssp-rnastralign --model models/omnihelix-rna-1m/config.json --output runs/pretrain --learning-rate 1e-3 --epochs 20",
                "omni pretrain --data samples/rna-ssp-bprna --structures --model models/omnihelix-rna-1m --output runs/more --precision bf16",
            ],
        };
        schema.AddTo(command);
        var json = OmniCommand.JsonFlag();
        foreach (var option in new Option[] { resume, overwrite, json }) command.Options.Add(option);
        command.SetAction((parsed, cancellation) =>
        {
            var configuration = schema.Read(parsed);
            var options = configuration.Get<PretrainSettings>().ToOptions(configuration.Get<LoopSettings>(), RunStart.Existing(parsed.GetValue(resume), parsed.GetValue(overwrite)));
            var arguments = parsed.Tokens.Select(t => t.Value).ToList();
            return Task.FromResult(Run(terminal, options, () => RunStart.Manifest("pretrain", arguments, configuration, options.Data, options.Model), parsed.GetValue(json), cancellation));
        });
        return command;
    }

    private static int Run(Terminal terminal, PretrainOptions options, Func<RunManifest> manifest, bool json, CancellationToken cancellation)
    {
        var outcome = RunDisplay.Run(terminal, TimeProvider.System, observer => new PretrainWorkflow(options, observer).Run(manifest, cancellation));
        var state = outcome.Training.State;
        var parameters = outcome.Training.TrainedParameters;
        var model = Path.Combine(outcome.Folder, "model");
        if (json)
        {
            terminal.Output.WriteLine(OmniCommand.Json(
                new { model, parameters, steps = state.Step, tokens = state.Tokens, seconds = state.Seconds, valid = outcome.Valid }));
            return ExitCode.Done;
        }
        foreach (var (name, value) in outcome.Valid) terminal.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"valid {name} {value:0.0000}"));
        terminal.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{parameters:N0} parameters, {state.Step} steps, {state.Tokens:N0} tokens, {state.Seconds / 60:0.0} min"));
        terminal.Output.WriteLine($"model   {model}");
        return ExitCode.Done;
    }
}
