using OmniHelix.Data.DataSets;
using OmniHelix.Data.Tokens;
using OmniHelix.Hub;
using OmniHelix.Settings;
using OmniHelix.Torch;
using OmniHelix.Workflows.Predicting;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.Evaluating;

/// <summary>What an evaluation uses: every value decided, with who decided it.</summary>
/// <param name="Settings">Every setting with its value and who said it, for <c>run.json</c>.</param>
/// <param name="Options">The same, typed.</param>
/// <param name="DataSet">The configuration of the data set, as it is used.</param>
/// <param name="Model">Folder of the model.</param>
public sealed record EvaluateConfiguration(ResolvedSettings Settings, EvaluateOptions Options, DataSetConfig DataSet, string Model)
{
    // How a run read its data: the weakest voice, since the data may be others.
    private static readonly string[] OfRun =
    [
        "max_length", "long_sequences", "window_overlap", "primary_metric", "sequence_field", "label_field", "pair_field",
        "ignore_unknown_labels",
    ];

    /// <summary>Everything that can be said about an evaluation.</summary>
    public static SettingsSchema Schema { get; } = SettingsSchema.Of<EvaluateOptions>();

    /// <summary>Decides every value: defaults ← run of the model ← data set ← file ← flags or program.</summary>
    /// <param name="said">What was said.</param>
    /// <exception cref="OmniException">OH1601 there is no such data set; OH5302 there is no such model.</exception>
    /// <exception cref="UsageException">
    /// OH2014 a value out of range; OH2020 data or model missing; OH2021 settings that exclude each other; OH4002 a device that is not
    /// there; OH4003 arithmetic that it lacks; whatever is wrong with the data set's configuration.
    /// </exception>
    public static EvaluateConfiguration Resolve(EvaluateOptions said)
    {
        if (said.Model.Length == 0) throw Missing("--model", "a model folder or the folder of a run");
        if (said.Data.Length == 0) throw Missing("--data", "a data set, for instance --data samples/rna-ssp-archive2");
        if (said is { Figures: true, Output: null }) throw Missing("--output", "the folder that --figures writes into");
        var dataSet = DataSetFolder.ReadConfig(said.Data);
        var settings = Schema.Resolve(RunSettings.Of(Schema, said.Model, OfRun), OfDataSet(dataSet), Schema.SaidIn(said));
        settings = settings.KeepStronger("batch_size", "token_budget");
        if (settings["batch_size"].Value is null && settings["token_budget"].Value is null)
            throw new UsageException("OH2021", "neither batch_size nor token_budget has a value", null, "Give one of the two.");
        settings = Windows(settings);
        EnsembleRules.Check(settings);
        var decided = settings.Get<EvaluateOptions>() with { Existing = said.Existing };
        ApplicationRules.DeviceOf(decided.Device).RequirePresent();
        decided.Precision.RequireOn(ApplicationRules.DeviceOf(decided.Device));
        var used = dataSet with
        {
            MaxExamples = decided.MaxExamples,
            SequenceColumn = decided.SequenceField,
            LabelColumns = decided.LabelField,
            PairColumn = decided.PairField,
        };
        return new EvaluateConfiguration(settings, decided, used, ModelNames.FolderOf(said.Model));
    }

    // An overlap that is said alone asks for windows, and of two sources the stronger one holds.
    private static ResolvedSettings Windows(ResolvedSettings settings)
    {
        var (overlap, policy) = Two(settings, "window_overlap", "long_sequences");
        if (policy.Value is null)
            return settings.With(
                "long_sequences", overlap.Value is null ? LengthPolicy.Error : LengthPolicy.Window,
                overlap.Value is null ? Source.Default : overlap.Source);
        if (overlap.Value is null or 0 || policy.Value is LengthPolicy.Window) return settings;
        if (overlap.IsStrongerThan(policy)) return settings.With("long_sequences", LengthPolicy.Window, overlap.Source);
        return policy.IsStrongerThan(overlap) ? settings.With("window_overlap", null, policy.Source) : throw policy.Excludes(overlap);
    }

    private static (Setting First, Setting Second) Two(ResolvedSettings settings, string first, string second) =>
        (settings[first], settings[second]);

    private static List<Setting> OfDataSet(DataSetConfig config)
    {
        var said = new List<Setting>();
        Add("sequence_field", config.SequenceColumn);
        Add("label_field", config.LabelColumns is { Count: > 0 } labels ? labels.ToArray() : null);
        Add("pair_field", config.PairColumn);
        Add("max_examples", config.MaxExamples);
        if (config.IgnoreUnknownLabels) Add("ignore_unknown_labels", true);
        return said;

        void Add(string name, object? value)
        {
            if (value is not null)
                said.Add(new Setting(Schema.Find(name)!, value, new Source(Origin.DataSet, config.Document?.Place.ToString())));
        }
    }

    private static UsageException Missing(string flag, string what) => new("OH2020", $"{flag} is missing", null, $"Name {what}.");
}
