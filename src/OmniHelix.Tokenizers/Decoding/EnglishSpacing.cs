namespace OmniHelix.Tokenizers.Decoding;

/// <summary>Takes away the blanks before punctuation and contractions of English that joining words put there.</summary>
internal static class EnglishSpacing
{
    // In this order: what one makes, the next may find.
    private static readonly (string Loose, string Tight)[] Rules =
    [
        (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"), (" 'm", "'m"), (" do not", " don't"),
        (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
    ];

    /// <summary>A token without those blanks.</summary>
    public static string Tighten(string token) =>
        Rules.Aggregate(token, (text, rule) => text.Replace(rule.Loose, rule.Tight, StringComparison.Ordinal));
}
