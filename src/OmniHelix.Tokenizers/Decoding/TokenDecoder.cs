
namespace OmniHelix.Tokenizers.Decoding;

/// <summary>How the tokens of a <c>tokenizer.json</c> become text again; decoders may follow each other.</summary>
internal abstract class TokenDecoder
{
    /// <summary>The text of tokens.</summary>
    public string Decode(IReadOnlyList<string> tokens) => string.Concat(DecodeChain(tokens));

    /// <summary>The pieces of text for the next decoder; joined they are the text.</summary>
    public abstract IReadOnlyList<string> DecodeChain(IReadOnlyList<string> tokens);

}
