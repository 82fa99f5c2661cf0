using OmniHelix.Data.Tokens;
using OmniHelix.Tokenizers;

namespace OmniHelix.Workflows.Runs;

/// <summary>Says what a split lost when it was tokenised, and which of its letters a model cannot read or hardly knows.</summary>
internal static class SplitNotes
{
    /// <summary>Tells an observer, and returns the same for a page, a sentence each.</summary>
    /// <param name="observer">Is told; what needs attention begins with <c>!</c>.</param>
    /// <param name="name">Of the split.</param>
    /// <param name="tokens">Its rows.</param>
    /// <param name="length">How they were cut.</param>
    /// <param name="tokenizer">Knows what the model was trained on.</param>
    /// <exception cref="OmniException">OH1405: it can read less than half of the letters.</exception>
    public static IReadOnlyList<string> Tell(
        RunObserver observer, string name, RaggedTokens tokens, LengthOptions length, OmniTokenizer tokenizer)
    {
        var use = LetterUse.Of(tokens.Counts, tokenizer);
        List<string> changed = [.. Changed(tokens.Counts, length)];
        changed.AddRange(use.ConvertedNotes());
        if (changed.Count > 0) changed = [$"{name}: {string.Join("; ", changed)}."];
        List<string> letters = [.. use.Notes(hasFlag: false).Select(note => $"{name}: {note}.")];
        foreach (var change in changed) observer.Message(change);
        foreach (var note in letters) observer.Message($"! {note}");
        new UnreadLetters(tokenizer).Require(tokens, name);
        return [.. changed, .. letters];
    }

    private static IEnumerable<string> Changed(LengthCounts counts, LengthOptions length)
    {
        var most = Plural.Count(length.MaxLength, "token");
        var lost = Plural.Count(counts.TruncatedTokens, "token");
        if (counts.Truncated > 0) yield return $"{Plural.Count(counts.Truncated, "sequence")} cut to {most} ({lost} lost)";
        if (counts.Windowed > 0)
            yield return $"{Plural.Count(counts.Windowed, "sequence")} cut into {Plural.Count(counts.Windows, "window")}";
        if (counts.Dropped > 0) yield return $"{Plural.Count(counts.Dropped, "sequence")} over {most} left out";
        if (counts.IgnoredLabels > 0) yield return $"{Plural.Count(counts.IgnoredLabels, "unknown label")} ignored";
    }
}
