using OmniHelix.Models.Layers;
using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Decoders;

/// <summary>
/// Writes tokens one after the other about what an encoder has read: blocks of <see cref="DecoderBlock"/> on tokens and fixed positions,
/// scores by the table of its own tokens. N rows, T tokens written, L tokens read, V vocabulary.
/// </summary>
internal sealed class SequenceDecoder : Module
{
    /// <summary>Before the names of its tensors in files.</summary>
    public const string Name = "sequence_decoder";

    private const double NormEpsilon = 1e-5;

    private readonly int hidden;
    private readonly Embedding tokens;
    private readonly ModuleList<DecoderBlock> blocks;
    private readonly LayerNorm norm;
    private readonly Dropout dropout;

    /// <param name="hidden">Hidden size of the encoder.</param>
    /// <param name="vocabulary">Tokens to choose from.</param>
    /// <param name="options">Sizes, with heads.</param>
    public SequenceDecoder(int hidden, int vocabulary, DecoderOptions options)
    {
        this.hidden = hidden;
        tokens = Register("tokens", new Embedding(vocabulary, hidden));
        var width = options.IntermediateSize ?? 4 * hidden;
        blocks = Register("block", new ModuleList<DecoderBlock>(Enumerable.Range(0, options.LayerCount)
            .Select(_ => new DecoderBlock(hidden, options.HeadCount!.Value, width, options.Dropout))));
        norm = Register("norm", new LayerNorm(hidden, NormEpsilon));
        dropout = Register("dropout", new Dropout(options.Dropout));
    }

    /// <summary>Scores <c>[N, T, V]</c> of the token behind each of <paramref name="ids"/>.</summary>
    /// <param name="ids">What is written, <c>[N, T]</c>, from the start token on.</param>
    /// <param name="read">What the encoder has read, <c>[N, L, h]</c>.</param>
    /// <param name="mask"><c>[N, L]</c>, 0 for padding; null for none.</param>
    public Tensor Forward(Tensor ids, Tensor read, Tensor? mask)
    {
        using var scope = new TensorScope();
        var state = Begin(read, mask);
        var ahead = Ops.Arange(0, ids.Size(1), 1, DType.Int64, ids.Device);
        var hides = ahead.Unsqueeze(0).Gt(ahead.Unsqueeze(1)).To(read.DType) * AttentionContext.Lowest(read.DType);
        return scope.Keep(Scores(Run(ids, state, hides).States));
    }

    /// <summary>The state before the first token, of which <see cref="Step"/> goes on.</summary>
    public DecoderState Begin(Tensor read, Tensor? mask)
    {
        var hides = mask is null ? null : mask.Eq(0).Unsqueeze(1).Unsqueeze(2).To(read.DType) * AttentionContext.Lowest(read.DType);
        return new DecoderState([.. blocks.Select(block => block.Read(read))], [], hides, 0);
    }

    /// <summary>Scores <c>[N, V]</c> of the next token, after one more was written.</summary>
    /// <param name="last">The token written last, <c>[N]</c>.</param>
    /// <param name="state">What was read and written before it.</param>
    public (Tensor Scores, DecoderState State) Step(Tensor last, DecoderState state)
    {
        var (states, next) = Run(last.Unsqueeze(1), state, hides: null);
        return (Scores(states).Select(1, 0), next);
    }

    /// <summary>Floating-point operations per token written, scores included.</summary>
    public double FlopsPerToken(int written, int read) =>
        blocks.Sum(block => block.FlopsPerToken(written, read)) + 2.0 * hidden * tokens.Weight.Value.Size(0);

    private (Tensor States, DecoderState State) Run(Tensor ids, DecoderState state, Tensor? hides)
    {
        var places = Ops.Arange(state.Length, state.Length + ids.Size(1), 1, DType.Int64, ids.Device).Unsqueeze(0);
        var x = tokens.Forward(ids) * Math.Sqrt(hidden);
        x = dropout.Forward(x + Sinusoids.Halves(places, hidden).To(x.DType));
        var written = new List<KeysAndValues>();
        foreach (var (i, block) in blocks.Index())
        {
            var before = state.Written.Count > 0 ? state.Written[i] : null;
            var (next, kept) = block.Forward(x, before, state.Read[i], (hides, state.Hides));
            x = next;
            written.Add(kept);
        }
        return (x, state with { Written = written, Length = state.Length + ids.Size(1) });
    }

    private Tensor Scores(Tensor states) => Ops.Linear(norm.Forward(states), tokens.Weight);
}

/// <summary>What a decoder has read and written so far.</summary>
/// <param name="Read">Of each block, what was read.</param>
/// <param name="Written">Of each block, what was written; empty before the first token.</param>
/// <param name="Hides"><c>[N, 1, 1, L]</c>, added to the scores of what was read; null without padding.</param>
/// <param name="Length">Tokens written.</param>
internal sealed record DecoderState(
    IReadOnlyList<KeysAndValues> Read, IReadOnlyList<KeysAndValues> Written, Tensor? Hides, long Length)
{
    /// <summary>The state of some rows, for what was written; what was read stays where all rows of a sequence are alike.</summary>
    public DecoderState Of(Tensor rows) => this with { Written = [.. Written.Select(one => one.Of(rows))] };

    /// <summary>Every row as many times.</summary>
    public DecoderState Repeated(int times) => this with
    {
        Read = [.. Read.Select(one => new KeysAndValues(one.Keys.RepeatInterleave(times, 0), one.Values.RepeatInterleave(times, 0)))],
        Hides = Hides?.RepeatInterleave(times, 0),
    };

    /// <summary>Frees what the next state has a copy of.</summary>
    public void ForgetWritten()
    {
        foreach (var (keys, values) in Written)
        {
            keys.Dispose();
            values.Dispose();
        }
    }

    /// <summary>Lets what lives on outlive the scope it was made in.</summary>
    public void Keep(TensorScope scope)
    {
        foreach (var (keys, values) in Written)
        {
            scope.Keep(keys);
            scope.Keep(values);
        }
    }
}
