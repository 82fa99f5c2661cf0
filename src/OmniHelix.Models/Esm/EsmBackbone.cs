using System.Text.Json.Nodes;
using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Esm;

/// <summary>Parts of an ESM encoder that not every file has and not every use needs.</summary>
[Flags]
public enum EsmParts
{
    /// <summary>Embeddings, blocks and final norm only.</summary>
    None = 0,

    /// <summary>Dense layer with tanh on the first token.</summary>
    Pooler = 1,

    /// <summary>Logistic regression on attention maps.</summary>
    ContactHead = 2,
}

/// <summary>
/// Encoder of the ESM family (Rives et al. 2021; ESM-2: Lin et al. 2023), which OmniGenome (Yang and Li 2024) and PlantRNA-FM share: pre-norm blocks, rotary or absolute positions, a final norm.
/// B batch, L tokens, h hidden size, H heads, d = h / H.
/// </summary>
public sealed class EsmBackbone : Backbone
{
    // Most masked tokens of pre-training (15 %) are really replaced by <mask> (80 %).
    private const double MaskedShareOfTraining = 0.15 * 0.8;
    private const long EndToken = 2;
    // The most negative bfloat16: finite in every type but half precision, where an attended key keeps the softmax finite.
    private const double Never = -3.3895313892515355e38;

    private readonly Embedding words;
    private readonly Embedding? positions;
    private readonly LayerNorm? embeddingNorm;
    private readonly ModuleList<EsmLayer> layers;
    private readonly LayerNorm finalNorm;
    private readonly Linear? pooler;
    private readonly Linear? contactRegression;
    private readonly RotaryEmbedding? rotary;
    private readonly IEsmKernel kernel = new PlainEsmKernel();

    /// <summary>Uninitialised weights. The position table that some files of rotary models hold is never used and not made.</summary>
    public EsmBackbone(EsmConfig config, EsmParts parts = EsmParts.None)
    {
        Config = config.Checked("the configuration");
        Parts = parts;
        var h = config.HiddenSize;
        words = Register("embeddings.word_embeddings", new Embedding(config.VocabularySize, h, config.PaddingId));
        if (config.Positions == EsmPositions.Absolute) positions = Register("embeddings.position_embeddings", new Embedding(config.MaxPositions, h, config.PaddingId));
        else rotary = new RotaryEmbedding(config.HeadSize, config.RotaryBase);
        if (config.EmbeddingLayerNorm) embeddingNorm = Register("embeddings.layer_norm", new LayerNorm(h, config.LayerNormEpsilon));
        layers = Register("encoder.layer", new ModuleList<EsmLayer>(Enumerable.Range(0, config.LayerCount).Select(_ => new EsmLayer(config))));
        finalNorm = Register("encoder.emb_layer_norm_after", new LayerNorm(h, config.LayerNormEpsilon));
        if (parts.HasFlag(EsmParts.Pooler)) pooler = Register("pooler.dense", new Linear(h, h));
        if (parts.HasFlag(EsmParts.ContactHead)) contactRegression = Register("contact_head.regression", new Linear(config.LayerCount * config.HeadCount, 1));
    }

    /// <summary>Sizes and switches.</summary>
    public EsmConfig Config { get; }

    /// <summary>The optional parts that are there.</summary>
    public EsmParts Parts { get; }

    /// <inheritdoc/>
    public override string Prefix => Config.Prefix;

    /// <inheritdoc/>
    public override int HiddenSize => Config.HiddenSize;

    /// <inheritdoc/>
    public override int LayerCount => Config.LayerCount;

    /// <inheritdoc/>
    public override int HeadCount => Config.HeadCount;

    /// <inheritdoc/>
    public override int VocabularySize => Config.VocabularySize;

    /// <inheritdoc/>
    public override int MaxTokens => Config.MaxTokens;

    internal override double InitializerRange => Config.InitializerRange;

    internal override double ClassifierDropout => Config.ClassifierDropout ?? Config.HiddenDropout;

    /// <summary>The word embedding <c>[vocabulary, hidden]</c>, which a tied decoder shares.</summary>
    internal Parameter WordEmbedding => words.Weight;

    /// <inheritdoc/>
    public override BackboneOutput Forward(ModelInput input, Outputs outputs = Outputs.LastHiddenState, AttentionObserver? observer = null)
    {
        using var scope = new TensorScope();
        var hiddenStates = outputs.HasFlag(Outputs.HiddenStates) ? new List<Tensor>() : null;
        var attentions = outputs.HasFlag(Outputs.Attentions) ? new List<Tensor>() : null;
        var ids = input.InputIds;                                                // [B, L]
        var mask = HasPadding(input.AttentionMask) ? input.AttentionMask : null; // [B, L]

        var x = Embed(ids, mask);                                                // [B, L, h]
        var context = new AttentionContext(mask is null ? null : KeyBias(mask, x.DType), rotary);
        for (var i = 0; i < layers.Count; i++)
        {
            hiddenStates?.Add(x);
            var next = Block(i, x);
            if (hiddenStates is null) x.Dispose();
            x = next;
        }
        x = finalNorm.Forward(x);
        hiddenStates?.Add(x);
        return new BackboneOutput(scope.Keep(x), Keep(hiddenStates), Keep(attentions));

        Tensor Block(int i, Tensor before)
        {
            using var inner = new TensorScope();
            Action<Tensor>? look = attentions is null && observer is null ? null : p =>
            {
                attentions?.Add(Unscoped(p.Share()));
                observer?.Invoke(i, p);
            };
            var attended = kernel.Attend(layers[i], before, context, look);
            return inner.Keep(kernel.FeedForward(layers[i], attended));
        }

        List<Tensor>? Keep(List<Tensor>? list)
        {
            foreach (var tensor in list ?? []) scope.Keep(tensor);
            return list;
        }
    }

