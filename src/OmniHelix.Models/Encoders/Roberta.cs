using System.Text.Json.Nodes;
using OmniHelix.Documents;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Configuration;
using OmniHelix.Models.Heads;
using OmniHelix.Models.Layers;

namespace OmniHelix.Models.Encoders;

/// <summary>
/// Sizes and switches of RoBERTa (Liu et al. 2019), which k-mer models of communities use: BERT whose positions are counted past padding.
/// The names and defaults are those of <c>config.json</c>.
/// </summary>
internal sealed record RobertaConfig : EncoderConfig
{
    /// <summary>The defaults of a file that leaves keys out.</summary>
    public RobertaConfig() => PaddingId = 1;

    /// <summary><c>roberta</c>.</summary>
    public override string ModelType { get; init; } = "roberta";

    /// <summary>Segments that tokens may belong to.</summary>
    public int TokenTypeCount { get; init; } = 2;

    /// <summary>Activation of the feed-forward network, as <c>config.json</c> names it.</summary>
    public string HiddenActivation { get; init; } = "gelu";

    /// <inheritdoc/>
    public override int MaxTokens => MaxPositions - PaddingId!.Value - 1;

    internal override ModelFamily Family => Roberta.Family;

    internal override int? PaddingLookedFor => PaddingId;

    internal override EncoderDesign Design() => new()
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
        Blocks = Blocks(Block() with { NormPosition = NormPosition.Post, Activation = Activation.Find(HiddenActivation)! }),
        // The head always uses the exact GELU, whatever hidden_act says.
        LanguageModel = new() { HiddenSize = HiddenSize, VocabularySize = VocabularySize, NormEpsilon = LayerNormEpsilon },
    };

    internal override JsonObject ToJson()
    {
        var json = base.ToJson();
        json["type_vocab_size"] = TokenTypeCount;
        json["hidden_act"] = HiddenActivation;
        return json;
    }

    internal static RobertaConfig Read(MapNode json, PublishedName name, IStoredTensors? tensors)
    {
        if (json.Text("position_embedding_type") is { } type and not "absolute") throw json.Missing("position_embedding_type", $"'{type}'");
        var config = (RobertaConfig)ReadCommon(json, new RobertaConfig { VocabularySize = 0, ModelType = name.ModelType }) with
        {
            TokenTypeCount = json.Integer("type_vocab_size") ?? 2,
            HiddenActivation = ReadActivation(json, "hidden_act", "gelu"),
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
    }
}

/// <summary>How models of the RoBERTa family are published.</summary>
internal static class Roberta
{
    /// <summary>The line of the table.</summary>
    public static ModelFamily Family { get; } = new()
    {
        Title = "RoBERTa",
        Names = [new("roberta", "Roberta", "roberta")],
        Marks = ["attention.self.query.weight", "attention.output.LayerNorm.weight", "lm_head.layer_norm.weight"],
        Read = RobertaConfig.Read,
        Keys = new KeyMap
        {
            Prefixes = ["roberta."],
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
