using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Layers;

/// <summary>Scores pairs of tokens: whether they touch, or form a base pair.</summary>
public abstract class ContactHead : Module
{
    private protected ContactHead()
    {
    }

    /// <summary>Looks at attention maps; otherwise at the last hidden states.</summary>
    internal abstract bool OfAttention { get; }

    /// <summary>
    /// Scores without the first and the last position, which hold special tokens: <c>[batch, length − 2, length − 2, scores]</c>. Those
    /// of padding mean nothing.
    /// </summary>
    /// <param name="states">Last hidden states, <c>[batch, length, hidden]</c>.</param>
    /// <param name="attentions">Probabilities of each block, <c>[batch, heads, length, length]</c>; null when nobody looks at them.</param>
    /// <param name="ids"><c>[batch, length]</c>.</param>
    /// <param name="mask"><c>[batch, length]</c>, 0 for padding; null when there is none.</param>
    internal abstract Tensor Forward(Tensor states, IReadOnlyList<Tensor>? attentions, Tensor ids, Tensor? mask);
}
