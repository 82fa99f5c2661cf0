using OmniHelix.Tokenizers.Patterns;

namespace OmniHelix.Tokenizers.PreTokenization;

/// <summary>Cuts at the matches of a pattern, or between them.</summary>
internal sealed class PatternSplitter(TextPattern pattern, SplitBehavior behavior, bool invert) : PreTokenizer
{
    public override void Split(PreTokenizedText text) => text.Split(pattern, behavior, invert);
}
