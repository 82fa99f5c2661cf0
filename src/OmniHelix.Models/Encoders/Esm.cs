using System.Text.Json.Nodes;
using OmniHelix.Documents;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Configuration;
using OmniHelix.Models.Layers;
using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Encoders;

/// <summary>How an encoder of the ESM family knows positions.</summary>
public enum EsmPositions
{
    /// <summary>A learned vector per position, counted from <c>pad + 1</c> over the tokens that are not padding.</summary>
    Absolute,

    /// <summary>Rotary position embedding of queries and keys (Su et al. 2021), half-split form.</summary>
    Rotary,
}

/// <summary>
/// Sizes and switches of an encoder of the ESM family: ESM-1b, ESM-2 (Lin et al. 2023), Nucleotide Transformer v1 (Dalla-Torre et al.
/// 2023), OmniGenome, PlantRNA-FM. The names and defaults are those of <c>config.json</c>.
/// </summary>
public sealed record EsmConfig : EncoderConfig
{
    /// <summary>The defaults of a file that leaves keys out.</summary>
    public EsmConfig() => MaxPositions = 1026;

    /// <summary><c>esm</c>, <c>omnigenome</c> or <c>mprna</c>.</summary>
    public override string ModelType { get; init; } = "esm";

    /// <summary>Kind of position information.</summary>
    public EsmPositions Positions { get; init; } = EsmPositions.Absolute;

    /// <summary>Base θ of the rotary frequencies.</summary>
    public double RotaryBase { get; init; } = 10000;

    /// <summary>Layer norm on the embeddings.</summary>
    public bool EmbeddingLayerNorm { get; init; }

    /// <summary>Masked word vectors are zeroed and the rest rescaled, at inference too (see <see cref="EsmBackbone"/>).</summary>
    public bool TokenDropout { get; init; }

    /// <summary>
    /// True: the share of masked tokens is taken over the attended tokens, so that padding does not change a sequence. False: over the
    /// padded length, as transformers 4.57 computes it.
    /// </summary>
    public bool TokenDropoutSeesPadding { get; init; } = true;

    /// <summary>Id of <c>&lt;mask&gt;</c>.</summary>
    public int? MaskId { get; init; }

    internal override int? PaddingLookedFor => Positions == EsmPositions.Absolute ? PaddingId : null;

    internal override int? MaskLookedFor => TokenDropout ? MaskId : null;

    /// <summary>Most tokens of one sequence, special tokens included.</summary>
    public int MaxTokens => Positions == EsmPositions.Absolute ? MaxPositions - PaddingId!.Value - 1 : MaxPositions;

    /// <summary>The layout of yangheng/OmniGenome-52M: 16 layers, hidden 480, 24 heads, intermediate 2400.</summary>
    public static EsmConfig OmniGenome52M { get; } = OmniGenome(16, 480, 24, 2400);

    internal override IReadOnlyList<ShapeClaim> Claims => Positions == EsmPositions.Absolute
        ? [.. base.Claims, new("max_position_embeddings", MaxPositions, "embeddings.position_embeddings.weight", 0)]
        : base.Claims;

    /// <summary>An OmniGenome layout (rotary, token dropout, the 24-token vocabulary) of any size.</summary>
    /// <exception cref="OmniException">OH3203: sizes that do not fit together.</exception>
    public static EsmConfig OmniGenome(int layers, int hidden, int heads, int intermediate) => new EsmConfig
    {
        ModelType = "omnigenome",
        VocabularySize = 24,
        HiddenSize = hidden,
        LayerCount = layers,
        HeadCount = heads,
        IntermediateSize = intermediate,
        Positions = EsmPositions.Rotary,
        LayerNormEpsilon = 1e-5,
        TokenDropout = true,
        HiddenDropout = 0,
        AttentionDropout = 0,
        PaddingId = 1,
        MaskId = 23,
    }.Checked("the configuration");

    /// <inheritdoc/>
    public override EsmBackbone CreateBackbone(BackboneParts parts = BackboneParts.None) => new(this, parts);

    internal override JsonObject ToJson()
    {
        var json = base.ToJson();
        json["position_embedding_type"] = Positions == EsmPositions.Rotary ? "rotary" : "absolute";
        json["rope_theta"] = RotaryBase;
        json["emb_layer_norm_before"] = EmbeddingLayerNorm;
        json["token_dropout"] = TokenDropout;
        json["mask_token_id"] = MaskId;
        json["is_folding_model"] = false;
        return json;
    }

