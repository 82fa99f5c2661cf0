namespace OmniHelix.Models.Heads;

/// <summary>
/// The poolings of embeddings under the names that OmniGenBench gives them, whose mean and maximum count special tokens.
/// </summary>
public static class Aggregation
{
    /// <summary>The first token.</summary>
    public const Pooling Cls = Pooling.Cls;

    /// <summary>The first token.</summary>
    public const Pooling Head = Pooling.Cls;

    /// <summary>Mean over all tokens, special ones included.</summary>
    public const Pooling Mean = Pooling.MeanAllTokens;

    /// <summary>The last token, special or not.</summary>
    public const Pooling Last = Pooling.Last;

    /// <summary>The last token, special or not.</summary>
    public const Pooling Tail = Pooling.Last;

    /// <summary>Largest value of each channel over all tokens, special ones included.</summary>
    public const Pooling Max = Pooling.MaxAllTokens;

    /// <summary>Mean over the tokens that are not special.</summary>
    public const Pooling MeanNoSpecial = Pooling.Mean;

    /// <summary>Largest value of each channel over the tokens that are not special.</summary>
    public const Pooling MaxNoSpecial = Pooling.Max;

    /// <summary>Mean weighted by the scores that a head has learned.</summary>
    public const Pooling Attention = Pooling.Attention;
}
