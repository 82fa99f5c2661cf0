using OmniHelix.Sequences.Files;
using OmniHelix.Settings;
using OmniHelix.Workflows.Data;
using OmniHelix.Workflows.Files;

namespace OmniHelix.Workflows.Structures;

/// <summary>What records are folded with: every value decided.</summary>
/// <param name="Options">The values, with who said them.</param>
/// <param name="Output">File to write; null for a stream.</param>
/// <param name="Kind">What is written there; null for a stream.</param>
public sealed record FoldConfiguration(FoldOptions Options, string? Output, FileKind? Kind)
{
    // Settings that do nothing without another one.
    private static readonly (string Key, string[] Needs)[] Dependent =
    [
        ("enforce", ["constraint", "constraint_field"]),
        ("slope", ["reactivity_field"]),
        ("intercept", ["reactivity_field"]),
        ("gamma", ["ensemble"]),
        ("least_probability", ["probabilities"]),
        ("local", ["span"]),
        ("subopt_limit", ["subopt"]),
        ("seed", ["samples"]),
    ];

    // Settings that ask for another answer than the others do.
    private static readonly (string Key, string[] Others)[] Exclusive =
    [
        ("samples", ["subopt"]),
        ("duplex", ["ensemble", "probabilities", "subopt", "samples", "local", "circular", "span"]),
        ("circular", ["subopt", "samples", "span"]),
        ("local", ["subopt", "samples", "ensemble", "probabilities", "report", "constraint", "constraint_field", "reactivity_field"]),
    ];

    /// <summary>Everything that can be said about folding.</summary>
    public static SettingsSchema Schema { get; } = SettingsSchema.Of<FoldOptions>();

    /// <summary>Decides every value: defaults ← file ← flags or program.</summary>
    /// <param name="said">What was said.</param>
    /// <exception cref="UsageException">
    /// OH2014 a value out of range; OH2016 an unknown form of input; OH2020 a setting that does nothing without another; OH2021 values that
    /// exclude each other; OH2030 neither or both of the two sources of records; OH2032, OH6600 the name of a file promises nothing that
    /// can be written.
    /// </exception>
    public static FoldConfiguration Resolve(FoldOptions said)
    {
        var settings = RecordSource.Resolve(
            Schema.Resolve(Schema.SaidIn(said)).KeepStronger("constraint", "constraint_field"),
            "sequence_field", "constraint_field", "reactivity_field");
        foreach (var (key, needs) in Dependent)
            if (settings[key].Source.Origin != Origin.Default && !needs.Any(need => IsGiven(settings[need])))
                throw new UsageException(
                    "OH2020", $"{key} does nothing without {string.Join(" or ", needs)}", settings[key].Source.Place,
                    $"Add {needs[0]}, or leave it out.");
        var decided = settings.Get<FoldOptions>();
        foreach (var (key, others) in Exclusive)
            if (IsGiven(settings[key]) && others.FirstOrDefault(other => IsGiven(settings[other])) is { } other)
                throw settings[key].Excludes(settings[other]);
        var output = decided.Output is null or "-" ? null : decided.Output;
        if (decided.Report is { } page) KnownFiles.Kinds.RequireName(page, "a page", KnownFiles.Html);
        if (decided.Probabilities is { } table) _ = StructureOutput.TableOf(table);
        return new FoldConfiguration(decided, output, output is null ? null : StructureOutput.KindOf(output, fasta: true));
    }

    private static bool IsGiven(Setting setting) => setting.Value is not (null or false);
}