    internal static EsmConfig Read(MapNode json, PublishedName name, IStoredTensors? tensors)
    {
        json.Refuse("is_folding_model", "a protein folding model");
        if (json.Has("rope_scaling")) throw json.Missing("rope_scaling", "scaled rotary positions");
        if (json.Flag("add_bias_fnn") == false)
            throw json.Missing("add_bias_fnn", "the gated feed-forward network of Nucleotide Transformer v2");
        var config = (EsmConfig)ReadCommon(json, new EsmConfig { VocabularySize = 0, ModelType = name.ModelType }) with
        {
            Positions = json.Text("position_embedding_type") switch
            {
                null or "absolute" => EsmPositions.Absolute,
                "rotary" => EsmPositions.Rotary,
                var other => throw json.Missing("position_embedding_type", $"'{other}'"),
            },
            RotaryBase = json.Number("rope_theta") ?? RotaryParameters(json) ?? 10000,
            EmbeddingLayerNorm = json.Flag("emb_layer_norm_before") ?? false,
            TokenDropout = json.Flag("token_dropout") ?? false,
            MaskId = json.Integer("mask_token_id"),
        };
        if (tensors?.ShapeOf("encoder.layer.0.intermediate.dense.weight") is [var rows, _] && rows == 2L * config.IntermediateSize)
            throw json.Missing("intermediate_size", "the gated feed-forward network of Nucleotide Transformer v2, which the weights hold,");
        return config.Checked(json.Place.File);
    }

    /// <summary>This configuration, when its numbers fit together.</summary>
    internal EsmConfig Checked(string place)
    {
        CheckCommon(place);
        var absolute = Positions == EsmPositions.Absolute;
        Require(absolute || HeadSize % 2 == 0, place,
            $"rotary positions need an even head size, but hidden_size {HiddenSize} / num_attention_heads {HeadCount} = {HeadSize}");
        Require(!absolute || PaddingId is not null, place, $"absolute positions are counted from pad_token_id, which is not given");
        Require(!absolute || MaxTokens > 0, place,
            $"max_position_embeddings {MaxPositions} leaves no position after pad_token_id {PaddingId}");
        Require(!TokenDropout || MaskId is not null, place, $"token_dropout is on, but mask_token_id is not given");
        Require(MaskId is null || (MaskId >= 0 && MaskId < VocabularySize), place,
            $"mask_token_id {MaskId} is outside the vocabulary of {VocabularySize}");
        Require(RotaryBase > 0, place, $"rope_theta {RotaryBase} must be positive");
        return this;
    }

    private static double? RotaryParameters(MapNode json)
    {
        if (json.Map("rope_parameters") is not { } rope) return null;
        if (rope.Text("rope_type") is not (null or "default")) throw rope.Missing("rope_type", "scaled rotary positions");
        return rope.Number("rope_theta");
    }
}

/// <summary>
/// Encoder of the ESM family (Rives et al. 2021; ESM-2: Lin et al. 2023), which OmniGenome (Yang and Li 2024) and PlantRNA-FM share:
/// pre-norm blocks, rotary or absolute positions, a final norm. B batch, L tokens, h hidden size, H heads, d = h / H.
/// </summary>
public sealed class EsmBackbone : Backbone
{
    // Most masked tokens of pre-training (15 %) are really replaced by <mask> (80 %).
    private const double MaskedShareOfTraining = 0.15 * 0.8;
    private const int EndToken = 2;

    private static readonly EncoderBlockNames Names = new() { AttentionNorm = "attention.LayerNorm", FeedForwardNorm = "LayerNorm" };

    private readonly Embedding words;
    private readonly Embedding? positions;
    private readonly LayerNorm? embeddingNorm;
    private readonly EncoderStack stack;
    private readonly LayerNorm finalNorm;
    private readonly RotaryEmbedding? rotary;

    /// <summary>Uninitialised weights. The position table that some files of rotary models hold is never used and not made.</summary>
    internal EsmBackbone(EsmConfig config, BackboneParts parts)
    {
        Config = config.Checked("the configuration");
        int h = config.HiddenSize;
        words = Register("embeddings.word_embeddings", new Embedding(config.VocabularySize, h, config.PaddingId));
        if (config.Positions == EsmPositions.Absolute)
            positions = Register("embeddings.position_embeddings", new Embedding(config.MaxPositions, h, config.PaddingId));
        else rotary = new RotaryEmbedding(config.HeadSize, config.RotaryBase);
        if (config.EmbeddingLayerNorm) embeddingNorm = Register("embeddings.layer_norm", new LayerNorm(h, config.LayerNormEpsilon));
        var block = new EncoderBlockOptions
        {
            HiddenSize = h,
            HeadCount = config.HeadCount,
            IntermediateSize = config.IntermediateSize,
            NormEpsilon = config.LayerNormEpsilon,
            Names = Names,
            Rotary = rotary,
            HiddenDropout = config.HiddenDropout,
            AttentionDropout = config.AttentionDropout,
        };
        stack = Register("encoder.layer", new EncoderStack(Enumerable.Range(0, config.LayerCount).Select(_ => new EncoderBlock(block))));
        finalNorm = Register("encoder.emb_layer_norm_after", new LayerNorm(h, config.LayerNormEpsilon));
        if (parts.HasFlag(BackboneParts.Pooler)) Pooler = Register("pooler", new Pooler(h));
        if (parts.HasFlag(BackboneParts.ContactHead))
            Contacts = Register("contact_head", new ContactHead(config.LayerCount * config.HeadCount, EndToken));
    }

