using System.Text;
using OmniHelix.Tokenizers.Unicode;

namespace OmniHelix.Tokenizers.Normalization;

/// <summary>The normal forms of Unicode: NFC, NFD, NFKC, NFKD.</summary>
internal sealed class UnicodeNormalizer(UnicodeForm form) : Normalizer
{
    public override void Normalize(AlignedText text)
    {
        if (UnicodeNormalization.IsCertainly(text.Characters, form)) return;
        var changes = new List<(Rune Rune, int Change)>();
        UnicodeNormalization.Normalize(text.Characters, form, changes);
        text.Apply(changes);
    }
}
