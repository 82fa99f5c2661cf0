namespace OmniHelix.Tokenizers.Normalization;

/// <summary>Puts a text in front of what is not empty.</summary>
internal sealed class PrependNormalizer(string added) : Normalizer
{
    public override void Normalize(AlignedText text)
    {
        if (text.Length > 0) text.Prepend(added);
    }
}
