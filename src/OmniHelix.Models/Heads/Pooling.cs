namespace OmniHelix.Models.Heads;

/// <summary>How the tokens of a sequence become one vector.</summary>
public enum Pooling
{
    /// <summary>Mean over the tokens that are neither padding nor special.</summary>
    Mean,

    /// <summary>The first token.</summary>
    Cls,

    /// <summary>Largest value of each channel over the tokens that are neither padding nor special.</summary>
    Max,

    /// <summary>The last token that is not padding, special or not.</summary>
    Last,

    /// <summary>Mean weighted by a learned score per token, over the tokens that are neither padding nor special.</summary>
    Attention,

    /// <summary>What the encoder's own pooler makes of the first token; it is new when the encoder's file has none.</summary>
    Pooler,
}
