using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Layers;

/// <summary>The number of a token's row in the table of positions.</summary>
internal enum PositionRule
{
    /// <summary>Tokens are counted from the first, padding included.</summary>
    Sequential,

    /// <summary>Tokens that are not padding are counted from 1, and padding is 0 (RoBERTa).</summary>
    SkipPadding,
}

/// <summary>Sizes, switches and names of <see cref="TokenEmbeddings"/>.</summary>
internal sealed record TokenEmbeddingOptions
{
    /// <summary>Rows of the table of words.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>What a position holds, where that is not one word but several things at once; else empty.</summary>
    public IReadOnlyList<FieldOptions> Fields { get; init; } = [];

    /// <summary>Width of a vector.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Row of padding, which learns nothing; null for none.</summary>
    public int? PaddingId { get; init; }

    /// <summary>Rows of the table of positions; 0 for no such table.</summary>
    public int PositionCount { get; init; }

    /// <summary>How rows of positions are counted.</summary>
    public PositionRule Positions { get; init; }

    /// <summary>Added to the count: the row of the first token, and with <see cref="PositionRule.SkipPadding"/> that of padding.</summary>
    public int PositionOffset { get; init; }

    /// <summary>The table of positions holds sines and cosines, which training does not change.</summary>
    public bool FixedPositions { get; init; }

    /// <summary>Rows of the table of segments; 0 for no such table.</summary>
    public int TokenTypeCount { get; init; }

    /// <summary>Norm of the sum; null for none.</summary>
    public NormKind? Norm { get; init; }

    /// <summary>Added to the variance in the norm.</summary>
    public double NormEpsilon { get; init; }

    /// <summary>Dropout at the end.</summary>
    public double Dropout { get; init; }

    /// <summary>Word vectors of this token become zero and the others are rescaled (ESM-2), at inference too; null for neither.</summary>
    public int? DroppedToken { get; init; }

    /// <summary>Padding does not count in the rescaling, and becomes zero.</summary>
    public bool HidesPadding { get; init; }

    /// <summary>Width of the table of words where it is projected to the hidden size; null for that size.</summary>
    public int? TableSize => Fields.FirstOrDefault(one => one.Kind == FieldKind.Tokens)?.TableSize;

    /// <summary>Name of the table of words.</summary>
    public string Words { get; init; } = "embeddings.word_embeddings";

    /// <summary>Name of the table of positions.</summary>
    public string PositionTable { get; init; } = "embeddings.position_embeddings";

    /// <summary>Name of the table of segments.</summary>
    public string TokenTypes { get; init; } = "embeddings.token_type_embeddings";

    /// <summary>Name of the norm.</summary>
    public string NormName { get; init; } = "embeddings.LayerNorm";
}

/// <summary>Vectors of words, segments and positions, and a norm on their sum.</summary>
internal sealed class TokenEmbeddings : Module
{
    // Most masked tokens of ESM's pre-training (15 %) are really replaced by <mask> (80 %).
    private const double MaskedShareOfTraining = 0.15 * 0.8;

    private readonly TokenEmbeddingOptions options;
    private readonly Embedding? words;
    private readonly InputFields? fields;
    private readonly Embedding? positions;
    private readonly Embedding? types;
    private readonly Norm? norm;
    private readonly Dropout dropout;

    public TokenEmbeddings(TokenEmbeddingOptions options)
    {
        this.options = options;
        var h = options.HiddenSize;
        if (options.Fields.Count == 0) words = Register(options.Words, new Embedding(options.VocabularySize, h, options.PaddingId));
        else fields = Register("", new InputFields(options.Fields, h, options.PaddingId));
        // The row of padding is the row of positions that padding has, too, and learns nothing there.
        int? still = options.Positions == PositionRule.SkipPadding ? options.PositionOffset : null;
        if (options.PositionCount > 0) positions = Register(options.PositionTable, new Embedding(options.PositionCount, h, still));
        if (options.TokenTypeCount > 0) types = Register(options.TokenTypes, new Embedding(options.TokenTypeCount, h));
        if (options.Norm is { } kind) norm = Register(options.NormName, Norms.Create(kind, h, options.NormEpsilon));
        dropout = Register("embeddings.dropout", new Dropout(options.Dropout));
    }

