using System.Text.Json.Nodes;
using OmniHelix.Documents;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Configuration;
using OmniHelix.Models.Heads;
using OmniHelix.Models.Layers;

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
/// Sizes and switches of an encoder of the ESM family: ESM-1b (Rives et al. 2021), ESM-2 (Lin et al. 2023), Nucleotide Transformer v1 and
/// v2 (Dalla-Torre et al. 2023), OmniGenome (Yang and Li 2024), PlantRNA-FM: pre-norm blocks, rotary or absolute positions, a final norm.
/// The names and defaults are those of <c>config.json</c>.
/// </summary>
public sealed record EsmConfig : EncoderConfig
{
    private const int EndToken = 2;

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

    /// <summary>Masked word vectors are zeroed and the rest rescaled, at inference too.</summary>
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

    /// <inheritdoc/>
    public override int MaxTokens => Positions == EsmPositions.Absolute ? MaxPositions - PaddingId!.Value - 1 : MaxPositions;

    /// <summary>The layout of yangheng/OmniGenome-52M: 16 layers, hidden 480, 24 heads, intermediate 2400.</summary>
    public static EsmConfig OmniGenome52M { get; } = OmniGenome(16, 480, 24, 2400);

    /// <summary>
    /// Nucleotide Transformer v2: half of a twice as wide first product, after SiLU, gates the other half, without biases.
    /// </summary>
    public bool GatedFeedForward { get; init; }

    /// <summary>Whether the products of the feed-forward network have a bias.</summary>
    public bool FeedForwardBias { get; init; } = true;

    internal override ModelFamily Family => Esm.Family;

    /// <summary>An OmniGenome layout (rotary, token dropout, the 24-token vocabulary) of any size.</summary>
    /// <exception cref="OmniException">OH3203: sizes that do not fit together.</exception>
    public static EsmConfig OmniGenome(int layers, int hidden, int heads, int intermediate)
    {
        var config = new EsmConfig
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
        };
        config.Check("the configuration");
        return config;
    }

    internal override EncoderDesign Design()
    {
        var absolute = Positions == EsmPositions.Absolute;
        return new()
        {
            Embeddings = new()
            {
                VocabularySize = VocabularySize,
                HiddenSize = HiddenSize,
                PaddingId = PaddingId,
                // The table that some files of rotary models hold is never used and not made.
                PositionCount = absolute ? MaxPositions : 0,
                Positions = PositionRule.SkipPadding,
                PositionOffset = PaddingId ?? 0,
                Norm = EmbeddingLayerNorm ? NormKind.LayerNorm : null,
                NormEpsilon = LayerNormEpsilon,
                NormName = "embeddings.layer_norm",
                DroppedToken = TokenDropout ? MaskId : null,
                HidesPadding = TokenDropoutSeesPadding,
            },
            // The blocks always use the exact GELU, whatever hidden_act says, and so does the head.
            Blocks = Blocks(Block(Esm.BlockNames) with
            {
                Rotary = absolute ? null : new RotaryEmbedding(HeadSize, RotaryBase),
                Gated = GatedFeedForward,
                Activation = GatedFeedForward ? Activation.Silu : Activation.Gelu,
                IntermediateBias = FeedForwardBias,
                OutputBias = FeedForwardBias,
            }),
            FinalNorm = new("encoder.emb_layer_norm_after", NormKind.LayerNorm, LayerNormEpsilon),
            LanguageModel = new() { HiddenSize = HiddenSize, VocabularySize = VocabularySize, NormEpsilon = LayerNormEpsilon },
            ContactEnd = EndToken,
        };
    }

    internal override JsonObject ToJson()
    {
        var json = base.ToJson();
        json["position_embedding_type"] = Positions == EsmPositions.Rotary ? "rotary" : "absolute";
        json["rope_theta"] = RotaryBase;
        json["emb_layer_norm_before"] = EmbeddingLayerNorm;
        json["token_dropout"] = TokenDropout;
        json["mask_token_id"] = MaskId;
        json["is_folding_model"] = false;
        if (GatedFeedForward) json["add_bias_fnn"] = FeedForwardBias;
        return json;
    }

    internal static EsmConfig Read(MapNode json, PublishedName name, IStoredTensors? tensors)
    {
        json.Refuse("is_folding_model", "a protein folding model");
        if (json.Has("rope_scaling")) throw json.Missing("rope_scaling", "scaled rotary positions");
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
        // Published files of version 2 say so by a switch of their own; its weights tell in any case.
        var gated = tensors?.ShapeOf("encoder.layer.0.intermediate.dense.weight") is [var rows, _]
            ? rows == 2L * config.IntermediateSize
            : json.Has("add_bias_fnn");
        var bias = tensors?.Has("encoder.layer.0.intermediate.dense.bias") ?? json.Flag("add_bias_fnn") ?? true;
        config = config with { GatedFeedForward = gated, FeedForwardBias = bias };
        config.Check(json.Place.File);
        return config;
    }

    internal override void Check(string place)
    {
        base.Check(place);
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
    }

    private static double? RotaryParameters(MapNode json)
    {
        if (json.Map("rope_parameters") is not { } rope) return null;
        if (rope.Text("rope_type") is not (null or "default")) throw rope.Missing("rope_type", "scaled rotary positions");
        return rope.Number("rope_theta");
    }
}

/// <summary>How models of the ESM family are published.</summary>
internal static class Esm
{
    /// <summary>What the tensors of a block are called.</summary>
    public static EncoderBlockNames BlockNames { get; } = new() { AttentionNorm = "attention.LayerNorm", FeedForwardNorm = "LayerNorm" };

    /// <summary>The line of the table.</summary>
    public static ModelFamily Family { get; } = new()
    {
        Names = [new("esm", "Esm", "esm"), new("omnigenome", "OmniGenome", "OmniGenome"), new("mprna", "OmniGenome", "OmniGenome")],
        Mark = "encoder.emb_layer_norm_after.weight",
        Read = EsmConfig.Read,
        Keys = new KeyMap
        {
            Prefixes = ["OmniGenome.", "esm."],
            BackboneParts = ["embeddings.", "encoder.", "contact_head.", "pooler.dense."],
            Blocks = "encoder.layer.",
            Unneeded = ["embeddings.position_embeddings.weight", "contact_head.", "pooler."],
            Aliases = [("lm_head.decoder.bias", "lm_head.bias")],
            Layouts = [FairEsm.Layout(BlockNames, "embeddings.layer_norm", "encoder.emb_layer_norm_after")],
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
