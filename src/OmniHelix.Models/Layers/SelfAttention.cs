using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Layers;

/// <summary>What a block has computed when tokens are to meet.</summary>
/// <param name="Stream">What the products were made of, <c>[batch, length, hidden]</c>.</param>
/// <param name="Queries"><c>[batch, heads, length, size]</c>, not scaled.</param>
/// <param name="Keys">The same shape.</param>
/// <param name="Values">The same shape.</param>
/// <param name="Dropout">For probabilities.</param>
internal sealed record AttentionInput(Tensor Stream, Tensor Queries, Tensor Keys, Tensor Values, Dropout Dropout);

/// <summary>
/// Attention other than softmax over the scores of all keys, between the products of a block: a band with global tokens, landmarks, random
/// features. It may have weights of its own.
/// </summary>
internal abstract class SelfAttention : Module
{
    /// <summary>What each token takes from the others, <c>[batch, heads, length, size]</c>.</summary>
    /// <param name="input">Queries, keys and values.</param>
    /// <param name="context">Padding.</param>
    /// <param name="observer">Is shown the probabilities, in the shape that this kind has; null when nobody looks.</param>
    public abstract Tensor Forward(AttentionInput input, AttentionContext context, Action<Tensor>? observer);

    /// <summary>Floating-point operations per token of a sequence of <paramref name="length"/> tokens, without the products.</summary>
    public abstract double FlopsPerToken(int length);
}
