using OmniHelix.Rna;
using OmniHelix.Rna.Design;
using OmniHelix.Settings;

namespace OmniHelix.Workflows.Designing;

/// <summary>What sequences are searched for and how: every value decided.</summary>
/// <param name="Settings">The values, with who said them.</param>
/// <param name="Target">The structure.</param>
/// <param name="Search">How it is searched.</param>
/// <param name="Output">File to write; null for a stream.</param>
public sealed record DesignConfiguration(DesignSettings Settings, SecondaryStructure Target, DesignOptions Search, string? Output)
{
    /// <summary>Everything that can be said about a search.</summary>
    public static SettingsSchema Schema { get; } = SettingsSchema.Of<DesignSettings>();

    /// <summary>Decides every value: defaults ← file ← flags or program.</summary>
    /// <param name="said">What was said.</param>
    /// <exception cref="UsageException">
    /// OH2014 a value out of range; OH2020 there is no structure; OH2032 the name of the output promises nothing that holds sequences.
    /// </exception>
    /// <exception cref="OmniException">OH1801, OH1802: the structure is malformed.</exception>
    public static DesignConfiguration Resolve(DesignSettings said)
    {
        var decided = Schema.Resolve(Schema.SaidIn(said)).Get<DesignSettings>();
        if (decided.Structure is null)
            throw new UsageException(
                "OH2020", "--structure is missing", null, "Write the structure in dot-bracket, in quotes: \"(((...)))\".");
        var output = decided.Output is null or "-" ? null : decided.Output;
        if (output is not null) DesignFile.RequireName(output);
        var search = new DesignOptions
        {
            Count = decided.Count,
            TimeLimit = TimeSpan.FromSeconds(decided.Time),
            MaximumFolds = decided.MaxFolds,
            Chains = decided.Chains,
            Seed = decided.Seed,
            Sequence = decided.Fixed,
            LeastGc = decided.GcMin,
            LargestGc = decided.GcMax,
            ForbiddenMotifs = decided.Forbid ?? [],
            Temperature = decided.Temperature,
        };
        return new DesignConfiguration(decided, SecondaryStructure.Parse(decided.Structure, "--structure"), search, output);
    }
}
