using System.Text.Json.Nodes;
using OmniHelix.Documents;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Heads;
using OmniHelix.Models.Layers;
using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Encoders;

/// <summary>
/// Sizes and switches of Longformer (Beltagy et al. 2020), which genomeNLP trains from scratch: RoBERTa whose tokens see a window, but for
/// global ones, which see and are seen by all. The names and defaults are those of <c>config.json</c>.
/// </summary>
internal sealed record LongformerConfig : EncoderConfig
{
    private const int SmallestWindow = 2, UsualWindow = 512;

    /// <summary>The defaults of a file that leaves keys out.</summary>
    public LongformerConfig() => PaddingId = 1;

    /// <summary><c>longformer</c>.</summary>
    public override string ModelType { get; init; } = "longformer";

    /// <summary>Segments that tokens may belong to.</summary>
    public int TokenTypeCount { get; init; } = 2;

    /// <summary>Activation of the feed-forward network, as <c>config.json</c> names it.</summary>
    public string HiddenActivation { get; init; } = "gelu";

    /// <summary>Tokens of a window, half on either side of a token; one for each block, or one for all.</summary>
    public IReadOnlyList<int> Windows { get; init; } = [UsualWindow];

    /// <inheritdoc/>
    public override int MaxTokens => MaxPositions - PaddingId!.Value - 1;

    internal override ModelFamily Family => Longformer.Family;

    internal override int? PaddingLookedFor => PaddingId;

    /// <inheritdoc/>
    public bool Equals(LongformerConfig? other) => base.Equals(other) && TokenTypeCount == other.TokenTypeCount
        && HiddenActivation == other.HiddenActivation && Windows.SequenceEqual(other.Windows);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), TokenTypeCount, HiddenActivation, Windows.Count);

    internal override EncoderDesign Design()
    {
        var block = Block() with { NormPosition = NormPosition.Post, Activation = Activation.Find(HiddenActivation)! };
        return new()
        {
            Embeddings = new()
            {
                VocabularySize = VocabularySize,
                HiddenSize = HiddenSize,
                PaddingId = PaddingId,
                PositionCount = MaxPositions,
                Positions = PositionRule.SkipPadding,
                PositionOffset = PaddingId!.Value,
                TokenTypeCount = TokenTypeCount,
                Norm = NormKind.LayerNorm,
                NormEpsilon = LayerNormEpsilon,
                Dropout = HiddenDropout,
            },
            Blocks = [.. Enumerable.Range(0, LayerCount).Select(i => block with { Attention = () => new LongformerAttention(this, i) })],
            // The head always uses the exact GELU, whatever hidden_act says.
            LanguageModel = new() { HiddenSize = HiddenSize, VocabularySize = VocabularySize, NormEpsilon = LayerNormEpsilon },
        };
    }

    /// <inheritdoc/>
    public override LongformerBackbone CreateBackbone(BackboneParts parts = BackboneParts.None) => new(this, parts);

    /// <summary>The window of a block.</summary>
    internal int WindowOf(int layer) => Windows[Windows.Count == 1 ? 0 : layer];

    internal override JsonObject ToJson()
    {
        var json = base.ToJson();
        json["type_vocab_size"] = TokenTypeCount;
        json["hidden_act"] = HiddenActivation;
        json["attention_window"] = Windows is [var one] ? one : new JsonArray([.. Windows.Select(window => (JsonNode)window)]);
        return json;
    }

    internal static LongformerConfig Read(MapNode json, PublishedName name, IStoredTensors? tensors)
    {
        var config = (LongformerConfig)ReadCommon(json, new LongformerConfig { VocabularySize = 0, ModelType = name.ModelType }) with
        {
            TokenTypeCount = json.Integer("type_vocab_size") ?? 2,
            HiddenActivation = ReadActivation(json, "hidden_act", "gelu"),
            Windows = ReadWindows(json),
        };
        config.Check(json.Place.File);
        return config;
    }

    internal override void Check(string place)
    {
        base.Check(place);
        Require(TokenTypeCount > 0, place, $"type_vocab_size {TokenTypeCount} must be positive");
        Require(PaddingId is not null, place, $"positions are counted from pad_token_id, which is not given");
        Require(MaxTokens > 0, place, $"max_position_embeddings {MaxPositions} leaves no position after pad_token_id {PaddingId}");
        Require(Windows.Count == 1 || Windows.Count == LayerCount, place,
            $"attention_window has {Windows.Count} entries for {LayerCount} layers");
        foreach (var window in Windows)
            Require(window >= SmallestWindow && window % 2 == 0, place, $"attention_window {window} must be even and positive");
    }

    private static IReadOnlyList<int> ReadWindows(MapNode json)
    {
        if (json.Find("attention_window") is not { } node) return [UsualWindow];
        if (node is ScalarNode) return [json.Integer("attention_window")!.Value];
        return [.. json.Numbers("attention_window")!.Select(window => window is >= 0 and <= int.MaxValue && window == Math.Floor(window)
            ? (int)window
            : throw json.Wrong("attention_window", "an even number, or one for each layer"))];
    }
}

