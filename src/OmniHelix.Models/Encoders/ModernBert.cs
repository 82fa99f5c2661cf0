using System.Text.Json.Nodes;
using OmniHelix.Documents;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Configuration;
using OmniHelix.Models.Heads;
using OmniHelix.Models.Layers;
using OmniHelix.Sequences;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Encoders;

/// <summary>
/// Sizes and switches of ModernBERT (Warner et al. 2024), which moderngena is: rotary positions, a gated feed-forward network, and blocks
/// that see the whole sequence between blocks that see a window. The names and defaults are those of <c>config.json</c>.
/// </summary>
internal record ModernBertConfig : EncoderConfig
{
    private const int UsualPadding = 50283;
    private const string Full = "full_attention", Sliding = "sliding_attention";

    /// <summary>The defaults of a file that leaves keys out.</summary>
    public ModernBertConfig()
    {
        LayerCount = 22;
        IntermediateSize = 1152;
        MaxPositions = 8192;
        LayerNormEpsilon = 1e-5;
        HiddenDropout = 0;
        AttentionDropout = 0;
        ClassifierDropout = 0;
        PaddingId = UsualPadding;
    }

    /// <summary><c>modernbert</c>.</summary>
    public override string ModelType { get; init; } = "modernbert";

    /// <summary>Activation of the feed-forward network, as <c>config.json</c> names it.</summary>
    public string HiddenActivation { get; init; } = "gelu";

    /// <summary>One block in so many sees the whole sequence, from the first on.</summary>
    public int GlobalEvery { get; init; } = 3;

    /// <summary>Tokens of a window, half on either side of a token.</summary>
    public int LocalWindow { get; init; } = 128;

    /// <summary>Base θ of the rotary frequencies where the whole sequence is seen.</summary>
    public double GlobalRotaryBase { get; init; } = 160000;

    /// <summary>Base θ of the rotary frequencies in windows; null for the other one.</summary>
    public double? LocalRotaryBase { get; init; } = 10000;

    /// <summary>Whether norms have a bias.</summary>
    public bool NormBias { get; init; }

    /// <summary>Whether the products of attention have a bias.</summary>
    public bool AttentionBias { get; init; }

    /// <summary>Whether the products of the feed-forward network have a bias.</summary>
    public bool FeedForwardBias { get; init; }

    /// <summary>Whether the scores of the vocabulary have a bias.</summary>
    public bool DecoderBias { get; init; } = true;

    /// <summary>Whether the dense layer of heads has a bias.</summary>
    public bool ClassifierBias { get; init; }

    /// <summary>Activation of heads.</summary>
    public string ClassifierActivation { get; init; } = "gelu";

    /// <summary>How classifiers of sequences pool: <c>cls</c> or <c>mean</c>.</summary>
    public string ClassifierPooling { get; init; } = "cls";

    /// <summary>Dropout on embeddings.</summary>
    public double EmbeddingDropout { get; init; }

    /// <summary>Fresh weights further from 0 than this many deviations are drawn again.</summary>
    public double InitializerCutoff { get; init; } = 2;

    internal override ModelFamily Family => ModernBert.Family;

    private protected virtual double? WindowRotaryBase => LocalRotaryBase;

    private NormKind Norm => NormBias ? NormKind.LayerNorm : NormKind.LayerNormWithoutBias;

    internal override EncoderDesign Design()
    {
        var global = new RotaryEmbedding(HeadSize, GlobalRotaryBase);
        var local = WindowRotaryBase is { } theta ? new RotaryEmbedding(HeadSize, theta) : global;
        var block = Block(ModernBert.BlockNames) with
        {
            Norm = Norm,
            AttentionBias = AttentionBias,
            IntermediateBias = FeedForwardBias,
            OutputBias = FeedForwardBias,
            Gated = true,
            Activation = Activation.Find(HiddenActivation)!,
            Rotary = global,
            AttentionOutputDropout = AttentionDropout,
            IntermediateDropout = HiddenDropout,
            OutputDropout = 0,
        };
        return new()
        {
            Embeddings = new()
            {
                VocabularySize = VocabularySize,
                HiddenSize = HiddenSize,
                PaddingId = PaddingId,
                Norm = Norm,
                NormEpsilon = LayerNormEpsilon,
                Dropout = EmbeddingDropout,
                Words = "embeddings.tok_embeddings",
                NormName = "embeddings.norm",
            },
            BlocksName = "layers",
            // The embeddings are normalised already when the first block takes them.
            Blocks = [.. Enumerable.Range(0, LayerCount).Select(i => (i % GlobalEvery == 0
                ? block
                : block with { Rotary = local, Window = LocalWindow / 2 }) with { HasAttentionNorm = i > 0 })],
            FinalNorm = new("final_norm", Norm, LayerNormEpsilon),
            HasPooler = false,
            LanguageModel = new()
            {
                HiddenSize = HiddenSize,
                VocabularySize = VocabularySize,
                NormEpsilon = LayerNormEpsilon,
                NormKind = Norm,
                Activation = Activation.Find(ClassifierActivation)!,
                DenseBias = ClassifierBias,
                HasBias = DecoderBias,
                Name = "",
                Dense = "head.dense",
                Norm = "head.norm",
                Bias = "decoder.bias",
            },
        };
    }

