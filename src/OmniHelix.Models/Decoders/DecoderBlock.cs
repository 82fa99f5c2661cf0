using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Decoders;

/// <summary>
/// A block of a transformer decoder (Vaswani et al. 2017) with norms before each part: attention to what is written, attention to what was
/// read, feed-forward network. N rows, T tokens written, L tokens read, h hidden size.
/// </summary>
internal sealed class DecoderBlock : Module
{
    private const double NormEpsilon = 1e-5;

    private readonly int hidden, width;
    private readonly DecoderAttention self, cross;
    private readonly LayerNorm selfNorm, crossNorm, finalNorm;
    private readonly Linear first, second;
    private readonly Dropout dropout;

    /// <param name="hidden">Hidden size.</param>
    /// <param name="heads">Attention heads.</param>
    /// <param name="width">Inside the feed-forward network.</param>
    /// <param name="rate">Dropout.</param>
    public DecoderBlock(int hidden, int heads, int width, double rate)
    {
        this.hidden = hidden;
        this.width = width;
        self = Register("written", new DecoderAttention(hidden, heads));
        selfNorm = Register("written_norm", new LayerNorm(hidden, NormEpsilon));
        cross = Register("read", new DecoderAttention(hidden, heads));
        crossNorm = Register("read_norm", new LayerNorm(hidden, NormEpsilon));
        first = Register("intermediate", new Linear(hidden, width));
        second = Register("output", new Linear(width, hidden));
        finalNorm = Register("output_norm", new LayerNorm(hidden, NormEpsilon));
        dropout = Register("dropout", new Dropout(rate));
    }

    /// <summary>The keys and values of what was read, for <see cref="Forward"/>.</summary>
    /// <param name="read"><c>[N, L, h]</c>.</param>
    public KeysAndValues Read(Tensor read) => cross.KeysAndValuesOf(read);

    /// <summary>One block.</summary>
    /// <param name="x"><c>[N, T, h]</c>, of the tokens that are new.</param>
    /// <param name="written">Keys and values of earlier tokens; null for none. Those of the new ones are added to the result.</param>
    /// <param name="read">Of what was read.</param>
    /// <param name="masks">
    /// What is added to the scores: <c>[T, T]</c> of what is written, null where a token sees all before it, and <c>[N, 1, 1, L]</c> of
    /// what was read, null without padding.
    /// </param>
    public (Tensor Output, KeysAndValues Written) Forward(
        Tensor x, KeysAndValues? written, KeysAndValues read, (Tensor? Written, Tensor? Read) masks)
    {
        var normed = selfNorm.Forward(x);
        var added = self.KeysAndValuesOf(normed);
        if (written is not null) added = written.Followed(added);
        x = x + dropout.Forward(self.Forward(normed, added, masks.Written));
        x = x + dropout.Forward(cross.Forward(crossNorm.Forward(x), read, masks.Read));
        var inner = dropout.Forward(first.Forward(finalNorm.Forward(x)).Gelu());
        return (x + dropout.Forward(second.Forward(inner)), added);
    }

    /// <summary>Floating-point operations per token written.</summary>
    /// <param name="written">Tokens of an output.</param>
    /// <param name="read">Tokens of an input.</param>
    public double FlopsPerToken(int written, int read)
    {
        double h = hidden, f = width;
        // q, k, v and o of what is written, q and o to what was read, whose k and v are made once; scores; feed-forward.
        return 12 * h * h + 4 * h * h * read / Math.Max(1, written) + 4 * h * (written + read) + 4 * h * f;
    }
}

/// <summary>Attention of some tokens to others, each with its own products.</summary>
internal sealed class DecoderAttention : Module
{
    private readonly int heads;
    private readonly Linear query, key, value, output;

    public DecoderAttention(int hidden, int heads)
    {
        this.heads = heads;
        query = Register("query", new Linear(hidden, hidden));
        key = Register("key", new Linear(hidden, hidden));
        value = Register("value", new Linear(hidden, hidden));
        output = Register("output", new Linear(hidden, hidden));
    }

    /// <summary>Of tokens <c>[N, L, h]</c> that are looked at.</summary>
    public KeysAndValues KeysAndValuesOf(Tensor seen) => new(Heads(key.Forward(seen)), Heads(value.Forward(seen)));

    /// <summary>What tokens <c>[N, T, h]</c> take from those that they look at.</summary>
    public Tensor Forward(Tensor x, KeysAndValues seen, Tensor? mask)
    {
        var q = Heads(query.Forward(x)) * Math.Pow(x.Size(2) / heads, -0.5);     // [N, H, T, d]
        var scores = q.Matmul(seen.Keys.Transpose(2, 3));                        // [N, H, T, L]
        if (mask is not null) scores = scores + mask;
        var mixed = scores.Softmax(-1).Matmul(seen.Values).Transpose(1, 2);      // [N, T, H, d]
        return output.Forward(mixed.Reshape([x.Size(0), x.Size(1), x.Size(2)]));
    }

    private Tensor Heads(Tensor x) => x.View([x.Size(0), x.Size(1), heads, x.Size(2) / heads]).Transpose(1, 2).Contiguous();
}

/// <summary>What is looked at, <c>[N, heads, length, size]</c> each.</summary>
internal sealed record KeysAndValues(Tensor Keys, Tensor Values)
{
    /// <summary>These and then others.</summary>
    public KeysAndValues Followed(KeysAndValues others) =>
        new(Ops.Cat([Keys, others.Keys], 2), Ops.Cat([Values, others.Values], 2));

    /// <summary>Those of some rows.</summary>
    public KeysAndValues Of(Tensor rows) => new(Keys.IndexSelect(0, rows), Values.IndexSelect(0, rows));
}