    /// <inheritdoc/>
    public override EsmConfig Config { get; }

    /// <inheritdoc/>
    public override string Prefix => Esm.Family.NameOf(Config.ModelType).KeyPrefix;

    /// <inheritdoc/>
    public override int MaxTokens => Config.MaxTokens;

    /// <inheritdoc/>
    public override int? HeadCount => Config.HeadCount;

    /// <inheritdoc/>
    public override Pooler? Pooler { get; }

    /// <inheritdoc/>
    public override ContactHead? Contacts { get; }

    /// <summary>The word embedding <c>[vocabulary, hidden]</c>, which a tied decoder shares.</summary>
    internal Parameter WordEmbedding => words.Weight;

    /// <inheritdoc/>
    public override double FlopsPerToken(int length) => stack.FlopsPerToken(length);

    // The head always uses the exact GELU, whatever hidden_act says, as the blocks do.
    internal override LanguageModelHead CreateLanguageModelHead() => new(
        new LanguageModelHeadOptions { HiddenSize = HiddenSize, VocabularySize = VocabularySize, NormEpsilon = Config.LayerNormEpsilon },
        Config.TiedEmbeddings ? words.Weight : null);

    private protected override BackboneOutput Encode(ModelInput input, Outputs outputs, AttentionObserver? observer)
    {
        var mask = AttentionContext.HasPadding(input.AttentionMask) ? input.AttentionMask : null;           // [B, L]
        return stack.Forward(Embed(input.InputIds, mask), mask, finalNorm, outputs, observer);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) rotary?.Dispose();
        base.Dispose(disposing);
    }

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
        if (ids.Size(1) > MaxTokens && places.Max().ToInt64() is var most && most > MaxTokens) throw TooLong(most);
        return places + padding;
    }
}

/// <summary>How models of the ESM family are published.</summary>
internal static class Esm
{
    /// <summary>The line of the table.</summary>
    public static ModelFamily Family { get; } = new()
    {
        Names = [new("esm", "Esm", "esm"), new("omnigenome", "OmniGenome", "OmniGenome"), new("mprna", "OmniGenome", "OmniGenome")],
        Read = EsmConfig.Read,
        Keys = new KeyMap
        {
            Prefixes = ["OmniGenome.", "esm."],
            BackboneParts = ["embeddings.", "encoder.", "contact_head.", "pooler.dense."],
            Blocks = "encoder.layer.",
            Unneeded = ["embeddings.position_embeddings.weight", "contact_head.", "pooler."],
            Aliases = [("lm_head.decoder.bias", "lm_head.bias")],
            Layouts = [Native],
        },
        Heads = new HeadKeys
        {
            LanguageModel = "lm_head.dense.weight",
            SequenceClassifier = "classifier.out_proj",
            Prefixes = ["lm_head.", "classifier."],
        },
        AdapterTargets = ["key", "value", "dense"],
    };

    // fair-esm's own names, which RNA-FM and UTR-LM share.
    private static KeyLayout Native => new()
    {
        Mark = "embed_tokens.weight",
        Prefixes = ["encoder.sentence_encoder.", "encoder."],
        Renames =
        [
            ("lm_head.weight", "lm_head.decoder.weight"),
            ("embed_tokens.", "embeddings.word_embeddings."),
            ("embed_positions.", "embeddings.position_embeddings."),
            ("emb_layer_norm_before.", "embeddings.layer_norm."),
            ("emb_layer_norm_after.", "encoder.emb_layer_norm_after."),
            ("layers.#.self_attn.q_proj.", "encoder.layer.#.attention.self.query."),
            ("layers.#.self_attn.k_proj.", "encoder.layer.#.attention.self.key."),
            ("layers.#.self_attn.v_proj.", "encoder.layer.#.attention.self.value."),
            ("layers.#.self_attn.out_proj.", "encoder.layer.#.attention.output.dense."),
            ("layers.#.self_attn_layer_norm.", "encoder.layer.#.attention.LayerNorm."),
            ("layers.#.final_layer_norm.", "encoder.layer.#.LayerNorm."),
            ("layers.#.fc1.", "encoder.layer.#.intermediate.dense."),
            ("layers.#.fc2.", "encoder.layer.#.output.dense."),
            ("layers.#.", "encoder.layer.#."),
        ],
    };
}
