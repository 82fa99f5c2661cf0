namespace OmniHelix.Models.Decoders;

/// <summary>Sizes of a decoder that writes a sequence about what an encoder has read, and the tokens it begins and ends with.</summary>
public sealed record DecoderOptions
{
    /// <summary>Blocks.</summary>
    public int LayerCount { get; init; } = 2;

    /// <summary>
    /// Attention heads of a block, of which the hidden size of the encoder is a multiple; null for as many as the encoder has.
    /// </summary>
    public int? HeadCount { get; init; }

    /// <summary>Width inside the feed-forward network; null for four times the hidden size.</summary>
    public int? IntermediateSize { get; init; }

    /// <summary>Dropout after attention, inside the feed-forward network and after it.</summary>
    public double Dropout { get; init; } = 0.1;

    /// <summary>
    /// Id of the token that every output begins with; it is not written. Null for what the tokenizer begins sequences with.
    /// </summary>
    public int? StartToken { get; init; }

    /// <summary>Id of the token that ends an output; it is not written. Null for what the tokenizer ends sequences with.</summary>
    public int? EndToken { get; init; }
}