/// <summary>Encoder of Longformer. Classifiers of sequences make the first token global unless the input says which are.</summary>
internal sealed class LongformerBackbone : EncoderBackbone
{
    internal LongformerBackbone(LongformerConfig config, BackboneParts parts) : base(config, parts)
    {
    }

    internal override bool GoesOnFromStates => true;

    internal override ModelInput ForSequences(ModelInput input)
    {
        if (input.GlobalAttention is not null) return input;
        var first = Ops.Zeros(input.InputIds.Shape, DType.Int64, input.InputIds.Device);
        first.Narrow(1, 0, 1).FillInPlace(1);
        return input with { GlobalAttention = first };
    }

    private protected override AttentionContext Context(ModelInput input, Tensor? mask, Tensor x, Outputs outputs)
    {
        var global = input.GlobalAttention is { } asked ? asked.Ne(0) : null;    // [B, L]
        if (global is not null && mask is not null) global = global.LogicalAnd(mask.Ne(0));
        if (global is not null && !global.Any().IsNonzero()) global = null;
        return new(mask, x.DType, Packs(input, mask))
        {
            Global = global,
            GlobalProbabilities = global is not null && outputs.HasFlag(Outputs.Attentions) ? [] : null,
        };
    }
}

/// <summary>
/// Softmax over a window and the global tokens; global tokens see all, by products of their own (Beltagy et al. 2020). Memory grows with
/// length × window: queries are cut into blocks of half a window, and a block meets itself and its two neighbours. What is shown of it is
/// <c>[batch, heads, length, globals + window + 1]</c>: the global tokens first, zeros in the rows of global tokens and padding.
/// </summary>
internal sealed class LongformerAttention : SelfAttention
{
    private readonly LongformerConfig config;
    private readonly Linear queryGlobal;
    private readonly Linear keyGlobal;
    private readonly Linear valueGlobal;
    private readonly int side;

    public LongformerAttention(LongformerConfig config, int layer)
    {
        this.config = config;
        var h = config.HiddenSize;
        side = config.WindowOf(layer) / 2;
        queryGlobal = Register("query_global", new Linear(h, h));
        keyGlobal = Register("key_global", new Linear(h, h));
        valueGlobal = Register("value_global", new Linear(h, h));
    }

    /// <inheritdoc/>
    public override double FlopsPerToken(int length) =>
        4.0 * config.HiddenSize * Math.Min(length, 3 * side) + 4.0 * config.HiddenSize * config.HiddenSize;

    /// <inheritdoc/>
    public override Tensor Forward(AttentionInput input, AttentionContext context, Action<Tensor>? observer)
    {
        using var scope = new TensorScope();
        var globals = context.Global is { } marked ? new GlobalTokens(marked) : null;
        var count = globals?.Count ?? 0;
        var q = input.Queries * Math.Pow(config.HeadSize, -0.5);
        var length = q.Size(2);
        var scores = Blocks(q).Matmul(Neighbours(input.Keys, 0).Transpose(3, 4)) + Hidden(context, q);       // [B, H, n, w, 3w]
        if (globals is not null) scores = Ops.Cat([Blocks(globals.Scores(q, input.Keys)), scores], -1);
        var p = scores.Softmax(-1);                                              // [B, H, n, w, x + 3w]
        if (context.Mask is { } mask) p = p * Blocks(mask.To(p.DType).Unsqueeze(1).Unsqueeze(3));
        observer?.Invoke(Shown(p, globals, length));
        p = input.Dropout.Forward(p);
        var o = p.Narrow(-1, count, 3 * side).Matmul(Neighbours(input.Values, 0));                           // [B, H, n, w, d]
        if (globals is not null) o = o + p.Narrow(-1, 0, count).Matmul(globals.Rows(input.Values).Unsqueeze(2));
        o = Together(o, length);
        return scope.Keep(globals is null ? o : globals.Put(o, FromGlobals(input, context, globals)));
    }

