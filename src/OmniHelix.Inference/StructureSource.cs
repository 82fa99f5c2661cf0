using OmniHelix.Models;

namespace OmniHelix.Inference;

/// <summary>What the structure of a sequence is drawn from, when a model's classes are <c>( ) .</c></summary>
public enum StructureSource
{
    /// <summary>The model's probabilities alone: the most probable nested structure.</summary>
    Nested,

    /// <summary>Folding by the nearest-neighbour model that listens to the probabilities.</summary>
    Hybrid,
}

/// <summary>Decides how far folding listens to a model.</summary>
internal static class StructureChoice
{
    // What validation chose for the models of this project: pairs have to be more probable than not, by some margin.
    private const double UsualGamma = 0.35;

    /// <summary>The fit that is used; null for the probabilities alone.</summary>
    /// <param name="model">With classes of dot-bracket notation.</param>
    /// <param name="folder">Where it was read from.</param>
    /// <param name="options">What is wanted.</param>
    /// <exception cref="UsageException">
    /// OH5312: folding is asked for, and neither the model nor the options have a weight, or a weight is given for the probabilities alone.
    /// </exception>
    public static HybridFolding? Of(OmniModel model, string folder, InferenceOptions options)
    {
        var fitted = model.Card.Folding;
        if (options.Decode == StructureSource.Nested)
            return options.DecodeWeight is null ? null : throw new UsageException(
                "OH5312", "there is a weight for folding, and structures are to be drawn from the probabilities alone", folder,
                "Leave --decode-weight out, or say --decode hybrid.");
        if (options.DecodeWeight is { } weight) return new HybridFolding(weight, fitted?.Gamma ?? UsualGamma);
        if (fitted is null && options.Decode == StructureSource.Hybrid)
            throw new UsageException(
                "OH5312", "how far folding should listen to this model was never fitted", folder,
                "Give a weight, such as --decode-weight 0.3, or train the model with a validation split: omni train fits it there.");
        return fitted;
    }
}
