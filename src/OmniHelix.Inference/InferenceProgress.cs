namespace OmniHelix.Inference;

/// <summary>Where a pass over records stands.</summary>
/// <param name="Records">Records done.</param>
/// <param name="Fraction">Share of the input done, in [0, 1]; null when its size is not known.</param>
public readonly record struct InferenceProgress(long Records, double? Fraction);
