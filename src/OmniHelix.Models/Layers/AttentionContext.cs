using OmniHelix.Torch;

namespace OmniHelix.Models.Layers;

/// <summary>
/// What the blocks of one forward pass share: the padding of the batch, and what is added to the scores of all blocks of one kind.
/// </summary>
internal sealed class AttentionContext : IDisposable
{
    // The most negative bfloat16: finite in every type but half precision, where an attended key keeps the softmax finite.
    private const double Never = -3.3895313892515355e38, NeverInHalf = -65504;

    private readonly Tensor? padding;
    private readonly Dictionary<(Alibi? Alibi, int? Window), Tensor> biases = [];

    /// <param name="mask"><c>[batch, length]</c>, 0 for padding; null when nothing is padded.</param>
    /// <param name="type">Element type of the hidden states.</param>
    public AttentionContext(Tensor? mask, DType type)
    {
        padding = mask?.Eq(0).Unsqueeze(1).Unsqueeze(2);                         // [B, 1, 1, L]
        KeyBias = padding?.To(type).MulInPlace(Lowest(type));
    }

    /// <summary>
    /// <c>[batch, 1, 1, length]</c>: 0 for a token, the most negative number for padding; null when the batch has no padding.
    /// </summary>
    public Tensor? KeyBias { get; }

    /// <summary>True when a row of the mask is shorter than the batch.</summary>
    public static bool HasPadding(Tensor? mask)
    {
        if (mask is null) return false;
        using var scope = new TensorScope();
        return !mask.All().IsNonzero();
    }

    /// <summary>
    /// Everything that is added to the scores of a block for padding, distance and window, broadcast to
    /// <c>[batch, heads, length, length]</c>; null for nothing. Made once for all blocks of one kind; a kernel that knows slopes and
    /// windows need not ask for it.
    /// </summary>
    /// <param name="block">The block.</param>
    /// <param name="x">Its input <c>[batch, length, hidden]</c>.</param>
    public Tensor? Bias(EncoderBlock block, Tensor x)
    {
        var alibi = block.Options.Alibi;
        var window = block.Options.Window;
        if (alibi is null && window is null) return KeyBias;
        if (biases.TryGetValue((alibi, window), out var bias)) return bias;
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        var length = x.Size(1);
        bias = alibi?.Bias(length, x.DType, x.Device) ?? Ops.Zeros([1, 1, length, length], x.DType, x.Device);
        var hidden = window is { } near ? Outside(near, length, x.Device) : null;
        if (padding is not null) hidden = hidden?.LogicalOr(padding) ?? padding;
        if (hidden is not null) bias = bias.MaskedFill(hidden, Lowest(x.DType));
        bias.LeaveScope();
        return biases[(alibi, window)] = bias;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var bias in biases.Values) bias.Dispose();
        biases.Clear();
    }

    private static double Lowest(DType type) => type == DType.Float16 ? NeverInHalf : Never;

    private static Tensor Outside(int window, long length, Device device)
    {
        var places = Ops.Arange(0, length, 1, DType.Int64, device);
        return (places.Unsqueeze(0) - places.Unsqueeze(1)).Abs().Gt(window).Unsqueeze(0).Unsqueeze(0);    // [1, 1, L, L]
    }
}
