using System.Text;

namespace OmniHelix.Tokenizers.PreTokenization;

/// <summary>Cuts at characters of a kind.</summary>
internal sealed class CharacterSplitter(Predicate<Rune> isMatch, SplitBehavior behavior) : PreTokenizer
{
    public override void Split(PreTokenizedText text) => text.Split(isMatch, behavior);
}
