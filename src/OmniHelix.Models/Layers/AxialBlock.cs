using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Layers;

/// <summary>Sizes of an <see cref="AxialBlock"/>.</summary>
/// <param name="HiddenSize">Width h of the residual stream.</param>
/// <param name="HeadCount">Attention heads H of d = h / H channels.</param>
/// <param name="IntermediateSize">Width f inside the feed-forward network.</param>
/// <param name="NormEpsilon">Added to the variance in the norms.</param>
/// <param name="AttentionBias">Whether the products of attention have a bias.</param>
/// <param name="HiddenDropout">After each of the three parts, and inside the feed-forward network.</param>
/// <param name="AttentionDropout">On attention probabilities.</param>
internal sealed record AxialBlockOptions(
    int HiddenSize,
    int HeadCount,
    int IntermediateSize,
    double NormEpsilon,
    bool AttentionBias,
    double HiddenDropout,
    double AttentionDropout);

/// <summary>
/// A block over an alignment (Rao et al. 2021, MSA Transformer): attention along the columns' order with one map for all rows, attention
/// of each column among its rows, and a feed-forward network, each with its norm before. R rows, L columns.
/// </summary>
internal sealed class AxialBlock : Module
{
    private readonly AxialAttention ofRows;
    private readonly AxialAttention ofColumns;
    private readonly Norm rowNorm;
    private readonly Norm columnNorm;
    private readonly Norm norm;
    private readonly Linear first;
    private readonly Linear second;
    private readonly Activation activation;
    private readonly Dropout dropout;
    private readonly AxialBlockOptions options;

    public AxialBlock(AxialBlockOptions options, Activation activation)
    {
        this.options = options;
        this.activation = activation;
        int h = options.HiddenSize, f = options.IntermediateSize;
        ofRows = Register("row_self_attention.layer", new AxialAttention(options));
        rowNorm = Register("row_self_attention.layer_norm", Normal());
        ofColumns = Register("column_self_attention.layer", new AxialAttention(options));
        columnNorm = Register("column_self_attention.layer_norm", Normal());
        first = Register("feed_forward_layer.layer.fc1", new Linear(h, f));
        second = Register("feed_forward_layer.layer.fc2", new Linear(f, h));
        norm = Register("feed_forward_layer.layer_norm", Normal());
        dropout = Register("dropout", new Dropout(options.HiddenDropout));

        LayerNorm Normal() => new(h, options.NormEpsilon);
    }

    /// <summary>Floating-point operations per token of an alignment of <paramref name="length"/> columns and one row.</summary>
    public double FlopsPerToken(int length)
    {
        double h = options.HiddenSize, f = options.IntermediateSize;
        return 16 * h * h + 4 * h * f + 4 * (length + 1) * h;
    }

    /// <param name="x"><c>[batch, rows, length, hidden]</c>; not changed.</param>
    /// <param name="mask"><c>[batch, rows, length]</c>, 0 for padding; null when nothing is padded.</param>
    /// <param name="observer">Is shown the probabilities along rows, <c>[batch, heads, length, length]</c>; null when nobody looks.</param>
    /// <returns>The same shape as <paramref name="x"/>.</returns>
    public Tensor Forward(Tensor x, Tensor? mask, Action<Tensor>? observer)
    {
        using var scope = new TensorScope();
        x = x + dropout.Forward(ofRows.AlongRows(rowNorm.Forward(x), mask, observer));
        x = x + dropout.Forward(ofColumns.WithinColumns(columnNorm.Forward(x), mask));
        var u = dropout.Forward(activation.Apply(first.Forward(norm.Forward(x))));                           // [B, R, L, f]
        return scope.Keep(x + dropout.Forward(second.Forward(u)));
    }
}
