using OmniHelix.Models.Layers;
using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Baselines;

/// <summary>
/// Where the sequences of a batch end, for layers along them: what is behind stays 0, so that a sequence gives the same numbers alone and
/// beside longer ones.
/// </summary>
internal sealed class Positions
{
    private readonly Tensor? padding;                                            // [B, 1, L], true at padding

    /// <param name="mask"><c>[batch, length]</c>, 0 for padding; null when nothing is padded.</param>
    public Positions(Tensor? mask)
        : this(mask, AttentionContext.HasPadding(mask))
    {
    }

    private Positions(Tensor? mask, bool isPadded) => padding = isPadded ? mask!.Eq(0).Unsqueeze(1) : null;

    /// <summary>The number of positions of each sequence of a batch.</summary>
    /// <param name="batch">Sequences.</param>
    /// <param name="length">Positions of the longest.</param>
    public IReadOnlyList<int> Lengths(long batch, long length) => padding is null
        ? [.. Enumerable.Repeat((int)length, (int)batch)]
        : [.. padding.LogicalNot().To(DType.Int64).Sum([1, 2]).ToArray<long>().Select(count => (int)count)];

    /// <summary>Sets padding to 0.</summary>
    /// <param name="x"><c>[batch, channels, length]</c>.</param>
    public Tensor Clear(Tensor x) => padding is null ? x : x.MaskedFill(padding, 0);

    /// <summary>A batch norm to which padding says nothing, and the padding 0.</summary>
    /// <param name="norm">The norm.</param>
    /// <param name="x"><c>[batch, channels, length]</c>.</param>
    public Tensor Normalize(BatchNorm1d norm, Tensor x)
    {
        if (padding is null || !norm.IsTraining) return Clear(norm.Forward(x));
        long batch = x.Size(0), channels = x.Size(1), length = x.Size(2);
        var places = padding.LogicalNot().Reshape([-1]).Nonzero().Squeeze(1);       // of real positions, [N]
        var rows = norm.Forward(x.Transpose(1, 2).Reshape([-1, channels]).IndexSelect(0, places));           // [N, C]
        var all = Ops.Zeros([batch * length, channels], rows.DType, device: x.Device).IndexAdd(0, places, rows);
        return all.Reshape([batch, length, channels]).Transpose(1, 2);
    }

    /// <summary>The largest value of each channel in windows one behind the other, the last of which may be shorter.</summary>
    /// <param name="x"><c>[batch, channels, length]</c>.</param>
    /// <param name="size">Positions of a window.</param>
    /// <returns><c>[batch, channels, ⌈length / size⌉]</c>, and where the sequences end there.</returns>
    public (Tensor Pooled, Positions Positions) MaxPool(Tensor x, int size)
    {
        // Pooling of bfloat16 is not in every libtorch.
        var wide = x.DType == DType.Float32 ? x : x.To(DType.Float32);
        if (padding is null) return (Pool(wide), this);
        var pooled = Pool(wide.MaskedFill(padding, double.NegativeInfinity));
        var after = new Positions(Pool(padding.LogicalNot().To(DType.Float32)).Squeeze(1), isPadded: true);
        return (after.Clear(pooled), after);

        Tensor Pool(Tensor values) => values.MaxPool1d([size], [size], [0], [1], true);
    }
}
