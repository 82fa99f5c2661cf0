namespace OmniHelix.Models.Layers;

/// <summary>Where a block normalises.</summary>
internal enum NormPosition
{
    /// <summary>Before attention and before the feed-forward network; the sum of the residual stream is left alone.</summary>
    Pre,

    /// <summary>After each addition to the residual stream.</summary>
    Post,

    /// <summary>As <see cref="Pre"/>, but attention is added to the normalised stream (RiNALMo: Penić et al. 2024).</summary>
    PreIntoStream,
}

/// <summary>
/// Sizes and switches of an <see cref="EncoderBlock"/>, which cover the encoders that differ in no more than these: h hidden size, H heads,
/// d = h / H channels of a head, f intermediate size.
/// </summary>
internal sealed record EncoderBlockOptions
{
    /// <summary>Width h of the residual stream.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Attention heads H.</summary>
    public required int HeadCount { get; init; }

    /// <summary>Width f inside the feed-forward network.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>Added to the variance, or to the mean of squares, in both norms.</summary>
    public required double NormEpsilon { get; init; }

    /// <summary>Names of the tensors in published files.</summary>
    public required EncoderBlockNames Names { get; init; }

    /// <summary>Before or after.</summary>
    public NormPosition NormPosition { get; init; } = NormPosition.Pre;

    /// <summary>Kind of both norms.</summary>
    public NormKind Norm { get; init; } = NormKind.LayerNorm;

    /// <summary>False where attention takes the stream as it is: the first block behind a norm on the embeddings.</summary>
    public bool HasAttentionNorm { get; init; } = true;

    /// <summary>Whether the four products of attention have a bias.</summary>
    public bool AttentionBias { get; init; } = true;

    /// <summary>Whether the first product of the feed-forward network has a bias.</summary>
    public bool IntermediateBias { get; init; } = true;

    /// <summary>Whether the second product of the feed-forward network has a bias.</summary>
    public bool OutputBias { get; init; } = true;

    /// <summary>The activated first half of a product of width 2f is multiplied by its second half (Shazeer 2020).</summary>
    public bool Gated { get; init; }

    /// <summary>Inside the feed-forward network.</summary>
    public Activation Activation { get; init; } = Activation.Gelu;

    /// <summary>The activation is <c>x · sigmoid(βx)</c> with a learned β of each block.</summary>
    public bool LearnedSwish { get; init; }

    /// <summary>Rotates queries and keys by their position; one object serves all blocks of an encoder.</summary>
    public RotaryEmbedding? Rotary { get; init; }

    /// <summary>Lowers scores with the distance; one object serves all blocks of an encoder.</summary>
    public Alibi? Alibi { get; init; }

    /// <summary>
    /// Learned vectors of distances, of each block its own: how many tokens they reach, and whether keys meet them too; null for none.
    /// </summary>
    public (int Longest, bool OfKeys)? RelativeKeys { get; init; }

    /// <summary>Tokens on either side that a token attends to; null for all.</summary>
    public int? Window { get; init; }

    /// <summary>The scores before padding and softmax are added to those of the next block (ERNIE-RNA: Yin et al. 2024).</summary>
    public bool CarriesScores { get; init; }

    /// <summary>Attention other than softmax over scores, of each block its own; null for that.</summary>
    public Func<SelfAttention>? Attention { get; init; }

    /// <summary>Dropout on attention probabilities.</summary>
    public double AttentionDropout { get; init; }

    /// <summary>Dropout after the last product of attention.</summary>
    public double AttentionOutputDropout { get; init; }

    /// <summary>Dropout inside the feed-forward network, before its last product.</summary>
    public double IntermediateDropout { get; init; }

    /// <summary>Dropout after the feed-forward network.</summary>
    public double OutputDropout { get; init; }
}

/// <summary>What published files call the tensors of a block; as BERT does unless a family says otherwise.</summary>
internal sealed record EncoderBlockNames
{
    /// <summary><c>[h, h]</c>.</summary>
    public string Query { get; init; } = "attention.self.query";

    /// <summary><c>[h, h]</c>.</summary>
    public string Key { get; init; } = "attention.self.key";

    /// <summary><c>[h, h]</c>.</summary>
    public string Value { get; init; } = "attention.self.value";

    /// <summary>Queries, keys and values in one product, <c>[3h, h]</c> in this order; null for three products.</summary>
    public string? QueryKeyValue { get; init; }

    /// <summary>Vectors of distances, <c>[2 · longest − 1, d]</c>.</summary>
    public string RelativeKeys { get; init; } = "attention.self.distance_embedding";

    /// <summary>What another kind of attention has beside the products.</summary>
    public string Attention { get; init; } = "attention.self";

    /// <summary><c>[h, h]</c>.</summary>
    public string AttentionOutput { get; init; } = "attention.output.dense";

    /// <summary><c>[h]</c>.</summary>
    public string AttentionNorm { get; init; } = "attention.output.LayerNorm";

    /// <summary><c>[f, h]</c>, gated <c>[2f, h]</c>.</summary>
    public string Intermediate { get; init; } = "intermediate.dense";

    /// <summary>The gate as a product of its own, <c>[f, h]</c>; null when <see cref="Intermediate"/> makes both halves.</summary>
    public string? Gate { get; init; }

    /// <summary>β of <see cref="EncoderBlockOptions.LearnedSwish"/>, <c>[1]</c>.</summary>
    public string Swish { get; init; } = "intermediate.bias";

    /// <summary><c>[h, f]</c>.</summary>
    public string Output { get; init; } = "output.dense";

    /// <summary><c>[h]</c>.</summary>
    public string FeedForwardNorm { get; init; } = "output.LayerNorm";
}
