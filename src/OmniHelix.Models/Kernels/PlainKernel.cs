using OmniHelix.Models.Layers;
using OmniHelix.Torch;

namespace OmniHelix.Models.Kernels;

/// <summary>The block in plain operators, on every device and element type.</summary>
internal sealed class PlainKernel : IBlockKernel
{
    public Tensor Attend(EncoderBlock block, Tensor x, AttentionContext context, Action<Tensor>? observer)
    {
        using var scope = new TensorScope();
        var position = block.Options.NormPosition;
        var n = position == NormPosition.Post ? x : Normed(block, x);            // [B, L, h]
        var (q, k, v) = Heads(block, n, context);                                // [B, H, L, d] each
        var o = block.Attention is { } other
            ? other.Forward(new AttentionInput(context.Spread(n), q, k, v, block.AttentionDropout), context, observer)
            : Softmax(block, (q, k, v), context, observer);
        var shape = o.Shape;
        o = context.Gather(o.Transpose(1, 2).Reshape([shape[0], shape[2], shape[1] * shape[3]]));
        var attended = block.AttentionOutputDropout.Forward(block.AttentionOutput.Forward(o));
        return scope.Keep(position switch
        {
            NormPosition.Post => Normed(block, x + attended),
            NormPosition.PreIntoStream => n + attended,
            _ => x + attended,
        });
    }

    public Tensor FeedForward(EncoderBlock block, Tensor x)
    {
        using var scope = new TensorScope();
        var after = block.Options.NormPosition == NormPosition.Post;
        var n = after ? x : block.FeedForwardNorm.Forward(x);                    // [B, L, h]
        var u = block.IntermediateDropout.Forward(Inner(block, n));              // [B, L, f]
        var sum = x + block.OutputDropout.Forward(block.Output.Forward(u));
        return scope.Keep(after ? block.FeedForwardNorm.Forward(sum) : sum);
    }

    private static Tensor Normed(EncoderBlock block, Tensor x) => block.AttentionNorm?.Forward(x) ?? x;

    private static (Tensor Q, Tensor K, Tensor V) Heads(EncoderBlock block, Tensor n, AttentionContext context)
    {
        long heads = block.Options.HeadCount, size = block.HeadSize;
        if (block.QueryKeyValue is not { } fused)
            return (Of(block.Query!.Forward(n)), Of(block.Key!.Forward(n)), Of(block.Value!.Forward(n)));
        var all = context.Spread(fused.Forward(n));
        var parts = all.View([all.Size(0), all.Size(1), 3, heads, size]).Permute([2, 0, 3, 1, 4]).Contiguous();   // [3, B, H, L, d]
        return (parts.Select(0, 0), parts.Select(0, 1), parts.Select(0, 2));

        Tensor Of(Tensor projected)
        {
            var rows = context.Spread(projected);
            return rows.View([rows.Size(0), rows.Size(1), heads, size]).Transpose(1, 2).Contiguous();
        }
    }

    private static Tensor Softmax(
        EncoderBlock block, (Tensor Q, Tensor K, Tensor V) heads, AttentionContext context, Action<Tensor>? observer)
    {
        var (q, k, v) = heads;
        var scale = Math.Pow(block.HeadSize, -0.5);
        q = block.Options.Rotary is { } rotary ? rotary.RotateQueries(q) : q * scale;
        k = block.Options.Rotary?.RotateKeys(k) ?? k;

        var scores = q.Matmul(k.Transpose(2, 3));                                // [B, H, L, L], queries already scaled by d^-1/2
        if (block.RelativeKeys is { } relative) scores.AddInPlace(relative.Scores(q, k, scale));
        if (block.Options.CarriesScores)
        {
            // Without padding, which would count twice and pass the range of numbers.
            if (context.Carried is { } carried) scores = scores + carried;
            context.Carry(scores);
        }
        if (context.Bias(block, q) is { } bias) scores = block.Options.CarriesScores ? scores + bias : scores.AddInPlace(bias);
        var p = scores.Softmax(-1);
        observer?.Invoke(p);
        return block.AttentionDropout.Forward(p).Matmul(v);                      // [B, H, L, d]
    }

    // What the last product takes: the activated first product, and the gate.
    private static Tensor Inner(EncoderBlock block, Tensor n)
    {
        var u = block.Intermediate.Forward(n);                                   // [B, L, f], with a fused gate [B, L, 2f]
        if (!block.Options.Gated) return Activated(block, u);
        if (block.Gate is { } gate) return Activated(block, u) * gate.Forward(n);
        var f = block.Options.IntermediateSize;
        return Activated(block, u.Narrow(-1, 0, f)) * u.Narrow(-1, f, f);
    }

    private static Tensor Activated(EncoderBlock block, Tensor u) =>
        block.Swish is { } slope ? u * (u * slope.Value).Sigmoid() : block.Options.Activation.Apply(u);
}
