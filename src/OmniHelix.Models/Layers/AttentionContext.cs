using OmniHelix.Torch;

namespace OmniHelix.Models.Layers;

/// <summary>
/// What the blocks of one forward pass share: the padding of the batch, what is added to the scores of all blocks of one kind, and whether
/// the stream is packed. A packed stream holds the real tokens of all sequences one after the other, <c>[tokens, hidden]</c>: products and
/// norms then cost nothing for padding, and only attention sees <c>[batch, length, …]</c>.
/// </summary>
internal sealed class AttentionContext : IDisposable
{
    // The most negative bfloat16: finite in every type but half precision, where an attended key keeps the softmax finite.
    private const double Never = -3.3895313892515355e38, NeverInHalf = -65504;

    private readonly Tensor? padding;
    private readonly Tensor? places;
    private readonly long batch, length;
    private readonly Dictionary<(Alibi? Alibi, int? Window), Tensor> biases = [];

    /// <param name="mask">
    /// <c>[batch, length]</c>, 0 for padding, or <c>[batch, length, length]</c>, 0 where a row does not see a column; null when nothing is
    /// padded.
    /// </param>
    /// <param name="type">Element type of the hidden states.</param>
    /// <param name="packed">Leave the padding out of the stream.</param>
    public AttentionContext(Tensor? mask, DType type, bool packed = false)
    {
        Mask = mask;
        padding = mask?.Shape.Length == 3
            ? mask.Eq(0).Unsqueeze(1)                                            // [B, 1, L, L]
            : mask?.Eq(0).Unsqueeze(1).Unsqueeze(2);                             // [B, 1, 1, L]
        KeyBias = padding?.To(type).MulInPlace(Lowest(type));
        if (mask is null || !packed) return;
        batch = mask.Size(0);
        length = mask.Size(1);
        places = mask.Reshape([-1]).Nonzero().Squeeze(1);                        // [tokens]
    }

    /// <summary><c>[batch, length]</c>, 0 for padding; null when nothing is padded.</summary>
    public Tensor? Mask { get; }

    /// <summary>
    /// <c>[batch, 1, 1, length]</c>: 0 for a token, the most negative number for padding; null when the batch has no padding.
    /// </summary>
    public Tensor? KeyBias { get; }

    /// <summary>
    /// True when neither padding nor the other sequences of a batch may have any influence, also where the published code lets some
    /// through.
    /// </summary>
    public bool IsStrict { get; init; }

    /// <summary><c>[batch, length]</c>, not 0 for the tokens that all others see and that see all others; null where none are.</summary>
    public Tensor? Global { get; init; }

    /// <summary>
    /// Collects, of each block, what global tokens see, <c>[batch, heads, length, globals]</c>; null when nobody looks.
    /// </summary>
    public List<Tensor>? GlobalProbabilities { get; init; }

    /// <summary>
    /// What a block adds to its scores for the ones before, <c>[batch, heads, length, length]</c>; null for nothing.
    /// </summary>
    public Tensor? Carried { get; private set; }

    /// <summary>True when a row of the mask is shorter than the batch.</summary>
    public static bool HasPadding(Tensor? mask)
    {
        if (mask is null) return false;
        using var scope = new TensorScope();
        return !mask.All().IsNonzero();
    }

    /// <summary>Hands scores to the next block; this object owns them.</summary>
    public void Carry(Tensor scores)
    {
        Carried?.Dispose();
        scores.LeaveScope();
        Carried = scores;
    }

    /// <summary>Everything of the stream in rows of one length, <c>[batch, length, …]</c>, with zeros for padding.</summary>
    public Tensor Spread(Tensor stream)
    {
        if (places is null) return stream;
        using var scope = new TensorScope();
        var width = stream.Size(1);
        var rows = Ops.Zeros([batch * length, width], stream.DType, stream.Device);
        return scope.Keep(rows.IndexAdd(0, places, stream).View([batch, length, width]));
    }

    /// <summary>The stream of <c>[batch, length, …]</c>: undoes <see cref="Spread"/>.</summary>
    public Tensor Gather(Tensor rows)
    {
        if (places is null) return rows;
        using var scope = new TensorScope();
        return scope.Keep(rows.Reshape([batch * length, -1]).IndexSelect(0, places));
    }

    /// <summary>
    /// Everything that is added to the scores of a block for padding, distance and window, broadcast to
    /// <c>[batch, heads, length, length]</c>; null for nothing. Made once for all blocks of one kind; a kernel that knows slopes and
    /// windows need not ask for it.
    /// </summary>
    /// <param name="block">The block.</param>
    /// <param name="queries">Its queries <c>[batch, heads, length, size]</c>.</param>
    public Tensor? Bias(EncoderBlock block, Tensor queries)
    {
        var alibi = block.Options.Alibi;
        var window = block.Options.Window;
        if (alibi is null && window is null) return KeyBias;
        if (biases.TryGetValue((alibi, window), out var bias)) return bias;
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        var (type, device) = (queries.DType, queries.Device);
        var count = queries.Size(2);
        bias = alibi?.Bias(count, type, device) ?? Ops.Zeros([1, 1, count, count], type, device);
        var hidden = window is { } near ? Outside(near, count, device) : null;
        if (padding is not null) hidden = hidden?.LogicalOr(padding) ?? padding;
        if (hidden is not null) bias = bias.MaskedFill(hidden, Lowest(type));
        bias.LeaveScope();
        return biases[(alibi, window)] = bias;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var bias in biases.Values) bias.Dispose();
        biases.Clear();
        Carried?.Dispose();
        Carried = null;
    }

    /// <summary>The most negative finite number that an attention score of a type is set to.</summary>
    public static double Lowest(DType type) => type == DType.Float16 ? NeverInHalf : Never;

    private static Tensor Outside(int window, long length, Device device)
    {
        var places = Ops.Arange(0, length, 1, DType.Int64, device);
        return (places.Unsqueeze(0) - places.Unsqueeze(1)).Abs().Gt(window).Unsqueeze(0).Unsqueeze(0);    // [1, 1, L, L]
    }
}
