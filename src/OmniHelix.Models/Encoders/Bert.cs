using System.Text.Json.Nodes;
using OmniHelix.Documents;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Configuration;
using OmniHelix.Models.Layers;
using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Encoders;

/// <summary>How an encoder of the BERT family knows positions.</summary>
public enum BertPositions
{
    /// <summary>A learned vector per position, added to the word's.</summary>
    Absolute,

    /// <summary>A learned vector per distance, which queries meet (Shaw et al. 2018).</summary>
    RelativeKey,

    /// <summary>A learned vector per distance, which queries and keys meet (Huang et al. 2020).</summary>
    RelativeKeyQuery,
}

/// <summary>
/// Sizes and switches of BERT (Devlin et al. 2019), which DNABERT (Ji et al. 2021) has unchanged. The names and defaults are those of
/// <c>config.json</c>.
/// </summary>
public sealed record BertConfig : EncoderConfig
{
    private static readonly (string Name, BertPositions Positions)[] PositionNames =
    [
        ("absolute", BertPositions.Absolute),
        ("relative_key", BertPositions.RelativeKey),
        ("relative_key_query", BertPositions.RelativeKeyQuery),
    ];

    /// <summary>The defaults of a file that leaves keys out.</summary>
    public BertConfig() => PaddingId = 0;

    /// <summary><c>bert</c>.</summary>
    public override string ModelType { get; init; } = "bert";

    /// <summary>Kind of position information.</summary>
    public BertPositions Positions { get; init; } = BertPositions.Absolute;

    /// <summary>Segments that tokens may belong to.</summary>
    public int TokenTypeCount { get; init; } = 2;

    /// <summary>Activation of the feed-forward network and of the language-model head, as <c>config.json</c> names it.</summary>
    public string HiddenActivation { get; init; } = "gelu";

    internal override IReadOnlyList<ShapeClaim> Claims =>
    [
        .. base.Claims,
        new("type_vocab_size", TokenTypeCount, "embeddings.token_type_embeddings.weight", 0),
        .. Positions == BertPositions.Absolute
            ? new ShapeClaim[] { new("max_position_embeddings", MaxPositions, "embeddings.position_embeddings.weight", 0) }
            : [],
    ];

    /// <inheritdoc/>
    public override BertBackbone CreateBackbone(BackboneParts parts = BackboneParts.None) => new(this, parts);

    internal override JsonObject ToJson()
    {
        var json = base.ToJson();
        json["position_embedding_type"] = PositionNames.First(known => known.Positions == Positions).Name;
        json["type_vocab_size"] = TokenTypeCount;
        json["hidden_act"] = HiddenActivation;
        return json;
    }

    internal static BertConfig Read(MapNode json, PublishedName name, IStoredTensors? tensors)
    {
        if (json.Has("alibi_starting_size") || tensors?.Has("encoder.layer.0.attention.self.Wqkv.weight") == true)
            throw json.Missing("alibi_starting_size", "MosaicBERT (DNABERT-2)");
        if (json.Flag("pre_layer_norm") == true || tensors?.Has("encoder.layer.0.pre_attention_ln.weight") == true)
            throw json.Missing("pre_layer_norm", "the pre-norm BERT of GENA-LM");
        var type = json.Text("position_embedding_type") ?? "absolute";
        var positions = Array.FindIndex(PositionNames, known => known.Name == type);
        if (positions < 0) throw json.Missing("position_embedding_type", $"'{type}'");
        var activation = json.Text("hidden_act") ?? "gelu";
        if (Activation.Find(activation) is null) throw json.Missing("hidden_act", $"'{activation}'");
        var config = (BertConfig)ReadCommon(json, new BertConfig { VocabularySize = 0, ModelType = name.ModelType }) with
        {
            Positions = PositionNames[positions].Positions,
            TokenTypeCount = json.Integer("type_vocab_size") ?? 2,
            HiddenActivation = activation,
        };
        return config.Checked(json.Place.File);
    }

    /// <summary>This configuration, when its numbers fit together.</summary>
    internal BertConfig Checked(string place)
    {
        CheckCommon(place);
        Require(TokenTypeCount > 0, place, $"type_vocab_size {TokenTypeCount} must be positive");
        return this;
    }
}

/// <summary>
/// Encoder of the BERT family: word, segment and position vectors under a layer norm, then post-norm blocks. B batch, L tokens, h hidden
/// size.
/// </summary>
public sealed class BertBackbone : Backbone
{
    private readonly Embedding words;
    private readonly Embedding? positions;
    private readonly Embedding types;
    private readonly LayerNorm embeddingNorm;
    private readonly Dropout dropout;
    private readonly EncoderStack stack;
    private readonly Activation activation;