    // Outputs of blocks and heads start smaller the more blocks there are, classifiers so that scores are of size 1.
    internal override void Initialise(Module part)
    {
        foreach (var (name, module) in part.NamedModules())
            switch (module)
            {
                case Affine linear:
                    Fill(linear.Weight, DeviationOf(name));
                    if (linear.Bias is { } bias) Initialization.Constant(bias, 0);
                    break;
                case Norm norm:
                    Initialization.Constant(norm.Weight, 1);
                    if (norm.Bias is { } shift) Initialization.Constant(shift, 0);
                    break;
                case LanguageModelHead { Bias: { } scores }:
                    Initialization.Constant(scores, 0);
                    break;
            }
        // After the linear layers, so that a tied decoder cannot overwrite it.
        foreach (var (_, module) in part.NamedModules())
            if (module is Embedding table) Fill(table.Weight, InitializerRange);

        void Fill(Parameter weight, double deviation) => Initialization.TruncatedNormal(weight, deviation, InitializerCutoff);

        double DeviationOf(string name) => name.Split('.')[^1] switch
        {
            "Wo" or "dense" or "decoder" => InitializerRange / Math.Sqrt(2.0 * LayerCount),
            "classifier" => Math.Pow(HiddenSize, -0.5),
            _ => InitializerRange,
        };
    }

    internal override ClassifierOptions Classifier(ClassifierOptions layers) => layers.Layout != HeadLayout.Normed ? layers : layers with
    {
        Activation = Activation.Find(ClassifierActivation)!,
        Normed = (ClassifierBias, Norm, LayerNormEpsilon),
    };

    internal override JsonObject ToJson() => new()
    {
        ["model_type"] = ModelType,
        ["vocab_size"] = VocabularySize,
        ["hidden_size"] = HiddenSize,
        ["num_hidden_layers"] = LayerCount,
        ["num_attention_heads"] = HeadCount,
        ["intermediate_size"] = IntermediateSize,
        ["max_position_embeddings"] = MaxPositions,
        ["hidden_activation"] = HiddenActivation,
        ["norm_eps"] = LayerNormEpsilon,
        ["norm_bias"] = NormBias,
        ["attention_bias"] = AttentionBias,
        ["mlp_bias"] = FeedForwardBias,
        ["decoder_bias"] = DecoderBias,
        ["classifier_bias"] = ClassifierBias,
        ["classifier_activation"] = ClassifierActivation,
        ["classifier_pooling"] = ClassifierPooling,
        ["classifier_dropout"] = ClassifierDropout,
        ["embedding_dropout"] = EmbeddingDropout,
        ["attention_dropout"] = AttentionDropout,
        ["mlp_dropout"] = HiddenDropout,
        ["global_attn_every_n_layers"] = GlobalEvery,
        ["local_attention"] = LocalWindow,
        ["global_rope_theta"] = GlobalRotaryBase,
        ["local_rope_theta"] = LocalRotaryBase,
        ["initializer_range"] = InitializerRange,
        ["initializer_cutoff_factor"] = InitializerCutoff,
        ["pad_token_id"] = PaddingId,
        ["tie_word_embeddings"] = TiedEmbeddings,
    };

    internal static ModernBertConfig Read(MapNode json, PublishedName name, IStoredTensors? tensors)
    {
        var vocabulary = json.Integer("vocab_size") ?? throw json.Wrong("vocab_size", "the number of tokens");
        // The usual id of padding is one of the usual vocabulary.
        var padding = vocabulary > UsualPadding ? UsualPadding : (int?)null;
        return ReadKeys(json, new() { VocabularySize = vocabulary, PaddingId = padding, ModelType = name.ModelType });
    }

