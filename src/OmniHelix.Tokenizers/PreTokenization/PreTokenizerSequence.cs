namespace OmniHelix.Tokenizers.PreTokenization;

/// <summary>One pre-tokenizer after the other, each on every piece.</summary>
internal sealed class PreTokenizerSequence(IReadOnlyList<PreTokenizer> parts) : PreTokenizer
{
    public override void Split(PreTokenizedText text)
    {
        foreach (var part in parts) part.Split(text);
    }
}
