using System.Text.Json.Nodes;
using OmniHelix.Documents;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Configuration;
using OmniHelix.Models.Heads;
using OmniHelix.Models.Layers;
using OmniHelix.Sequences;

namespace OmniHelix.Models.Encoders;

/// <summary>How a dense encoder of GENA-LM knows positions.</summary>
internal enum GenaPositions
{
    /// <summary>A learned vector per position, added to the word's.</summary>
    Absolute,

    /// <summary>Rotary position embedding of the first channels of each head (Su et al. 2021).</summary>
    Rotary,

    /// <summary>
    /// Biases of distances (Raffel et al. 2020) that the dense published code stores and never adds: the model does not know positions.
    /// </summary>
    RelativeBias,
}

/// <summary>
/// Sizes and switches of the dense models of GENA-LM (Fishman et al. 2025): BERT with its norms before attention and feed-forward network.
/// The names and defaults are those of <c>config.json</c>, which calls the architecture <c>bert</c>. Sparse models (BigBird) are another
/// architecture.
/// </summary>
internal sealed record GenaLmConfig : EncoderConfig
{
    private static readonly (string Name, GenaPositions Positions)[] PositionNames =
    [
        ("absolute", GenaPositions.Absolute),
        ("rotary", GenaPositions.Rotary),
        ("relative_attention_bias", GenaPositions.RelativeBias),
    ];

    /// <summary>The defaults of a file that leaves keys out.</summary>
    public GenaLmConfig() => PaddingId = 0;

    /// <summary><c>bert</c>.</summary>
    public override string ModelType { get; init; } = "bert";

    /// <summary>Kind of position information.</summary>
    public GenaPositions Positions { get; init; } = GenaPositions.Absolute;

    /// <summary>Base θ of the rotary frequencies.</summary>
    public double RotaryBase { get; init; } = 10000;

    /// <summary>Channels of a head that are rotated; null for all.</summary>
    public int? RotaryWidth { get; init; }

    /// <summary>Rows of the table of <see cref="GenaPositions.RelativeBias"/>.</summary>
    public int RelativeBuckets { get; init; } = 32;

    /// <summary>Norms before attention and feed-forward network; false for BERT's places.</summary>
    public bool PreNorm { get; init; }

    /// <summary>A norm after the last block.</summary>
    public bool LastNorm { get; init; }

    /// <summary>Segments that tokens may belong to.</summary>
    public int TokenTypeCount { get; init; } = 2;

    /// <summary>Activation of the feed-forward network and of the language-model head, as <c>config.json</c> names it.</summary>
    public string HiddenActivation { get; init; } = "gelu";

    internal override ModelFamily Family => GenaLm.Family;

    internal override EncoderDesign Design()
    {
        var activation = Activation.Find(HiddenActivation)!;
        return new()
        {
            Embeddings = new()
            {
                VocabularySize = VocabularySize,
                HiddenSize = HiddenSize,
                PaddingId = PaddingId,
                PositionCount = Positions == GenaPositions.Absolute ? MaxPositions : 0,
                TokenTypeCount = TokenTypeCount,
                Norm = NormKind.LayerNorm,
                NormEpsilon = LayerNormEpsilon,
                Dropout = HiddenDropout,
            },
            Blocks = Blocks(Block(PreNorm ? GenaLm.PreNormNames : null) with
            {
                NormPosition = PreNorm ? NormPosition.Pre : NormPosition.Post,
                Activation = activation,
                Rotary = Positions == GenaPositions.Rotary ? new RotaryEmbedding(HeadSize, RotaryBase, RotaryWidth) : null,
            }),
            FinalNorm = LastNorm ? new("encoder.last_layer_ln", NormKind.LayerNorm, LayerNormEpsilon) : null,
            LanguageModel = LanguageModelHeadOptions.OfBert(HiddenSize, VocabularySize, LayerNormEpsilon, activation),
        };
    }

    internal override JsonObject ToJson()
    {
        var json = base.ToJson();
        json["pre_layer_norm"] = PreNorm;
        json["last_layer_norm"] = LastNorm;
        json["position_embedding_type"] = PositionNames.First(known => known.Positions == Positions).Name;
        json["rotary_base"] = RotaryBase;
        json["rotary_dim"] = RotaryWidth;
        json["relative_attention_num_buckets"] = RelativeBuckets;
        json["type_vocab_size"] = TokenTypeCount;
        json["hidden_act"] = HiddenActivation;
        return json;
    }

