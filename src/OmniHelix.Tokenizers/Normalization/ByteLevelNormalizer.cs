using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Tokenizers.Normalization;

/// <summary>Writes each UTF-8 byte as a letter of <see cref="ByteAlphabet"/>.</summary>
internal sealed class ByteLevelNormalizer : Normalizer
{
    public override void Normalize(AlignedText text) => text.RewriteAsBytes(0, text.Length);
}
