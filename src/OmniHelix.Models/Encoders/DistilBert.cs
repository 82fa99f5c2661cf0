using System.Text.Json.Nodes;
using OmniHelix.Documents;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Heads;
using OmniHelix.Models.Layers;

namespace OmniHelix.Models.Encoders;

/// <summary>
/// Sizes and switches of DistilBERT (Sanh et al. 2019), which genomeNLP trains from scratch: BERT without segments and pooler. The names
/// and defaults are those of <c>config.json</c>; the layer norms always add 1e-12.
/// </summary>
internal sealed record DistilBertConfig : EncoderConfig
{
    private const double Epsilon = 1e-12, UsualClassifierDropout = 0.2;

    /// <summary>The defaults of a file that leaves keys out.</summary>
    public DistilBertConfig()
    {
        PaddingId = 0;
        LayerCount = 6;
        ClassifierDropout = UsualClassifierDropout;
    }

    /// <summary><c>distilbert</c>.</summary>
    public override string ModelType { get; init; } = "distilbert";

    /// <summary>Positions are sines and cosines, which training does not change.</summary>
    public bool SinusoidalPositions { get; init; }

    /// <summary>Activation of the feed-forward network and of the language-model head, as <c>config.json</c> names it.</summary>
    public string HiddenActivation { get; init; } = "gelu";

    internal override ModelFamily Family => DistilBert.Family;

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
                PositionCount = MaxPositions,
                FixedPositions = SinusoidalPositions,
                Norm = NormKind.LayerNorm,
                NormEpsilon = Epsilon,
                Dropout = HiddenDropout,
            },
            BlocksName = "transformer.layer",
            Blocks = Blocks(Block(DistilBert.BlockNames) with
            {
                NormPosition = NormPosition.Post,
                NormEpsilon = Epsilon,
                Activation = activation,
                AttentionOutputDropout = 0,
            }),
            HasPooler = false,
            LanguageModel = new()
            {
                HiddenSize = HiddenSize,
                VocabularySize = VocabularySize,
                NormEpsilon = Epsilon,
                Activation = activation,
                Name = "",
                Dense = "vocab_transform",
                Norm = "vocab_layer_norm",
                Decoder = "vocab_projector",
                Bias = "vocab_projector.bias",
            },
        };
    }

    internal override JsonObject ToJson() => new()
    {
        ["model_type"] = ModelType,
        ["vocab_size"] = VocabularySize,
        ["dim"] = HiddenSize,
        ["n_layers"] = LayerCount,
        ["n_heads"] = HeadCount,
        ["hidden_dim"] = IntermediateSize,
        ["max_position_embeddings"] = MaxPositions,
        ["sinusoidal_pos_embds"] = SinusoidalPositions,
        ["activation"] = HiddenActivation,
        ["dropout"] = HiddenDropout,
        ["attention_dropout"] = AttentionDropout,
        ["seq_classif_dropout"] = ClassifierDropout,
        ["initializer_range"] = InitializerRange,
        ["pad_token_id"] = PaddingId,
        ["tie_word_embeddings"] = TiedEmbeddings,
    };

    internal static DistilBertConfig Read(MapNode json, PublishedName name, IStoredTensors? tensors)
    {
        var read = new DistilBertConfig { VocabularySize = 0, ModelType = name.ModelType };
        read = (DistilBertConfig)ReadCommon(json, read) with
        {
            SinusoidalPositions = json.Flag("sinusoidal_pos_embds") ?? false,
            HiddenActivation = ReadActivation(json, "activation", "gelu"),
            HiddenDropout = json.Number("dropout") ?? read.HiddenDropout,
            ClassifierDropout = json.Number("seq_classif_dropout") ?? UsualClassifierDropout,
        };
        // The library takes the names of BERT as well.
        var config = read with
        {
            HiddenSize = json.Integer("dim") ?? read.HiddenSize,
            LayerCount = json.Integer("n_layers") ?? read.LayerCount,
            HeadCount = json.Integer("n_heads") ?? read.HeadCount,
            IntermediateSize = json.Integer("hidden_dim") ?? read.IntermediateSize,
        };
        config.Check(json.Place.File);
        return config;
    }
}

/// <summary>How models of the DistilBERT family are published.</summary>
internal static class DistilBert
{
    /// <summary>What the tensors of a block are called.</summary>
    public static EncoderBlockNames BlockNames { get; } = new()
    {
        Query = "attention.q_lin",
        Key = "attention.k_lin",
        Value = "attention.v_lin",
        AttentionOutput = "attention.out_lin",
        AttentionNorm = "sa_layer_norm",
        Intermediate = "ffn.lin1",
        Output = "ffn.lin2",
        FeedForwardNorm = "output_layer_norm",
    };

    /// <summary>The line of the table.</summary>
    public static ModelFamily Family { get; } = new()
    {
        Title = "DistilBERT",
        Names = [new("distilbert", "DistilBert", "distilbert")],
        Marks = ["attention.q_lin.weight"],
        Read = DistilBertConfig.Read,
        Keys = new KeyMap
        {
            Prefixes = ["distilbert."],
            BackboneParts = ["embeddings.", "transformer."],
            Blocks = "transformer.layer.",
        },
        Heads = new HeadKeys
        {
            HasLanguageModel = tensors => tensors.Has("vocab_transform.weight"),
            SequenceClassifier = "pre_classifier",
            Sequences = ([Pooling.Cls], HeadLayout.Relu),
            Prefixes = ["vocab_", "pre_classifier.", "classifier.", "qa_outputs."],
        },
        AdapterTargets = ["k_lin", "v_lin", "out_lin", "lin1", "lin2"],
    };
}
