using OmniHelix.Torch;

namespace OmniHelix.Models.Backbones;

/// <summary>A batch of token ids.</summary>
/// <param name="InputIds">
/// <c>[batch, length]</c>, Int64; for a model that reads several things at a position <c>[batch, fields, length]</c>, Float32.
/// </param>
/// <param name="AttentionMask">
/// <c>[batch, length]</c>, 1 for a token and 0 for padding, or <c>[batch, length, length]</c>, 1 where the token of a row sees that of a
/// column; null when there is no padding.
/// </param>
/// <param name="TokenTypeIds">
/// <c>[batch, length]</c>, Int64, the segment of each token; null for the first. Only some backbones have segments.
/// </param>
public sealed record ModelInput(Tensor InputIds, Tensor? AttentionMask = null, Tensor? TokenTypeIds = null)
{
    /// <summary>
    /// <c>[batch, length]</c>, not 0 for the tokens that see all others and are seen by all, of models that have such tokens; null for the
    /// usual ones.
    /// </summary>
    public Tensor? GlobalAttention { get; init; }

    /// <summary>
    /// True: products and norms are computed for real tokens only where that saves time, and the rows of padding in the result mean
    /// nothing. Nor has padding any influence on the others, nor a sequence on its neighbours, where the published code lets some through.
    /// False: all rows are those of the published code.
    /// </summary>
    public bool SkipsPadding { get; init; }

    /// <summary>
    /// What the embeddings and the first blocks give for this batch, computed before (<see cref="OmniModel.LowerStates"/>): a pass goes on
    /// from there. Null to compute all.
    /// </summary>
    public LowerStates? Lower { get; init; }

    /// <summary>
    /// What a model with a head should have predicted, as the loss of its task takes it; null outside training. An encoder does not look at
    /// it.
    /// </summary>
    public Tensor? Labels { get; init; }
}

/// <summary>What the embeddings and the first blocks of a model give.</summary>
/// <param name="States"><c>[batch, length, hidden]</c>; the rows of padding mean nothing.</param>
/// <param name="Blocks">Blocks behind them, 0 for the embeddings alone.</param>
public sealed record LowerStates(Tensor States, int Blocks);

/// <summary>What a forward pass returns beside the last hidden state; each costs memory.</summary>
[Flags]
public enum Outputs
{
    /// <summary>Nothing more.</summary>
    LastHiddenState = 0,

    /// <summary>The output of the embeddings and of every block.</summary>
    HiddenStates = 1,

    /// <summary>The attention probabilities of every block.</summary>
    Attentions = 2,
}

/// <summary>
/// Is shown the attention probabilities <c>[batch, heads, length, length]</c> of each block in turn, so that they need not all be held at
/// once.
/// </summary>
/// <param name="layer">Number of the block, from 0.</param>
/// <param name="probabilities">Rows are queries; valid during the call.</param>
public delegate void AttentionObserver(int layer, Tensor probabilities);
