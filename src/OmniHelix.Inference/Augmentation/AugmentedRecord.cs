using OmniHelix.Data.Records;

namespace OmniHelix.Inference.Augmentation;

/// <summary>A record and its variants.</summary>
/// <param name="Example">The record.</param>
/// <param name="Variants">
/// Changed sequences of the same length, all different; fewer than were asked for where no more were found.
/// </param>
/// <param name="Error">Why there are none; null where there are some.</param>
public sealed record AugmentedRecord(Example Example, IReadOnlyList<string> Variants, OmniException? Error = null);
