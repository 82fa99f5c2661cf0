using OmniHelix.Inference.Augmentation;
using OmniHelix.Settings;

namespace OmniHelix.Workflows.Predicting;

/// <summary>What variants of sequences are made with: every value decided.</summary>
/// <param name="Options">The values, with who said them.</param>
/// <param name="Output">File to write; null for a stream.</param>
/// <param name="Augmentation">What is changed.</param>
public sealed record AugmentConfiguration(AugmentOptions Options, string? Output, AugmentationOptions Augmentation)
{
    /// <summary>Everything that can be said about variants of sequences.</summary>
    public static SettingsSchema Schema { get; } = SettingsSchema.Of<AugmentOptions>();

    /// <summary>Decides every value: defaults ← file ← flags or program.</summary>
    /// <param name="said">What was said.</param>
    /// <exception cref="UsageException">
    /// OH2014 a value out of range; OH2016 an unknown form of input; OH2020 there is no model; OH2021 values that exclude each other;
    /// OH2030 neither or both of the two sources of records; OH2032 the name of the output promises no variants.
    /// </exception>
    public static AugmentConfiguration Resolve(AugmentOptions said)
    {
        var settings = ApplicationRules.Resolve(Schema, said);
        foreach (var key in new[] { "label_field", "pair_field" })
            if (settings[key].Value is not null)
                throw new UsageException(
                    "OH2021", $"{key} has no effect here: every column is kept as it is", settings[key].Source.Place, "Leave it out.");
        var decided = settings.Get<AugmentOptions>();
        var output = ApplicationRules.OutputOf(decided);
        if (output is not null) AugmentedFile.RequireName(output);
        return new AugmentConfiguration(decided, output, new AugmentationOptions
        {
            NoiseRatio = decided.NoiseRatio,
            Count = decided.Count,
            Temperature = decided.Temperature,
            TopK = decided.TopK,
            AllowN = decided.AllowN,
            Seed = decided.Seed,
        });
    }
}