    private protected static ModernBertConfig ReadKeys(MapNode json, ModernBertConfig defaults)
    {
        var config = (ModernBertConfig)ReadCommon(json, defaults) with
        {
            // A file may name this key as well, which the library never looks at.
            LayerNormEpsilon = json.Number("norm_eps") ?? defaults.LayerNormEpsilon,
            HiddenActivation = ReadActivation(json, "hidden_activation", "gelu"),
            HiddenDropout = json.Number("mlp_dropout") ?? 0,
            AttentionDropout = json.Number("attention_dropout") ?? 0,
            ClassifierDropout = json.Number("classifier_dropout") ?? 0,
            EmbeddingDropout = json.Number("embedding_dropout") ?? 0,
            NormBias = json.Flag("norm_bias") ?? false,
            AttentionBias = json.Flag("attention_bias") ?? false,
            FeedForwardBias = json.Flag("mlp_bias") ?? false,
            DecoderBias = json.Flag("decoder_bias") ?? true,
            ClassifierBias = json.Flag("classifier_bias") ?? false,
            ClassifierActivation = ReadActivation(json, "classifier_activation", "gelu"),
            ClassifierPooling = json.Text("classifier_pooling") ?? "cls",
            GlobalEvery = json.Integer("global_attn_every_n_layers") ?? 3,
            LocalWindow = json.Integer("local_attention") ?? 128,
            InitializerCutoff = json.Keys.Contains("initializer_cutoff_factor") ? json.Number("initializer_cutoff_factor") ?? 3 : 2,
        };
        var bases = RotarySettings.Thetas(json, (Full, "global_rope_theta"), (Sliding, "local_rope_theta"));
        config = config with { GlobalRotaryBase = bases[0] ?? 160000, LocalRotaryBase = bases[1] ?? 10000 };
        if (json.Texts("layer_types") is { } types)
        {
            Require(types.Count == config.LayerCount, json.Place.File,
                $"layer_types has {Plural.Count(types.Count, "entry", "entries")} for {config.LayerCount} layers");
            config = config with { GlobalEvery = EveryOf(json, types) };
        }
        config.Check(json.Place.File);
        return config;
    }

    internal override void Check(string place)
    {
        base.Check(place);
        Require(HeadSize % 2 == 0, place,
            $"rotary positions need an even head size, but hidden_size {HiddenSize} / num_attention_heads {HeadCount} = {HeadSize}");
        Require(GlobalEvery > 0, place, $"global_attn_every_n_layers {GlobalEvery} must be positive");
        Require(LocalWindow >= 0, place, $"local_attention {LocalWindow} is negative");
        Require(GlobalRotaryBase > 0 && LocalRotaryBase is null or > 0, place, $"a base of rotary positions must be positive");
        Require(ClassifierPooling is "cls" or "mean", place, $"classifier_pooling '{ClassifierPooling}' is neither cls nor mean");
        foreach (var rate in new[] { EmbeddingDropout }) Require(rate is >= 0 and < 1, place, $"a dropout of {rate} is outside [0, 1)");
    }

    // The list says of each block what the number says of all.
    private static int EveryOf(MapNode json, IReadOnlyList<string> types)
    {
        for (var every = 1; every <= types.Count; every++)
            if (types.Index().All(entry => entry.Item == (entry.Index % every == 0 ? Full : Sliding))) return every;
        throw json.Missing("layer_types", "a list that is not full_attention at every n-th block from the first on");
    }
}

/// <summary>How models of the ModernBERT family are published.</summary>
internal static class ModernBert
{
    /// <summary>What the tensors of a block are called.</summary>
    public static EncoderBlockNames BlockNames { get; } = new()
    {
        QueryKeyValue = "attn.Wqkv",
        AttentionOutput = "attn.Wo",
        AttentionNorm = "attn_norm",
        Intermediate = "mlp.Wi",
        Output = "mlp.Wo",
        FeedForwardNorm = "mlp_norm",
    };

    /// <summary>The line of the table.</summary>
    public static ModelFamily Family { get; } = new()
    {
        Title = "ModernBERT",
        Names = [new("modernbert", "ModernBert", "model")],
        Marks = ["mlp.Wi.weight"],
        Read = ModernBertConfig.Read,
        Keys = new KeyMap
        {
            Prefixes = ["model."],
            BackboneParts = ["embeddings.", "layers.", "final_norm."],
            Blocks = "layers.",
        },
        Heads = new HeadKeys
        {
            // With a tied decoder without a bias, nothing but what classifiers have, too.
            HasLanguageModel = tensors => tensors.Has("head.dense.weight") && !tensors.Has("classifier.weight"),
            SequenceClassifier = "classifier",
            Sequences = ([Pooling.Cls, Pooling.MeanAllTokens], HeadLayout.Normed),
            PoolingKey = "classifier_pooling",
            Prefixes = ["head.", "decoder.", "classifier."],
        },
        Published =
        [
            .. new PublishedFacts
            {
                Molecule = Molecule.Dna,
                Letters = "A C G T N, capital letters; U is read as T",
                Tokens = "byte pairs of 32,000 tokens",
                MostTokens = 8192,
                TrainedOn = "genomes of several species",
                Reference = "model card of AIRI-Institute/moderngena-base",
            }.Of(
                ("AIRI-Institute/moderngena-base", 22, 768, 12, 32000),
                ("AIRI-Institute/moderngena-large", 28, 1024, 16, 32000)),
        ],
        AdapterTargets = ["Wqkv", "Wo", "Wi"],
    };
}
