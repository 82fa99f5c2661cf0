using OmniHelix.Models.Layers;
using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Heads;

/// <summary>
/// Turns hidden states <c>[batch, length, hidden]</c> into one vector per sequence <c>[batch, hidden]</c>; padding never takes part.
/// </summary>
internal sealed class SequencePooling : Module
{
    private readonly Pooling kind;
    private readonly IReadOnlyList<int> specialTokens;
    private readonly Pooler? pooler;
    private readonly Linear? score;

    /// <param name="kind">How.</param>
    /// <param name="hiddenSize">Size of a hidden state.</param>
    /// <param name="specialTokens">Ids of tokens that do not count.</param>
    /// <param name="pooler">Of the encoder, which owns it; needed for <see cref="Pooling.Pooler"/> only.</param>
    public SequencePooling(Pooling kind, int hiddenSize, IReadOnlyList<int> specialTokens, Pooler? pooler = null)
    {
        this.kind = kind;
        this.specialTokens = specialTokens;
        this.pooler = pooler;
        if (kind == Pooling.Attention) score = Register("score", new Linear(hiddenSize, 1));
    }

    /// <param name="hidden"><c>[batch, length, hidden]</c>.</param>
    /// <param name="ids"><c>[batch, length]</c>.</param>
    /// <param name="mask"><c>[batch, length]</c>, 0 for padding; null when nothing is padded.</param>
    public Tensor Forward(Tensor hidden, Tensor ids, Tensor? mask)
    {
        using var scope = new TensorScope();
        return scope.Keep(kind switch
        {
            Pooling.Pooler => pooler!.Forward(hidden, mask),
            Pooling.Attention => Attend(hidden, Counted(ids, mask, specialTokens)),
            _ => Of(kind, hidden, ids, mask, specialTokens),
        });
    }

    /// <summary>The kinds that nothing is learned for.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A kind with weights.</exception>
    public static Tensor Of(Pooling kind, Tensor hidden, Tensor ids, Tensor? mask, IReadOnlyList<int> specialTokens) => kind switch
    {
        Pooling.Cls => hidden.Select(1, 0).Contiguous(),
        Pooling.Last => Last(hidden, mask),
        Pooling.Mean => Mean(hidden, Counted(ids, mask, specialTokens)),
        Pooling.MeanAllTokens => Mean(hidden, Counted(ids, mask, [])),
        Pooling.Max => Max(hidden, Counted(ids, mask, specialTokens)),
        Pooling.MaxAllTokens => Max(hidden, Counted(ids, mask, [])),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>
    /// True for tokens that are neither padding nor among <paramref name="specialTokens"/>, <c>[batch, length]</c>; a row without any
    /// counts all its tokens.
    /// </summary>
    private static Tensor Counted(Tensor ids, Tensor? mask, IReadOnlyList<int> specialTokens)
    {
        var attended = mask?.Ne(0) ?? ids.Ge(0);
        var counted = attended;
        foreach (var id in specialTokens) counted = counted.LogicalAnd(ids.Ne(id));
        return counted.LogicalOr(attended.LogicalAnd(counted.Any(1, true).LogicalNot()));
    }

    private static Tensor Mean(Tensor hidden, Tensor counted)
    {
        var weights = counted.To(hidden.DType).Unsqueeze(-1);                    // [B, L, 1]
        return (hidden * weights).Sum([1]) / weights.Sum([1]).ClampMin(1);
    }

    private static Tensor Max(Tensor hidden, Tensor counted) =>
        hidden.MaskedFill(counted.LogicalNot().Unsqueeze(-1), double.NegativeInfinity).Amax([1]);

    private static Tensor Last(Tensor hidden, Tensor? mask)
    {
        if (mask is null) return hidden.Select(1, hidden.Size(1) - 1).Contiguous();
        var places = Ops.Arange(0, mask.Size(1), 1, DType.Int64, mask.Device);
        var last = mask.Ne(0).To(DType.Int64).Mul(places).Argmax(1);             // [B]
        return hidden.Gather(1, last.View([-1, 1, 1]).Expand([-1, 1, hidden.Size(2)])).Squeeze(1);
    }

    private Tensor Attend(Tensor hidden, Tensor counted)
    {
        var scores = score!.Forward(hidden).Squeeze(-1);                         // [B, L]
        var weights = scores.MaskedFill(counted.LogicalNot(), double.NegativeInfinity).Softmax(1);
        return (hidden * weights.To(hidden.DType).Unsqueeze(-1)).Sum([1]);
    }
}
