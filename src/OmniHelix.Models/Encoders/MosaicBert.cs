using System.Text.Json.Nodes;
using OmniHelix.Documents;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Heads;
using OmniHelix.Models.Layers;
using OmniHelix.Sequences;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Encoders;

/// <summary>
/// Sizes and switches of MosaicBERT (Portes et al. 2023), which DNABERT-2 (Zhou et al. 2023), DNABERT-S and mRNABERT are: BERT with linear
/// biases instead of positions, one product for queries, keys and values, and a gated feed-forward network. The names and defaults are
/// those of <c>config.json</c>, which calls the architecture <c>bert</c>.
/// </summary>
internal sealed record MosaicBertConfig : EncoderConfig
{
    // Whatever layer_norm_eps says.
    private const double HeadEpsilon = 1e-12;

    /// <summary>The defaults of a file that leaves keys out.</summary>
    public MosaicBertConfig()
    {
        PaddingId = 0;
        AttentionDropout = 0;
    }

    /// <summary><c>bert</c>.</summary>
    public override string ModelType { get; init; } = "bert";

    /// <summary>Segments that tokens may belong to.</summary>
    public int TokenTypeCount { get; init; } = 2;

    /// <summary>Activation of the language-model head, as <c>config.json</c> names it; the blocks always use the exact GELU.</summary>
    public string HiddenActivation { get; init; } = "gelu";

    /// <summary>Tokens that the table of biases is first made for; longer inputs make it grow.</summary>
    public int AlibiStartingSize { get; init; } = 512;

    /// <summary>No limit: linear biases go on beyond what was trained.</summary>
    public override int MaxTokens => int.MaxValue;

    internal override int? TrainedTokens => MaxPositions;

    internal override ModelFamily Family => MosaicBert.Family;

    internal override EncoderDesign Design() => new()
    {
        Embeddings = new()
        {
            VocabularySize = VocabularySize,
            HiddenSize = HiddenSize,
            PaddingId = PaddingId,
            TokenTypeCount = TokenTypeCount,
            Norm = NormKind.LayerNorm,
            NormEpsilon = LayerNormEpsilon,
            Dropout = HiddenDropout,
        },
        Blocks = Blocks(Block(MosaicBert.BlockNames) with
        {
            NormPosition = NormPosition.Post,
            Alibi = new Alibi(HeadCount),
            Gated = true,
            IntermediateBias = false,
            IntermediateDropout = HiddenDropout,
            OutputDropout = 0,
        }),
        LanguageModel = LanguageModelHeadOptions.OfBert(HiddenSize, VocabularySize, HeadEpsilon, Activation.Find(HiddenActivation)!) with
        {
            Bias = "decoder.bias",
        },
        PaddingBecomesZero = true,
    };

    // The padding row starts like all others: the published code draws it once more, through the tied decoder.
    internal override void Initialise(Module part)
    {
        base.Initialise(part);
        foreach (var (_, module) in part.NamedModules())
            if (module is Embedding { PaddingIndex: >= 0 } table) Initialization.Normal(table.Weight, InitializerRange);
    }

    internal override JsonObject ToJson()
    {
        var json = base.ToJson();
        json["type_vocab_size"] = TokenTypeCount;
        json["hidden_act"] = HiddenActivation;
        json["alibi_starting_size"] = AlibiStartingSize;
        return json;
    }

    internal static MosaicBertConfig Read(MapNode json, PublishedName name, IStoredTensors? tensors)
    {
        var config = (MosaicBertConfig)ReadCommon(json, new MosaicBertConfig { VocabularySize = 0, ModelType = name.ModelType }) with
        {
            TokenTypeCount = json.Integer("type_vocab_size") ?? 2,
            HiddenActivation = ReadActivation(json, "hidden_act", "gelu"),
            AlibiStartingSize = json.Integer("alibi_starting_size") ?? 512,
        };
        config.Check(json.Place.File);
        return config;
    }

    internal override void Check(string place)
    {
        base.Check(place);
        Require(TokenTypeCount > 0, place, $"type_vocab_size {TokenTypeCount} must be positive");
    }
}

/// <summary>How models of the MosaicBERT family are published.</summary>
internal static class MosaicBert
{
    /// <summary>What the tensors of a block are called.</summary>
    public static EncoderBlockNames BlockNames { get; } = new()
    {
        QueryKeyValue = "attention.self.Wqkv",
        Intermediate = "mlp.gated_layers",
        Output = "mlp.wo",
        FeedForwardNorm = "mlp.layernorm",
    };

    /// <summary>The line of the table.</summary>
    public static ModelFamily Family { get; } = new()
    {
        Title = "MosaicBERT",
        Names = [new("bert", "Bert", "bert")],
        IsShownBy = (json, tensors) => json.Has("alibi_starting_size") || tensors.Any(name => name.EndsWith(".mlp.gated_layers.weight",
            StringComparison.Ordinal)),
        NeedsNoName = true,
        Marks = ["mlp.gated_layers.weight"],
        Read = MosaicBertConfig.Read,
        Keys = new KeyMap
        {
            Prefixes = ["bert."],
            BackboneParts = ["embeddings.", "encoder.", "pooler.dense."],
            Blocks = "encoder.layer.",
            Unneeded = ["embeddings.position_embeddings.weight", "pooler."],
            Aliases = [("cls.predictions.bias", "cls.predictions.decoder.bias")],
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
                Letters = "A C G T, capital letters; U is read as T",
                Tokens = "byte pairs of 4,096 tokens",
                TrainedOn = "genomes of 135 species, 32.49 billion bases without N",
                Reference = "Zhou et al. 2024, ICLR, arXiv:2306.15006",
            }.Of(
                ("zhihan1996/DNABERT-2-117M", 12, 768, 12, 4096)),
            .. new PublishedFacts
            {
                Molecule = Molecule.Dna,
                Letters = "A C G T, capital letters; U is read as T",
                Tokens = "byte pairs of 4,096 tokens",
                TrainedOn = "DNABERT-2, then 2 million pairs of sequences of viruses, fungi and bacteria",
                Reference = "Zhou et al. 2025, Bioinformatics 41:i255, doi:10.1093/bioinformatics/btaf188",
            }.Of(
                ("zhihan1996/DNABERT-S", 12, 768, 12, 4096)),
        ],
        AdapterTargets = ["Wqkv", "dense", "wo"],
    };
}
