using OmniHelix.Hub;
using OmniHelix.Settings;
using OmniHelix.Training.ModelTasks;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.Pretraining;

/// <summary>What a pre-training run uses: every value decided, with who decided it.</summary>
/// <param name="Settings">Every setting with its value and who said it, for <c>run.json</c>.</param>
/// <param name="Options">The same, typed.</param>
public sealed record PretrainConfiguration(ResolvedSettings Settings, PretrainOptions Options)
{
    /// <summary>Everything that can be said about a pre-training run.</summary>
    public static SettingsSchema Schema { get; } = SettingsSchema.Of<PretrainOptions>();

    /// <summary>Decides every value: defaults ← file ← flags or program.</summary>
    /// <param name="said">What was said.</param>
    /// <exception cref="OmniException">OH5302 there is no such model.</exception>
    /// <exception cref="UsageException">
    /// OH2014 a value out of range; OH2020 data, model or output missing; OH2021 numbers of a teacher that is missing; OH4002 a device that
    /// is not there; OH4003 arithmetic that it lacks; OH5140 an unknown schedule.
    /// </exception>
    public static PretrainConfiguration Resolve(PretrainOptions said)
    {
        if (said.Data.Count == 0) throw Missing("--data", "--data samples/rna-ssp-bprna");
        if (said.Model.Length == 0) throw Missing("--model", "--model models/omnihelix-rna-1m");
        if (said.Output.Length == 0) throw Missing("--output", "--output runs/pretrain");
        var settings = TrainingDevice.Decide(Model(Schema.Resolve(Schema.SaidIn(said))));
        DistillationOptions.Check(settings);
        if (settings["teacher"] is { Value: string { Length: > 0 } teacher } named)
            settings = settings.With("teacher", ModelNames.FolderOf(teacher), named.Source);
        var decided = settings.Get<PretrainOptions>();
        var trainer = decided.Trainer.Validate() with { Seed = decided.Seed };
        return new PretrainConfiguration(settings, decided with { Existing = said.Existing, Trainer = trainer });
    }

    // The folder of a run stands for the model that came out of it; a file only describes a model.
    private static ResolvedSettings Model(ResolvedSettings settings)
    {
        var (path, source) = ((string)settings["model"].Value!, settings["model"].Source);
        return File.Exists(path) ? settings : settings.With("model", ModelNames.FolderOf(path), source);
    }

    private static UsageException Missing(string flag, string example) =>
        new("OH2020", $"{flag} is missing", null, $"For instance {example}.");
}
