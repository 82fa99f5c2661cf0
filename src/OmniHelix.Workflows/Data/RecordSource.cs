using OmniHelix.Data.Records;
using OmniHelix.Inference;
using OmniHelix.Settings;

namespace OmniHelix.Workflows.Data;

/// <summary>
/// Where records come from, as the settings <c>input</c>, <c>input_format</c> and <c>sequence</c> say it. Of two that exclude each other,
/// the one that was said by the stronger source holds: a flag against a file.
/// </summary>
internal static class RecordSource
{
    /// <summary>Decides which of the sources holds.</summary>
    /// <param name="settings">All settings.</param>
    /// <param name="fields">Keys of fields, which a sequence that is typed does not have.</param>
    /// <exception cref="UsageException">
    /// OH2016 an unknown form of input; OH2021 values that exclude each other; OH2030 neither or both of the two sources of records.
    /// </exception>
    public static ResolvedSettings Resolve(ResolvedSettings settings, params IReadOnlyList<string> fields)
    {
        var decided = NamedForm(OneSource(settings));
        if (decided["sequence"].Value is not string text || ExampleReader.PromisedBy(text) is not null) return decided;
        foreach (var key in fields)
            if (decided[key].Value is not null) throw decided[key].Excludes(decided["sequence"]);
        return decided;
    }

    /// <summary>Opens the records.</summary>
    /// <param name="input">File; null for typed sequences.</param>
    /// <param name="format">Form of the file, where nothing else tells it.</param>
    /// <param name="sequence">Typed sequences, or a file.</param>
    /// <param name="fields">The fields of a record.</param>
    /// <exception cref="OmniException">The file cannot be opened, or is none of records.</exception>
    public static InferenceInput Open(string? input, string? format, string? sequence, RecordOptions fields) => input is not null
        ? InferenceInput.FromFile(
            input, fields with { Kind = format is null ? null : ExampleReader.StreamKindOf(format, "--input-format") })
        : InferenceInput.FromText(sequence!, fields);

    private static ResolvedSettings OneSource(ResolvedSettings settings)
    {
        var (input, sequence) = (settings["input"], settings["sequence"]);
        if (input.Value is null != sequence.Value is null) return settings;
        if (input.Value is not null && input.Source.Origin != sequence.Source.Origin) return settings.KeepStronger("input", "sequence");
        throw new UsageException(
            "OH2030", "exactly one of --input and --sequence is needed", null, "Name a file, - for standard input, or write a sequence.");
    }

    private static ResolvedSettings NamedForm(ResolvedSettings settings)
    {
        var (form, input) = (settings["input_format"], settings["input"]);
        if (form.Value is not string id) return settings;
        _ = ExampleReader.StreamKindOf(id, form.Source.Place ?? form.Key.Name);
        if (input.Value is string path && ExampleReader.PromisedBy(path) is null) return settings;
        var other = input.Value is null ? settings["sequence"] : input;
        if (other.IsStrongerThan(form)) return settings.With("input_format", null, other.Source);
        if (input.Value is null) throw form.Excludes(other);
        throw new UsageException(
            "OH2021", $"{input.Value} tells its form by its ending, and input_format is for input that does not", form.Source.Place,
            "Leave it out, or give the file the ending of what it is.");
    }
}
