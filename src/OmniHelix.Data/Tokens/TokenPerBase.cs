using OmniHelix.Data.Records;
using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Data.Tokens;

/// <summary>
/// Tasks on pairs of bases need a token for each base: two words of several bases have one result, and not that of each pair.
/// </summary>
internal static class TokenPerBase
{
    /// <summary>Refuses a sequence with other tokens.</summary>
    /// <param name="example">The sequence.</param>
    /// <param name="spans">What each of its tokens covers, without special tokens.</param>
    /// <exception cref="OmniException">OH1307: names the first token that is not one base, or the base that has none.</exception>
    public static void Require(Example example, ReadOnlySpan<TokenSpan> spans)
    {
        for (var token = 0; token < spans.Length; token++)
            if (spans[token].Start != token || spans[token].Length != 1)
                throw new OmniException(
                    "OH1307", FormattableString.Invariant(
                        $"record '{example.Id}': base {token + 1} has no token of its own"), example.Place,
                    "Pairs of bases need a model whose tokens are single bases.");
    }
}
