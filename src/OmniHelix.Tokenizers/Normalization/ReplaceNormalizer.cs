using OmniHelix.Tokenizers.Patterns;
using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Tokenizers.Normalization;

/// <summary>Writes a text in the place of every match; it stands for the last character of the match, as in the reference.</summary>
internal sealed class ReplaceNormalizer(TextPattern pattern, string content) : Normalizer
{
    public override void Normalize(AlignedText text)
    {
        var matches = pattern.Matches(text.Characters);
        if (matches.Count == 0) return;
        text.BeginRewriting();
        var from = 0;
        foreach (var (start, end) in matches)
        {
            text.Keep(from, start);
            text.Insert(content, end > 0 ? text.FormerOrigin(end - 1) : default(TokenSpan));
            from = end;
        }
        text.Keep(from, text.Former.Length);
    }
}