    internal static GenaLmConfig Read(MapNode json, PublishedName name, IStoredTensors? tensors)
    {
        if (json.Has("sparse_attention") || json.Has("sparse_config_cls"))
            throw json.Missing("sparse_attention", "block-sparse attention");
        var type = json.Text("position_embedding_type") ?? "absolute";
        var positions = Array.FindIndex(PositionNames, known => known.Name == type);
        if (positions < 0) throw json.Missing("position_embedding_type", $"'{type}'");
        var before = json.Flag("pre_layer_norm") ?? tensors?.Has("encoder.layer.0.pre_attention_ln.weight") ?? false;
        var config = (GenaLmConfig)ReadCommon(json, new GenaLmConfig { VocabularySize = 0, ModelType = name.ModelType }) with
        {
            Positions = PositionNames[positions].Positions,
            RotaryBase = RotarySettings.Theta(json, "rotary_base") ?? 10000,
            RotaryWidth = json.Integer("rotary_dim"),
            RelativeBuckets = json.Integer("relative_attention_num_buckets") ?? 32,
            PreNorm = before,
            LastNorm = json.Flag("last_layer_norm") ?? before,
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
        if (Positions != GenaPositions.Rotary) return;
        var width = RotaryWidth ?? HeadSize;
        Require(width > 0 && width % 2 == 0 && width <= HeadSize, place,
            $"rotary_dim {width} must be an even number up to the size of a head, {HeadSize}");
        Require(RotaryBase > 0, place, $"rotary_base {RotaryBase} must be positive");
    }
}

/// <summary>How models of the GENA-LM family are published.</summary>
internal static class GenaLm
{
    /// <summary>What the tensors of a block with norms before its halves are called.</summary>
    public static EncoderBlockNames PreNormNames { get; } =
        new() { AttentionNorm = "pre_attention_ln", FeedForwardNorm = "post_attention_ln" };

    /// <summary>The line of the table.</summary>
    public static ModelFamily Family { get; } = new()
    {
        Title = "GENA-LM",
        Names = [new("bert", "Bert", "bert")],
        IsShownBy = (json, tensors) => json.Has("pre_layer_norm")
            || json.Text("position_embedding_type") is "rotary" or "relative_attention_bias"
            || tensors.Any(name => name.EndsWith(".pre_attention_ln.weight", StringComparison.Ordinal)),
        Marks = ["pre_attention_ln.weight"],
        Read = GenaLmConfig.Read,
        Keys = new KeyMap
        {
            Prefixes = ["bert."],
            BackboneParts = ["embeddings.", "encoder.", "pooler.dense."],
            Blocks = "encoder.layer.",
            Unneeded = [
                "embeddings.position_embeddings.weight", "encoder.layer.0.attention.self.relative_attention_bias.weight", "pooler."],
            Aliases = [("cls.predictions.decoder.bias", "cls.predictions.bias")],
        },
        Heads = new HeadKeys
        {
            HasLanguageModel = tensors => tensors.Has("cls.predictions.transform.dense.weight"),
            SequenceClassifier = "classifier",
            Sequences = ([Pooling.Pooler], HeadLayout.Linear),
            Prefixes = ["cls.", "classifier."],
        },
        Published =
        [
            .. new PublishedFacts
            {
                Molecule = Molecule.Dna,
                Letters = "A C G T N, capital letters; U is read as T",
                Tokens = "byte pairs of 32,000 tokens",
                MostTokens = 512,
                TrainedOn = "the human genome T2T-CHM13, without chromosomes 22 and Y",
                Licence = "MIT, that of the repository",
                Reference = "Fishman et al. 2025, Nucleic Acids Research 53:gkae1310, doi:10.1093/nar/gkae1310",
            }.Of(
                ("AIRI-Institute/gena-lm-bert-base", 12, 768, 12, 32000)),
            .. new PublishedFacts
            {
                Molecule = Molecule.Dna,
                Letters = "A C G T N, capital letters; U is read as T",
                Tokens = "byte pairs of 32,000 tokens",
                MostTokens = 512,
                TrainedOn = "the human genome T2T-CHM13 with common variants of the 1000 Genomes project, without chromosomes 7 and 10",
                Licence = "MIT, that of the repository",
                Reference = "Fishman et al. 2025, Nucleic Acids Research 53:gkae1310, doi:10.1093/nar/gkae1310",
            }.Of(
                ("AIRI-Institute/gena-lm-bert-base-t2t", 12, 768, 12, 32000),
                ("AIRI-Institute/gena-lm-bert-base-lastln-t2t", 12, 768, 12, 32000),
                ("AIRI-Institute/gena-lm-bert-large-t2t", 24, 1024, 16, 32000)),
            .. new PublishedFacts
            {
                Molecule = Molecule.Dna,
                Letters = "A C G T N, capital letters; U is read as T",
                Tokens = "byte pairs of 32,000 tokens",
                MostTokens = 512,
                TrainedOn = "the human genome T2T-CHM13 with common variants, without chromosomes 7 and 10, and genomes of other species",
                Licence = "MIT, that of the repository",
                Reference = "Fishman et al. 2025, Nucleic Acids Research 53:gkae1310, doi:10.1093/nar/gkae1310",
            }.Of(
                ("AIRI-Institute/gena-lm-bert-base-t2t-multi", 12, 768, 12, 32000)),
        ],
        AdapterTargets = ["key", "value", "dense"],
    };
}
