using OmniHelix.Models.Layers;
using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Heads;

/// <summary>
/// Turns hidden states <c>[batch, length, hidden]</c> into one vector per sequence <c>[batch, hidden]</c>; padding never takes part. Of a
/// model that pools along the sequence a vector counts as often as it stands for tokens that do.
/// </summary>
internal sealed class SequencePooling : Module
{
    private readonly Pooling kind;
    private readonly IReadOnlyList<int> specialTokens;
    private readonly int resolution;
    private readonly Pooler? pooler;
    private readonly Linear? score;

    /// <param name="kind">How.</param>
    /// <param name="hiddenSize">Size of a hidden state.</param>
    /// <param name="specialTokens">Ids of tokens that do not count.</param>
    /// <param name="pooler">Of the encoder, which owns it; needed for <see cref="Pooling.Pooler"/> only.</param>
    /// <param name="resolution">Tokens that a vector stands for.</param>
    public SequencePooling(
        Pooling kind, int hiddenSize, IReadOnlyList<int> specialTokens, Pooler? pooler = null, int resolution = 1)
    {
        this.resolution = resolution;
        this.kind = kind;
        this.specialTokens = specialTokens;
        this.pooler = pooler;
        if (kind == Pooling.Attention) score = Register("score", new Linear(hiddenSize, 1));
    }

    /// <param name="hidden"><c>[batch, ⌈length / resolution⌉, hidden]</c>.</param>
    /// <param name="ids"><c>[batch, length]</c>.</param>
    /// <param name="mask"><c>[batch, length]</c>, 0 for padding; null when nothing is padded.</param>
    public Tensor Forward(Tensor hidden, Tensor ids, Tensor? mask)
    {
        using var scope = new TensorScope();
        return scope.Keep(kind switch
        {
            Pooling.Pooler => pooler!.Forward(hidden, mask),
            Pooling.Attention => Attend(hidden, Counted(ids, mask, specialTokens, resolution)),
            _ => Of(kind, hidden, ids, mask, specialTokens, resolution),
        });
    }

    /// <summary>The kinds that nothing is learned for.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A kind with weights.</exception>
    public static Tensor Of(
        Pooling kind, Tensor hidden, Tensor ids, Tensor? mask, IReadOnlyList<int> specialTokens, int resolution = 1)
    {
        return kind switch
        {
            Pooling.Cls => hidden.Select(1, 0).Contiguous(),
            Pooling.Last => Last(hidden, Tokens(mask?.Ne(0) ?? ids.Ge(0), resolution)),
            Pooling.Mean => Mean(hidden, Counts(specialTokens)),
            Pooling.MeanAllTokens => Mean(hidden, Counts([])),
            Pooling.Max => Max(hidden, Counts(specialTokens)),
            Pooling.MaxAllTokens => Max(hidden, Counts([])),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };

        Tensor Counts(IReadOnlyList<int> leftOut) => Counted(ids, mask, leftOut, resolution);
    }

    /// <summary>
    /// Of each vector, the number of its tokens that are neither padding nor among <paramref name="specialTokens"/>; a row without any
    /// counts all its tokens.
    /// </summary>
    private static Tensor Counted(Tensor ids, Tensor? mask, IReadOnlyList<int> specialTokens, int resolution)
    {
        var attended = mask?.Ne(0) ?? ids.Ge(0);
        var counted = attended;
        foreach (var id in specialTokens) counted = counted.LogicalAnd(ids.Ne(id));
        return Tokens(counted.LogicalOr(attended.LogicalAnd(counted.Any(1, true).LogicalNot())), resolution);
    }

    /// <summary>Tokens <c>[batch, length]</c>, true or false, to the number of true ones of each vector, Int64.</summary>
    private static Tensor Tokens(Tensor tokens, int resolution)
    {
        var each = tokens.To(DType.Int64);                                       // [B, L]
        if (resolution == 1) return each;
        var (batch, length) = (each.Size(0), each.Size(1));
        var missing = (resolution - length % resolution) % resolution;
        var whole = Ops.Cat([each, Ops.Zeros([batch, missing], DType.Int64, device: each.Device)], 1);
        return whole.Reshape([batch, -1, resolution]).Sum([2]);                  // [B, P]
    }

    private static Tensor Mean(Tensor hidden, Tensor counted)
    {
        var weights = counted.To(hidden.DType).Unsqueeze(-1);                    // [B, P, 1]
        return (hidden * weights).Sum([1]) / weights.Sum([1]).ClampMin(1);
    }

    private static Tensor Max(Tensor hidden, Tensor counted) =>
        hidden.MaskedFill(counted.Eq(0).Unsqueeze(-1), double.NegativeInfinity).Amax([1]);

    private static Tensor Last(Tensor hidden, Tensor attended)
    {
        var places = Ops.Arange(0, attended.Size(1), 1, DType.Int64, attended.Device);
        var last = attended.Ne(0).To(DType.Int64).Mul(places).Argmax(1);         // [B]
        return hidden.Gather(1, last.View([-1, 1, 1]).Expand([-1, 1, hidden.Size(2)])).Squeeze(1);
    }

    private Tensor Attend(Tensor hidden, Tensor counted)
    {
        var scores = score!.Forward(hidden).Squeeze(-1);                         // [B, P]
        // Each token has the score of its vector; of none the logarithm is that of 0.
        var weights = (scores + counted.To(scores.DType).Log()).Softmax(1);
        return (hidden * weights.To(hidden.DType).Unsqueeze(-1)).Sum([1]);
    }
}