    /// <summary>
    /// Probability that two tokens touch: logistic regression on symmetrised attention maps after average product correction (Rao et al. 2021).
    /// </summary>
    /// <param name="input">Token ids; each sequence starts and ends with a special token.</param>
    /// <returns><c>[batch, length − 2, length − 2]</c>, without the first and the last position.</returns>
    /// <exception cref="OmniException">OH3402: the encoder has no contact head.</exception>
    public Tensor PredictContacts(ModelInput input)
    {
        if (contactRegression is null) throw new OmniException("OH3402", "this model has no contact head", null, "Load a checkpoint that holds contact_head.regression.");
        using var scope = new TensorScope();
        var attentions = Forward(input, Outputs.Attentions).Attentions!;
        var a = Ops.Cat([.. attentions], 1);                                     // [B, N·H, L, L]
        var counted = input.InputIds.Ne(EndToken).To(a.DType);                   // [B, L]
        if (input.AttentionMask is { } mask) counted = counted * mask.To(a.DType);
        a = a * counted.Unsqueeze(1).Unsqueeze(2) * counted.Unsqueeze(1).Unsqueeze(3);
        var inner = a.Size(-1) - 2;
        a = a.Narrow(2, 1, inner).Narrow(3, 1, inner);
        a = a + a.Transpose(2, 3);
        a = a - a.Sum([-1], true) * a.Sum([-2], true) / a.Sum([-1, -2], true);   // average product correction
        var score = contactRegression.Forward(a.Permute([0, 2, 3, 1])).Squeeze(3);
        return scope.Keep(score.Sigmoid());
    }

    /// <inheritdoc/>
    public override double FlopsPerToken(int length)
    {
        double h = Config.HiddenSize, f = Config.IntermediateSize;
        return Config.LayerCount * (8 * h * h + 4 * h * f + 4 * length * h);     // q k v o, the two feed-forward products, q·k and p·v
    }

    /// <summary><c>tanh(W x₀ + b)</c> of the first token, <c>[batch, hidden]</c>; null without a pooler.</summary>
    internal override Tensor? Pool(Tensor lastHiddenState) => pooler?.Forward(lastHiddenState.Select(1, 0)).Tanh();

    internal override LanguageModelHead CreateLanguageModelHead() => new EsmLanguageModelHead(Config, Config.TiedEmbeddings ? words.Weight : null);

    internal override JsonObject ConfigToJson() => Config.ToJson();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) rotary?.Dispose();
        base.Dispose(disposing);
    }

    private static Tensor Unscoped(Tensor tensor)
    {
        tensor.LeaveScope();
        return tensor;
    }

    private static bool HasPadding(Tensor? mask)
    {
        if (mask is null) return false;
        using var scope = new TensorScope();
        return !mask.All().IsNonzero();
    }

    private static Tensor KeyBias(Tensor mask, DType type) =>
        mask.Eq(0).To(type).MulInPlace(type == DType.Float16 ? -65504 : Never).Unsqueeze(1).Unsqueeze(2);     // [B, 1, 1, L]

    private Tensor Embed(Tensor ids, Tensor? mask)
    {
        using var scope = new TensorScope();
        var x = words.Forward(ids);                                              // [B, L, h]
        if (Config.TokenDropout) x = Rescale(x, ids, Config.TokenDropoutSeesPadding ? mask : null);
        if (positions is not null) x = x + positions.Forward(PositionIds(ids));
        if (embeddingNorm is not null) x = embeddingNorm.Forward(x);
        if (mask is not null && Config.TokenDropoutSeesPadding) x = x * mask.To(x.DType).Unsqueeze(-1);
        return scope.Keep(x);
    }

    // With r the share of <mask> among the tokens of a row: masked vectors become zero, the others are multiplied by 0.88 / (1 − r).
    private Tensor Rescale(Tensor x, Tensor ids, Tensor? mask)
    {
        var masked = ids.Eq(Config.MaskId!.Value);                               // [B, L]
        if (!masked.Any().IsNonzero()) return x * (1 - MaskedShareOfTraining);
        var tokens = mask is null ? Ops.Full([ids.Size(0), 1], ids.Size(1), x.DType, x.Device) : mask.Sum([1], true).To(x.DType);
        var kept = (tokens - masked.Sum([1], true).To(x.DType)).ClampMin(1);     // [B, 1]; a row of masks only stays finite
        var factor = (tokens / kept * (1 - MaskedShareOfTraining)).MaskedFill(masked, 0);
        return x * factor.Unsqueeze(-1);
    }

    // pad + 1 for the first token that is not padding, pad for padding.
    private Tensor PositionIds(Tensor ids)
    {
        var padding = Config.PaddingId!.Value;
        var real = ids.Ne(padding).To(DType.Int64);                              // [B, L]
        var places = real.Cumsum(1) * real;
        if (ids.Size(1) > MaxTokens && places.Max().ToInt64() is var most && most > MaxTokens)
            throw new OmniException("OH3401", FormattableString.Invariant($"a sequence of {most} tokens is longer than the {MaxTokens} positions of this model"), null, "Cut it into windows, or choose a rotary model.");
        return places + padding;
    }
}