    // What global tokens take from all, [B, H, x, d].
    private Tensor FromGlobals(AttentionInput input, AttentionContext context, GlobalTokens globals)
    {
        var q = globals.Rows(Heads(queryGlobal.Forward(input.Stream))) * Math.Pow(config.HeadSize, -0.5);
        var scores = q.Matmul(Heads(keyGlobal.Forward(input.Stream)).Transpose(2, 3));                       // [B, H, x, L]
        if (context.KeyBias is { } bias) scores = scores + bias;
        var p = scores.Softmax(-1);
        if (context.GlobalProbabilities is { } shown)
        {
            var columns = globals.WithoutUnused(Padded(p.Transpose(2, 3), config.Windows.Max(), 0));
            columns.LeaveScope();
            shown.Add(columns);
        }
        return input.Dropout.Forward(p).Matmul(Heads(valueGlobal.Forward(input.Stream)));
    }

    private Tensor Heads(Tensor projected) =>
        projected.View([projected.Size(0), projected.Size(1), config.HeadCount, config.HeadSize]).Transpose(1, 2);

    // Added to the scores of the band, [B, 1, n, w, 3w]: nothing for keys within the window that are neither padding nor global.
    private Tensor Hidden(AttentionContext context, Tensor q)
    {
        var lowest = AttentionContext.Lowest(q.DType);
        var length = q.Size(2);
        var keys = Ops.Zeros([1, 1, length, 1], q.DType, q.Device);
        if (context.Mask is { } mask) keys = keys.MaskedFill(mask.Eq(0).Unsqueeze(1).Unsqueeze(3), lowest);
        if (context.Global is { } global) keys = keys.MaskedFill(global.Unsqueeze(1).Unsqueeze(3), lowest);
        var ahead = Ops.Arange(0, 3 * side, 1, DType.Int64, q.Device).Unsqueeze(0) - Ops.Arange(0, side, 1, DType.Int64, q.Device)
            .Unsqueeze(1);
        var band = Ops.Zeros([side, 3 * side], q.DType, q.Device).MaskedFill(ahead.Lt(0).LogicalOr(ahead.Gt(2 * side)), lowest);
        return Neighbours(keys, lowest).Transpose(3, 4) + band;
    }

    // The window of each query in place of the three blocks that it met: [B, H, L, x + 2w + 1].
    private Tensor Shown(Tensor p, GlobalTokens? globals, long length)
    {
        var shape = p.Shape;
        var count = globals?.Count ?? 0;
        var columns = Ops.Arange(0, side, 1, DType.Int64, p.Device).Unsqueeze(1) + Ops.Arange(0, 2 * side + 1, 1, DType.Int64, p.Device);
        var index = columns.View([1, 1, 1, side, 2 * side + 1]).Expand([shape[0], shape[1], shape[2], side, 2 * side + 1]);
        var window = p.Narrow(-1, count, 3 * side).Gather(4, index);
        var all = Together(Ops.Cat([p.Narrow(-1, 0, count), window], -1), length);
        return globals is null ? all : all.MaskedFill(globals.Marked.Unsqueeze(1).Unsqueeze(3), 0);
    }

    // [B, H, L, d] in blocks of half a window, [B, H, n, w, d].
    private Tensor Blocks(Tensor rows)
    {
        var padded = Padded(rows, side, 0);
        var shape = padded.Shape;
        return padded.View([shape[0], shape[1], shape[2] / side, side, shape[3]]);
    }

    // Each block with the one before and the one after, [B, H, n, 3w, d].
    private Tensor Neighbours(Tensor rows, double beyond)
    {
        var padded = Padded(rows, side, beyond);
        var shape = padded.Shape;
        var edge = Ops.Full([shape[0], shape[1], side, shape[3]], beyond, rows.DType, rows.Device);
        var wide = Ops.Cat([edge, padded, edge], 2);
        long[] blocks = [shape[0], shape[1], shape[2] / side, side, shape[3]];
        return Ops.Cat([.. Enumerable.Range(0, 3).Select(i => wide.Narrow(2, i * side, shape[2]).Reshape(blocks))], 3);
    }

