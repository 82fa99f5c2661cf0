using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Layers;

/// <summary>Attention in an alignment, along one of its axes (Rao et al. 2021, MSA Transformer). R rows, L columns, H heads of d.</summary>
internal sealed class AxialAttention : Module
{
    private readonly long heads, size;
    private readonly Linear query;
    private readonly Linear key;
    private readonly Linear value;
    private readonly Linear output;
    private readonly Dropout dropout;

    public AxialAttention(AxialBlockOptions options)
    {
        heads = options.HeadCount;
        size = options.HiddenSize / options.HeadCount;
        key = Register("k_proj", Product());
        value = Register("v_proj", Product());
        query = Register("q_proj", Product());
        output = Register("out_proj", Product());
        dropout = Register("dropout", new Dropout(options.AttentionDropout));

        Linear Product() => new(options.HiddenSize, options.HiddenSize, options.AttentionBias);
    }

    /// <summary>
    /// Columns attend to columns by one map for all rows: the sum of the rows' scores over the root of their number. Rows of padding
    /// alone do not count, so that an alignment does not feel its batch.
    /// </summary>
    /// <param name="x"><c>[batch, rows, length, hidden]</c>.</param>
    /// <param name="mask"><c>[batch, rows, length]</c>, 0 for padding; null when nothing is padded.</param>
    /// <param name="observer">Is shown the probabilities <c>[batch, heads, length, length]</c>; null when nobody looks.</param>
    public Tensor AlongRows(Tensor x, Tensor? mask, Action<Tensor>? observer)
    {
        using var scope = new TensorScope();
        var shape = x.Shape;
        long batch = shape[0], rows = shape[1], length = shape[2];
        var q = query.Forward(x);                                                // [B, R, L, h]
        if (mask is null) q = q * Math.Pow(size * rows, -0.5);
        else
        {
            var real = mask.Ne(0).To(x.DType);
            var count = real.Amax([2]).Sum([1]).ClampMin(1);                     // [B]
            q = q * real.Unsqueeze(-1) * (count * size).Pow(-0.5).View([batch, 1, 1, 1]);
        }
        var scores = Flat(q).Matmul(Flat(key.Forward(x)).Transpose(2, 3));       // [B, H, L, L]
        // All rows are of one length, that of the first.
        if (mask is not null)
            scores = scores.MaskedFill(mask.Select(1, 0).Eq(0).View([batch, 1, 1, length]), AttentionContext.Lowest(x.DType));
        var p = scores.Softmax(-1);
        observer?.Invoke(p);
        var o = dropout.Forward(p).Matmul(Flat(value.Forward(x)));               // [B, H, L, R·d]
        o = o.View([batch, heads, length, rows, size]).Permute([0, 3, 2, 1, 4]).Reshape(shape);
        return scope.Keep(output.Forward(o));

        Tensor Flat(Tensor t) =>
            t.View([batch, rows, length, heads, size]).Permute([0, 3, 2, 1, 4]).Reshape([batch, heads, length, rows * size]);
    }

    /// <summary>Each token attends to those of its column.</summary>
    /// <param name="x"><c>[batch, rows, length, hidden]</c>.</param>
    /// <param name="mask"><c>[batch, rows, length]</c>, 0 for padding; null when nothing is padded.</param>
    public Tensor WithinColumns(Tensor x, Tensor? mask)
    {
        using var scope = new TensorScope();
        var shape = x.Shape;
        long batch = shape[0], rows = shape[1], length = shape[2];
        var q = Columns(query.Forward(x)) * Math.Pow(size, -0.5);                // [B, L, H, R, d]
        var scores = q.Matmul(Columns(key.Forward(x)).Transpose(3, 4));          // [B, L, H, R, R]
        if (mask is not null)
        {
            var hidden = mask.Eq(0).Transpose(1, 2).View([batch, length, 1, 1, rows]);
            scores = scores.MaskedFill(hidden, AttentionContext.Lowest(x.DType));
        }
        var o = dropout.Forward(scores.Softmax(-1)).Matmul(Columns(value.Forward(x)));
        return scope.Keep(output.Forward(o.Permute([0, 3, 1, 2, 4]).Reshape(shape)));

        Tensor Columns(Tensor t) => t.View([batch, rows, length, heads, size]).Permute([0, 2, 3, 1, 4]).Contiguous();
    }
}
