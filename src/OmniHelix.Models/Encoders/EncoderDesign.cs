using OmniHelix.Models.Backbones;
using OmniHelix.Models.Layers;

namespace OmniHelix.Models.Encoders;

/// <summary>
/// How an encoder is put together: vectors of tokens, blocks, perhaps a norm; and what the published files call all of it. What an
/// architecture is, beside its configuration, stands in its design.
/// </summary>
internal sealed record EncoderDesign
{
    /// <summary>From ids to vectors.</summary>
    public required TokenEmbeddingOptions Embeddings { get; init; }

    /// <summary>The blocks, from the first.</summary>
    public required IReadOnlyList<EncoderBlockOptions> Blocks { get; init; }

    /// <summary>Before the number of a block.</summary>
    public string BlocksName { get; init; } = "encoder.layer";

    /// <summary>Norm after the last block; null for none.</summary>
    public FinalNorm? FinalNorm { get; init; }

    /// <summary>The head that scores the vocabulary.</summary>
    public required LanguageModelHeadOptions LanguageModel { get; init; }

    /// <summary>Whether the library knows a pooler for this architecture.</summary>
    public bool HasPooler { get; init; } = true;

    /// <summary>The pooler looks at the mean of all tokens, not at the first.</summary>
    public bool PoolerTakesMean { get; init; }

    /// <summary>Id of the end token, for a head that predicts contacts from attention; null for no such head.</summary>
    public int? ContactEnd { get; init; }

    /// <summary>Heads of pairs that are one linear layer, beside the encoder; null for none.</summary>
    public PairHeads? Pairs { get; init; }

    /// <summary>Vectors of padding are zero at the end.</summary>
    public bool PaddingBecomesZero { get; init; }
}

/// <summary>Norm after the last block.</summary>
/// <param name="Name">In published files.</param>
/// <param name="Kind">With or without a bias.</param>
/// <param name="Epsilon">Added to the variance.</param>
/// <param name="InHiddenStates">Whether the last of the hidden states is normalised; the last hidden state always is.</param>
internal sealed record FinalNorm(string Name, NormKind Kind, double Epsilon, bool InHiddenStates = true);

/// <summary>Heads of pairs that are one linear layer.</summary>
/// <param name="Scores">Scores of a pair.</param>
/// <param name="OfStates">The head that looks at the states of both tokens.</param>
/// <param name="OfAttention">The head that looks at attention maps.</param>
internal sealed record PairHeads(int Scores, PairHeadNames OfStates, PairHeadNames OfAttention);