    private static Tensor Together(Tensor blocks, long length)
    {
        var shape = blocks.Shape;
        return blocks.Reshape([shape[0], shape[1], shape[2] * shape[3], shape[4]]).Narrow(2, 0, length);
    }

    private static Tensor Padded(Tensor rows, long unit, double value)
    {
        var shape = rows.Shape;
        var more = (unit - shape[2] % unit) % unit;
        return more == 0 ? rows.Contiguous()
            : Ops.Cat([rows, Ops.Full([shape[0], shape[1], more, shape[3]], value, rows.DType, rows.Device)], 2);
    }
}

/// <summary>The global tokens of a batch in as many slots as the sequence with the most has.</summary>
internal sealed class GlobalTokens
{
    private readonly Tensor slots;
    private readonly Tensor used;

    /// <param name="marked"><c>[batch, length]</c>, true for a global token.</param>
    public GlobalTokens(Tensor marked)
    {
        Marked = marked;
        var length = marked.Size(1);
        Count = marked.To(DType.Int64).Sum([1]).Max().ToInt64();
        var places = Ops.Arange(0, length, 1, DType.Int64, marked.Device) + marked.LogicalNot().To(DType.Int64) * length;
        slots = places.Sort(1, false).values.Narrow(1, 0, Count);                // [B, x]; past the length: unused
        used = slots.Lt(length);
        slots = slots - used.LogicalNot().To(DType.Int64) * length;
    }

    /// <summary><c>[batch, length]</c>, true for a global token.</summary>
    public Tensor Marked { get; }

    /// <summary>Slots x.</summary>
    public long Count { get; }

    /// <summary>
    /// Scores of queries <c>[batch, heads, length, size]</c> with the keys of global tokens, <c>[batch, heads, length, x]</c>.
    /// </summary>
    public Tensor Scores(Tensor queries, Tensor keys) => queries.Matmul(Rows(keys).Transpose(2, 3))
        .MaskedFill(used.LogicalNot().Unsqueeze(1).Unsqueeze(2), AttentionContext.Lowest(queries.DType));

    /// <summary>The rows <c>[batch, heads, x, size]</c> of global tokens.</summary>
    public Tensor Rows(Tensor all) => all.Gather(2, Index(all));

    /// <summary>Puts rows in the place of those of global tokens.</summary>
    public Tensor Put(Tensor all, Tensor rows)
    {
        var index = Index(all);
        var filled = Ops.Where(used.Unsqueeze(1).Unsqueeze(3), rows, all.Gather(2, index));
        return all.Scatter(2, index, filled);
    }

    /// <summary>
    /// Probabilities <c>[batch, heads, length, x]</c> as the library shows them: one number everywhere in the column of a slot that a
    /// sequence does not use.
    /// </summary>
    public Tensor WithoutUnused(Tensor columns) => columns.MaskedFill(used.LogicalNot().Unsqueeze(1).Unsqueeze(2), 1.0 / columns.Size(2));

    private Tensor Index(Tensor all) => slots.Unsqueeze(1).Unsqueeze(3).Expand([all.Size(0), all.Size(1), Count, all.Size(3)]);
}

/// <summary>How models of the Longformer family are published.</summary>
internal static class Longformer
{
    /// <summary>The line of the table.</summary>
    public static ModelFamily Family { get; } = new()
    {
        Title = "Longformer",
        Names = [new("longformer", "Longformer", "longformer")],
        Marks = ["attention.self.query.weight", "attention.output.LayerNorm.weight", "self.query_global.weight", "self.key_global.weight"],
        Read = LongformerConfig.Read,
        Keys = new KeyMap
        {
            Prefixes = ["longformer."],
            BackboneParts = ["embeddings.", "encoder.", "pooler.dense."],
            Blocks = "encoder.layer.",
            Unneeded = ["pooler."],
            Aliases = [("lm_head.decoder.bias", "lm_head.bias")],
        },
        Heads = new HeadKeys
        {
            HasLanguageModel = tensors => tensors.Has("lm_head.dense.weight"),
            SequenceClassifier = "classifier.out_proj",
            Sequences = ([Pooling.Cls], HeadLayout.Dense),
            Prefixes = ["lm_head.", "classifier."],
        },
        AdapterTargets = ["key", "value", "dense"],
    };
}
