using OmniHelix.Hub;
using OmniHelix.Settings;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.Seq2Seq;

/// <summary>What a run uses that trains a model to write: every value decided, with who decided it.</summary>
/// <param name="Settings">Every setting with its value and who said it, for <c>run.json</c>.</param>
/// <param name="Options">The same, typed.</param>
public sealed record Seq2SeqConfiguration(ResolvedSettings Settings, Seq2SeqOptions Options)
{
    /// <summary>Everything that can be said about such a run.</summary>
    public static SettingsSchema Schema { get; } = SettingsSchema.Of<Seq2SeqOptions>();

    /// <summary>Decides every value: defaults ← file ← flags or program.</summary>
    /// <param name="said">What was said.</param>
    /// <exception cref="OmniException">OH5302 there is no such model.</exception>
    /// <exception cref="UsageException">
    /// OH2014 a value out of range; OH2020 data, model or output missing; OH4002 a device that is not there; OH5140 an unknown schedule.
    /// </exception>
    public static Seq2SeqConfiguration Resolve(Seq2SeqOptions said)
    {
        if (said.Data.Length == 0) throw Missing("--data", "--data samples/rna-ssp-archive2");
        if (said.Model.Length == 0) throw Missing("--model", "--model models/omnihelix-rna-1m");
        if (said.Output.Length == 0) throw Missing("--output", "--output runs/writer");
        var settings = TrainingDevice.Decide(Schema.Resolve(Schema.SaidIn(said)));
        var (path, source) = ((string)settings["model"].Value!, settings["model"].Source);
        settings = settings.With("model", ModelNames.FolderOf(path), source);
        var decided = settings.Get<Seq2SeqOptions>();
        var trainer = decided.Trainer.Validate() with { Seed = decided.Seed };
        return new Seq2SeqConfiguration(settings, decided with { Existing = said.Existing, Trainer = trainer });
    }

    private static UsageException Missing(string flag, string example) =>
        new("OH2020", $"{flag} is missing", null, $"For instance {example}.");
}
