using OmniHelix.Torch;

namespace OmniHelix.Models.Esm;

/// <summary>What all blocks of one forward pass share; made once per batch.</summary>
/// <param name="KeyBias"><c>[batch, 1, 1, length]</c>: 0 for a token, the most negative number for padding; null when the batch has no padding.</param>
/// <param name="Rotary">Rotation of queries and keys; null for absolute positions.</param>
internal sealed record AttentionContext(Tensor? KeyBias, RotaryEmbedding? Rotary);

/// <summary>
/// The arithmetic of a block in two halves, each with its norm, projections and residual, so that another implementation may fuse whatever it likes inside one:
/// packed weights, bias and activation in the product, no length × length tensor. An implementation computes the same numbers as <see cref="PlainEsmKernel"/> to 1e-5 relative,
/// is differentiable, keeps no state between calls but what it derives from the weights, and hands results to the open scope.
/// </summary>
internal interface IEsmKernel
{
    /// <summary><c>x + Drop(Attention(Norm(x)))</c>.</summary>
    /// <param name="layer">The weights.</param>
    /// <param name="x"><c>[batch, length, hidden]</c>; not changed.</param>
    /// <param name="context">Mask and positions.</param>
    /// <param name="observer">Is shown the probabilities <c>[batch, heads, length, length]</c> before dropout; null when nobody looks, so that they need not exist.</param>
    Tensor Attend(EsmLayer layer, Tensor x, AttentionContext context, Action<Tensor>? observer);

    /// <summary><c>x + Drop(FeedForward(Norm(x)))</c>; <paramref name="x"/> is <c>[batch, length, hidden]</c> and not changed.</summary>
    Tensor FeedForward(EsmLayer layer, Tensor x);
}

/// <summary>The block in plain operators, on every device and element type.</summary>
internal sealed class PlainEsmKernel : IEsmKernel
{
    public Tensor Attend(EsmLayer layer, Tensor x, AttentionContext context, Action<Tensor>? observer)
    {
        using var scope = new TensorScope();
        var shape = x.Shape;
        long batch = shape[0], length = shape[1], hidden = shape[2], size = hidden / layer.HeadCount;

        var n = layer.AttentionNorm.Forward(x);                                  // [B, L, h]
        var q = Heads(layer.Query.Forward(n));                                   // [B, H, L, d]
        var k = Heads(layer.Key.Forward(n));                                     // [B, H, L, d]
        var v = Heads(layer.Value.Forward(n));                                   // [B, H, L, d]
        q = context.Rotary is { } rotary ? rotary.RotateQueries(q) : q * Math.Pow(size, -0.5);
        k = context.Rotary?.RotateKeys(k) ?? k;

        var scores = q.Matmul(k.Transpose(2, 3));                                // [B, H, L, L], queries already scaled by d^-1/2
        if (context.KeyBias is { } bias) scores.AddInPlace(bias);
        var p = scores.Softmax(-1);
        observer?.Invoke(p);
        var o = layer.AttentionDropout.Forward(p).Matmul(v);                     // [B, H, L, d]
        o = o.Transpose(1, 2).Reshape([batch, length, hidden]);
        return scope.Keep(x + layer.HiddenDropout.Forward(layer.AttentionOutput.Forward(o)));

        Tensor Heads(Tensor projected) => projected.View([batch, length, layer.HeadCount, size]).Transpose(1, 2).Contiguous();
    }

    public Tensor FeedForward(EsmLayer layer, Tensor x)
    {
        using var scope = new TensorScope();
        var n = layer.FeedForwardNorm.Forward(x);                                // [B, L, h]
        var u = layer.Intermediate.Forward(n).Gelu();                            // [B, L, f], x · Φ(x) with the exact error function
        return scope.Keep(x + layer.HiddenDropout.Forward(layer.Output.Forward(u)));
    }
}