    /// <summary>Uninitialised weights. The position table that files of relative models hold is never used and not made.</summary>
    internal BertBackbone(BertConfig config, BackboneParts parts)
    {
        Config = config.Checked("the configuration");
        int h = config.HiddenSize;
        activation = Activation.Find(config.HiddenActivation)!;
        words = Register("embeddings.word_embeddings", new Embedding(config.VocabularySize, h, config.PaddingId));
        if (config.Positions == BertPositions.Absolute)
            positions = Register("embeddings.position_embeddings", new Embedding(config.MaxPositions, h));
        types = Register("embeddings.token_type_embeddings", new Embedding(config.TokenTypeCount, h));
        embeddingNorm = Register("embeddings.LayerNorm", new LayerNorm(h, config.LayerNormEpsilon));
        dropout = Register("embeddings.dropout", new Dropout(config.HiddenDropout));
        var block = new EncoderBlockOptions
        {
            HiddenSize = h,
            HeadCount = config.HeadCount,
            IntermediateSize = config.IntermediateSize,
            NormPosition = NormPosition.Post,
            NormEpsilon = config.LayerNormEpsilon,
            Names = new EncoderBlockNames(),
            Activation = activation,
            RelativeKeys = positions is null ? (config.MaxPositions, config.Positions == BertPositions.RelativeKeyQuery) : null,
            HiddenDropout = config.HiddenDropout,
            AttentionDropout = config.AttentionDropout,
        };
        stack = Register("encoder.layer", new EncoderStack(Enumerable.Range(0, config.LayerCount).Select(_ => new EncoderBlock(block))));
        if (parts.HasFlag(BackboneParts.Pooler)) Pooler = Register("pooler", new Pooler(h));
    }

    /// <inheritdoc/>
    public override BertConfig Config { get; }

    /// <inheritdoc/>
    public override string Prefix => Bert.Family.NameOf(Config.ModelType).KeyPrefix;

    /// <inheritdoc/>
    public override int MaxTokens => Config.MaxPositions;

    /// <inheritdoc/>
    public override int? HeadCount => Config.HeadCount;

    /// <inheritdoc/>
    public override int TokenTypeCount => Config.TokenTypeCount;

    /// <inheritdoc/>
    public override Pooler? Pooler { get; }

    /// <inheritdoc/>
    public override double FlopsPerToken(int length) => stack.FlopsPerToken(length);

    internal override LanguageModelHead CreateLanguageModelHead() => new(
        new LanguageModelHeadOptions
        {
            HiddenSize = HiddenSize,
            VocabularySize = VocabularySize,
            NormEpsilon = Config.LayerNormEpsilon,
            Activation = activation,
            Name = "cls.predictions",
            Dense = "transform.dense",
            Norm = "transform.LayerNorm",
        },
        Config.TiedEmbeddings ? words.Weight : null);

    private protected override BackboneOutput Encode(ModelInput input, Outputs outputs, AttentionObserver? observer)
    {
        if (input.InputIds.Size(1) is var length && length > MaxTokens) throw TooLong(length);
        var mask = AttentionContext.HasPadding(input.AttentionMask) ? input.AttentionMask : null;           // [B, L]
        return stack.Forward(Embed(input), mask, null, outputs, observer);
    }

    private Tensor Embed(ModelInput input)
    {
        using var scope = new TensorScope();
        var type = input.TokenTypeIds is { } ids ? types.Forward(ids) : types.Weight.Value.Select(0, 0);    // [B, L, h] or [h]
        var x = words.Forward(input.InputIds) + type;                            // [B, L, h]
        if (positions is not null) x = x + positions.Weight.Value.Narrow(0, 0, input.InputIds.Size(1));
        return scope.Keep(dropout.Forward(embeddingNorm.Forward(x)));
    }
}

/// <summary>How models of the BERT family are published.</summary>
internal static class Bert
{
    /// <summary>The line of the table.</summary>
    public static ModelFamily Family { get; } = new()
    {
        Names = [new("bert", "Bert", "bert")],
        Read = BertConfig.Read,
        Keys = new KeyMap
        {
            Prefixes = ["bert."],
            BackboneParts = ["embeddings.", "encoder.", "pooler.dense."],
            Blocks = "encoder.layer.",
            Unneeded = ["embeddings.position_embeddings.weight", "pooler."],
            Aliases = [("cls.predictions.decoder.bias", "cls.predictions.bias")],
        },
        Heads = new HeadKeys
        {
            LanguageModel = "cls.predictions.transform.dense.weight",
            SequenceClassifier = "classifier",
            SequencesUsePooler = true,
            Prefixes = ["cls.", "classifier."],
        },
        AdapterTargets = ["key", "value", "dense"],
    };
}
