using OmniHelix.Data.Records;
using OmniHelix.Data.Tokens;
using OmniHelix.Inference;
using OmniHelix.Settings;
using OmniHelix.Torch;
using OmniHelix.Workflows.Data;

namespace OmniHelix.Workflows.Predicting;

/// <summary>
/// Settings of an application that depend on each other. Of two that exclude each other, the one that was said by the stronger source
/// holds: a flag against a file.
/// </summary>
internal static class ApplicationRules
{
    private static readonly InferenceOptions Usual = new();

    /// <summary>Decides every value: defaults ← run of the model ← file ← flags or program.</summary>
    /// <param name="schema">Everything that can be said.</param>
    /// <param name="said">What was said.</param>
    /// <param name="ofRun">What holds of the run that trained the model.</param>
    /// <exception cref="UsageException">
    /// OH2014 a value out of range; OH2016 an unknown form of input; OH2020 there is no model; OH2021 values that exclude each other;
    /// OH2030 neither or both of the two sources of records; OH4002 an unknown device, or one that is not there; OH4003
    /// arithmetic that it lacks.
    /// </exception>
    public static ResolvedSettings Resolve(SettingsSchema schema, ApplicationOptions said, params IReadOnlyList<Setting> ofRun)
    {
        var settings = schema.Resolve(ofRun, schema.SaidIn(said)).KeepStronger("truncate", "window_overlap");
        if (settings["batch_size"].Value is null && settings["token_budget"].Value is null)
            throw new UsageException(
                "OH2021", "neither batch_size nor token_budget has a value", settings["token_budget"].Source.Place, "Give one of the two.");
        settings = RecordSource.Resolve(
            settings.KeepStronger("batch_size", "token_budget"), "sequence_field", "label_field", "pair_field");
        var device = DeviceOf((string)settings["device"].Value!);
        device.RequirePresent();
        ((Precision)settings["precision"].Value!).RequireOn(device);
        return settings["model"].Value is not null
            ? settings
            : throw new UsageException("OH2020", "--model is missing", null, "Name a model folder or the folder of a run.");
    }

    /// <summary>How the model is applied.</summary>
    public static InferenceOptions Inference(ApplicationOptions decided) => Usual with
    {
        MaxLength = decided.MaxLength,
        LongSequences = decided.Truncate ? LengthPolicy.Truncate
            : decided.WindowOverlap is not null ? LengthPolicy.Window
            : LengthPolicy.Error,
        WindowOverlap = decided.WindowOverlap ?? 0,
        TokenBudget = decided.TokenBudget ?? Usual.TokenBudget,
        BatchSize = decided.BatchSize,
        Precision = decided.Precision,
        Device = DeviceOf(decided.Device),
        Uracil = decided.Uracil.Policy(),
    };

    /// <summary>Opens the records.</summary>
    /// <exception cref="OmniException">The file cannot be opened, or is none of records.</exception>
    public static InferenceInput OpenInput(ApplicationOptions decided) =>
        RecordSource.Open(decided.Input, decided.InputFormat, decided.Sequence, FieldsOf(decided));

    /// <summary>The fields of a record.</summary>
    private static RecordOptions FieldsOf(ApplicationOptions decided) => new()
    {
        SequenceField = decided.SequenceField,
        LabelFields = decided.LabelField ?? [],
        PairField = decided.PairField,
    };

    /// <summary>The file to write; null for a stream.</summary>
    public static string? OutputOf(ApplicationOptions decided) => decided.Output is null or "-" ? null : decided.Output;

    /// <summary>The device of a name; <c>auto</c> is a graphics card where there is one.</summary>
    public static Device DeviceOf(string name) =>
        name != "auto" ? Device.Parse(name) : TorchEngine.CudaDevices > 0 ? Device.Cuda() : Device.Cpu;
}
