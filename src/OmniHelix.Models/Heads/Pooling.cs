namespace OmniHelix.Models.Heads;

/// <summary>How the tokens of a sequence become one vector, in a head and for embeddings alike. Padding never takes part.</summary>
public enum Pooling
{
    /// <summary>Mean over the tokens that are not special.</summary>
    Mean,

    /// <summary>The first token.</summary>
    Cls,

    /// <summary>Largest value of each channel over the tokens that are not special.</summary>
    Max,

    /// <summary>The last token, special or not.</summary>
    Last,

    /// <summary>Mean weighted by a learned score per token, over the tokens that are not special.</summary>
    Attention,

    /// <summary>What the encoder's own pooler makes of the first token; it is new when the encoder's file has none.</summary>
    Pooler,

    /// <summary>Mean over all tokens, special ones included.</summary>
    MeanAllTokens,

    /// <summary>Largest value of each channel over all tokens, special ones included.</summary>
    MaxAllTokens,
}
