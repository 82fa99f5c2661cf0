using OmniHelix.Models.Layers;
using OmniHelix.Torch;

namespace OmniHelix.Models.Kernels;

/// <summary>
/// The arithmetic of a block in two halves, each with its norm, projections and residual, so that another implementation may fuse whatever
/// it likes inside one: packed weights, bias and activation in the product, no length × length tensor. An implementation computes the same
/// numbers as <see cref="PlainKernel"/> to 1e-5 relative, is differentiable, keeps no state between calls but what it derives from the
/// weights, and hands results to the open scope. A layer whose map is not <see cref="OmniHelix.Torch.Nn.Affine"/> was replaced and is asked
/// for its result.
/// </summary>
internal interface IBlockKernel
{
    /// <summary><c>x + Drop(Attention(Norm(x)))</c>, or <c>Norm(x + Drop(Attention(x)))</c>.</summary>
    /// <param name="block">The weights.</param>
    /// <param name="x"><c>[batch, length, hidden]</c>, packed <c>[tokens, hidden]</c>; not changed.</param>
    /// <param name="context">Padding, and whether the stream is packed.</param>
    /// <param name="observer">
    /// Is shown the probabilities <c>[batch, heads, length, length]</c> before dropout; null when nobody looks, so that they need not
    /// exist.
    /// </param>
    Tensor Attend(EncoderBlock block, Tensor x, AttentionContext context, Action<Tensor>? observer);

    /// <summary>
    /// <c>x + Drop(FeedForward(Norm(x)))</c>, or <c>Norm(x + Drop(FeedForward(x)))</c>; <paramref name="x"/> is
    /// <c>[…, hidden]</c> and not changed.
    /// </summary>
    Tensor FeedForward(EncoderBlock block, Tensor x);
}
