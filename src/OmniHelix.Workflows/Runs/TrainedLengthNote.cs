using OmniHelix.Models;

namespace OmniHelix.Workflows.Runs;

/// <summary>Says that a model that takes sequences of any length is given longer ones than it was trained on.</summary>
internal static class TrainedLengthNote
{
    /// <summary>What there is to say; null for nothing.</summary>
    /// <param name="model">The model.</param>
    /// <param name="longest">Tokens of the longest row.</param>
    public static string? Of(OmniModel model, int longest) => model.TrainedTokens is { } trained && longest > trained
        ? FormattableString.Invariant($"the longest sequence has {longest:#,0} tokens, and the model was trained on at most {trained:#,0}")
            + "; it takes longer ones, and nobody says how well it reads them"
        : null;
}
