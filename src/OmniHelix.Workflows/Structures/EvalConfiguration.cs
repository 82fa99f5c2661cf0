using OmniHelix.Data.Records;
using OmniHelix.Sequences.Files;
using OmniHelix.Settings;
using OmniHelix.Workflows.Data;

namespace OmniHelix.Workflows.Structures;

/// <summary>What the energies of structures are computed with: every value decided.</summary>
/// <param name="Options">The values, with who said them.</param>
/// <param name="Output">File to write; null for a stream.</param>
/// <param name="Kind">What is written there; null for a stream.</param>
public sealed record EvalConfiguration(EvalOptions Options, string? Output, FileKind? Kind)
{
    /// <summary>Everything that can be said about the energies of structures.</summary>
    public static SettingsSchema Schema { get; } = SettingsSchema.Of<EvalOptions>();

    /// <summary>Decides every value: defaults ← file ← flags or program.</summary>
    /// <param name="said">What was said.</param>
    /// <exception cref="UsageException">
    /// OH1810 as many structures as sequences are needed; OH2014 a value out of range; OH2016 an unknown form of input; OH2020 a typed
    /// sequence without its structure; OH2021 values that exclude each other; OH2030 neither or both of the two sources of records; OH2032
    /// the name of the output promises nothing that can hold the result.
    /// </exception>
    public static EvalConfiguration Resolve(EvalOptions said)
    {
        var settings = RecordSource.Resolve(Schema.Resolve(Schema.SaidIn(said)), "sequence_field", "structure_field");
        var decided = settings.Get<EvalOptions>();
        var isTyped = decided.Sequence is { } text && ExampleReader.PromisedBy(text) is null;
        if (isTyped != decided.Structure is not null)
            throw isTyped
                ? new UsageException("OH2020", "--structure is missing", null, "Write the structure of the sequence, or name a file.")
                : settings["structure"].Excludes(settings[decided.Input is null ? "sequence" : "input"]);
        if (isTyped) RequireCount(decided.Sequence!, decided.Structure!);
        var output = decided.Output is null or "-" ? null : decided.Output;
        var kind = output is null ? null : decided.Loops ? StructureOutput.TableOf(output) : StructureOutput.KindOf(output, fasta: false);
        return new EvalConfiguration(decided, output, kind);
    }

    /// <summary>Typed words, separated by commas.</summary>
    internal static string[] Words(string text) =>
        text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static void RequireCount(string sequences, string structures)
    {
        var (given, needed) = (Words(structures).Length, Words(sequences).Length);
        if (given != needed)
            throw new UsageException(
                "OH1810", $"{Plural.Count(given, "structure")} for {Plural.Count(needed, "sequence")}", "--structure",
                "Give one for each, separated by commas.");
    }
}