    /// <summary>The table of words, which a tied decoder shares.</summary>
    public Parameter Words => words?.Weight ?? fields!.Words;

    /// <summary>What a position holds, each on its own; null where it is one word.</summary>
    public InputFields? Fields => fields;

    /// <summary>
    /// Writes the table of positions, when it is not learned: row p has sin(p · ω) in its even and cos(p · ω) in its odd columns, with
    /// ω = 10000^(−2i/h) for columns 2i and 2i + 1 (Vaswani et al. 2017).
    /// </summary>
    public void FillFixedPositions()
    {
        if (!options.FixedPositions) return;
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        var h = options.HiddenSize;
        var rows = new float[(long)options.PositionCount * h];
        for (var p = 0; p < options.PositionCount; p++)
            for (var c = 0; c < h; c++)
            {
                var angle = p / Math.Pow(10000, 2.0 * (c / 2) / h);
                rows[p * h + c] = (float)(c % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle));
            }
        positions!.Weight.Value.CopyInPlace(Tensor.From<float>(rows, [options.PositionCount, h]));
    }

    /// <summary>Vectors <c>[batch, length, hidden]</c> of tokens.</summary>
    /// <param name="ids"><c>[batch, length]</c>, of several fields <c>[batch, fields, length]</c>.</param>
    /// <param name="segments"><c>[batch, length]</c>; null for the first segment throughout.</param>
    /// <param name="mask"><c>[batch, length]</c>, 0 for padding; null when nothing is padded.</param>
    /// <param name="more">Added to the sum before the norm, <c>[batch, length, hidden]</c>; null for nothing.</param>
    public Tensor Forward(Tensor ids, Tensor? segments, Tensor? mask, Tensor? more = null)
    {
        using var scope = new TensorScope();
        if (!options.HidesPadding) mask = null;
        var x = words?.Forward(ids) ?? fields!.Forward(ids);                     // [B, L, h]
        if (options.DroppedToken is { } token) x = Rescale(x, ids.Eq(token), mask);
        if (types is not null) x = x + (segments is not null ? types.Forward(segments) : types.Weight.Value.Select(0, 0));
        if (positions is not null) x = x + Positions(ids);
        if (more is not null) x = x + more;
        if (norm is not null) x = norm.Forward(x);
        x = dropout.Forward(x);
        if (mask is not null) x = x * mask.To(x.DType).Unsqueeze(-1);
        return scope.Keep(x);
    }

    /// <summary>
    /// Rows of positions <c>[batch, length]</c> where padding is passed over: it stays at the offset, and tokens go on from there.
    /// </summary>
    public static Tensor SkipPadding(Tensor ids, int padding, int offset)
    {
        var real = ids.Ne(padding).To(DType.Int64);
        return real.Cumsum(1) * real + offset;
    }

    private Tensor Positions(Tensor ids) => options.Positions == PositionRule.Sequential
        ? Table.Narrow(0, options.PositionOffset, ids.Size(-1))                  // [L, h]
        : positions!.Forward(SkipPadding(ids, options.PaddingId!.Value, options.PositionOffset));            // [B, L, h]

    private Tensor Table => options.FixedPositions ? positions!.Weight.Value.Detach() : positions!.Weight.Value;

    // With r the share of masked tokens in a row: masked vectors become zero, the others are multiplied by 0.88 / (1 − r).
    private static Tensor Rescale(Tensor x, Tensor masked, Tensor? mask)
    {
        if (!masked.Any().IsNonzero()) return x * (1 - MaskedShareOfTraining);
        var tokens = mask is null ? Ops.Full([x.Size(0), 1], x.Size(1), x.DType, x.Device) : mask.Sum([1], true).To(x.DType);
        var kept = (tokens - masked.Sum([1], true).To(x.DType)).ClampMin(1);     // [B, 1]; a row of masks only stays finite
        var factor = (tokens / kept * (1 - MaskedShareOfTraining)).MaskedFill(masked, 0);
        return x * factor.Unsqueeze(-1);
    }
}
