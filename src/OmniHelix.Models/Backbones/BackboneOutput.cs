using OmniHelix.Torch;

namespace OmniHelix.Models.Backbones;

/// <summary>What a backbone computes.</summary>
/// <param name="LastHiddenState">
/// <c>[batch, length, hidden]</c>, after the final norm where there is one; of a model that pools along the sequence
/// <c>[batch, ⌈length / resolution⌉, hidden]</c>.
/// </param>
/// <param name="HiddenStates">
/// Output of the embeddings, then of each block: layers + 1 tensors; null when not asked for. The last is
/// <paramref name="LastHiddenState"/>, or that before the final norm where the published code shows it so (BMFM's ModernBERT).
/// </param>
/// <param name="Attentions">
/// Softmax probabilities of each block, <c>[batch, heads, length, length]</c>, before dropout; null when not asked for.
/// </param>
public sealed record BackboneOutput(
    Tensor LastHiddenState, IReadOnlyList<Tensor>? HiddenStates = null, IReadOnlyList<Tensor>? Attentions = null)
{
    /// <summary>
    /// Of each block, how global tokens see all others, <c>[batch, heads, length, globals]</c>, each column a distribution over the
    /// length; null when not asked for or without global tokens.
    /// </summary>
    public IReadOnlyList<Tensor>? GlobalAttentions { get; init; }

    /// <summary>All tensors of this.</summary>
    internal IEnumerable<Tensor> Tensors => [LastHiddenState, .. HiddenStates ?? [], .. Attentions ?? [], .. GlobalAttentions ?? []];
}
