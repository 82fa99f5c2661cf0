using OmniHelix.Models.Layers;
using OmniHelix.Torch;

namespace OmniHelix.Models.Kernels;

/// <summary>The block in plain operators, on every device and element type.</summary>
internal sealed class PlainKernel : IBlockKernel
{
    public Tensor Attend(EncoderBlock block, Tensor x, AttentionContext context, Action<Tensor>? observer)
    {
        using var scope = new TensorScope();
        var shape = x.Shape;
        long batch = shape[0], length = shape[1], hidden = shape[2], heads = block.Options.HeadCount, size = block.HeadSize;
        var before = block.Options.NormPosition == NormPosition.Pre;

        var n = before ? block.AttentionNorm.Forward(x) : x;                     // [B, L, h]
        var (q, k, v) = block.QueryKeyValue is { } fused ? Split(fused.Forward(n))
            : (Heads(block.Query!.Forward(n)), Heads(block.Key!.Forward(n)), Heads(block.Value!.Forward(n)));   // [B, H, L, d] each
        var scale = Math.Pow(size, -0.5);
        q = block.Options.Rotary is { } rotary ? rotary.RotateQueries(q) : q * scale;
        k = block.Options.Rotary?.RotateKeys(k) ?? k;

        var scores = q.Matmul(k.Transpose(2, 3));                                // [B, H, L, L], queries already scaled by d^-1/2
        if (block.RelativeKeys is { } relative) scores.AddInPlace(relative.Scores(q, k, scale));
        if (context.Bias(block, x) is { } bias) scores.AddInPlace(bias);
        var p = scores.Softmax(-1);
        observer?.Invoke(p);
        var o = block.AttentionDropout.Forward(p).Matmul(v);                     // [B, H, L, d]
        o = o.Transpose(1, 2).Reshape([batch, length, hidden]);
        var sum = x + block.HiddenDropout.Forward(block.AttentionOutput.Forward(o));
        return scope.Keep(before ? sum : block.AttentionNorm.Forward(sum));

        Tensor Heads(Tensor projected) => projected.View([batch, length, heads, size]).Transpose(1, 2).Contiguous();

        (Tensor Q, Tensor K, Tensor V) Split(Tensor projected)
        {
            var parts = projected.View([batch, length, 3, heads, size]).Permute([2, 0, 3, 1, 4]).Contiguous();   // [3, B, H, L, d]
            return (parts.Select(0, 0), parts.Select(0, 1), parts.Select(0, 2));
        }
    }

    public Tensor FeedForward(EncoderBlock block, Tensor x)
    {
        using var scope = new TensorScope();
        var before = block.Options.NormPosition == NormPosition.Pre;
        var n = before ? block.FeedForwardNorm.Forward(x) : x;                   // [B, L, h]
        var u = block.Intermediate.Forward(n);                                   // [B, L, f], gated [B, L, 2f]
        if (block.Options.Gated)
        {
            var f = block.Options.IntermediateSize;
            u = block.Options.Activation.Apply(u.Narrow(-1, 0, f)) * u.Narrow(-1, f, f);
        }
        else u = block.Options.Activation.Apply(u);
        var sum = x + block.HiddenDropout.Forward(block.Output.Forward(u));
        return scope.Keep(before ? sum : block.FeedForwardNorm.Forward(sum));
    }
}
