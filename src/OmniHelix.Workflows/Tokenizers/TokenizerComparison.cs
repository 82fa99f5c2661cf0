using OmniHelix.Tokenizers;

namespace OmniHelix.Workflows.Tokenizers;

/// <summary>Tokenizers beside each other.</summary>
/// <param name="Names">What they are called.</param>
/// <param name="Tokenizers">The tokenizers, as many.</param>
/// <param name="Overlap">The tokens that they share.</param>
/// <param name="Weights">How the weights of shared tokens differ; null when not all of them are Unigram models.</param>
/// <example><code>
/// var comparison = TokenizerComparison.Of(["human.json", "mouse.json"]);
/// comparison.Overlap.Jaccard;   // 0.61
/// </code></example>
public sealed record TokenizerComparison(
    IReadOnlyList<string> Names, IReadOnlyList<OmniTokenizer> Tokenizers, VocabularyOverlap Overlap, TokenWeights? Weights)
{
    /// <summary>Reads tokenizers and compares them.</summary>
    /// <param name="paths">Files or folders of tokenizers; at least one.</param>
    /// <exception cref="OmniException">
    /// What <see cref="OmniTokenizer.FromPretrained(string, TokenizerOptions, string?)"/> reports.
    /// </exception>
    public static TokenizerComparison Of(IReadOnlyList<string> paths) =>
        Of(paths, [.. paths.Select(path => OmniTokenizer.FromPretrained(path))]);

    /// <summary>Compares tokenizers.</summary>
    /// <param name="names">What they are called, as many as there are.</param>
    /// <param name="tokenizers">At least one.</param>
    public static TokenizerComparison Of(IReadOnlyList<string> names, IReadOnlyList<OmniTokenizer> tokenizers)
    {
        var overlap = new VocabularyOverlap(tokenizers);
        return new TokenizerComparison(names, tokenizers, overlap, TokenWeights.Of(tokenizers, overlap.SharedTokens()));
    }
}
