using System.Text.Json.Nodes;
using OmniHelix.Documents;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Layers;
using OmniHelix.Sequences;

namespace OmniHelix.Models.Encoders;

/// <summary>
/// Sizes and switches of UTR-LM (Chu et al. 2024) and CaLM (Outeiral and Deane 2024) in the layout of multimolecule: the pre-norm blocks of
/// ESM-2 with rotary positions. CaLM reads codons, drops no tokens, and rotates even channels with the odd ones beside them.
/// </summary>
internal sealed record UtrLmConfig : MultimoleculeConfig
{
    private const double UsualEpsilon = 1e-5;

    // What the library takes for keys that a file leaves out.
    private static readonly IReadOnlyList<UtrLmConfig> Published =
    [
        new()
        {
            VocabularySize = 0,
            ModelType = "utrlm",
            LayerCount = 6,
            HiddenSize = 128,
            HeadCount = 16,
            IntermediateSize = 512,
            TokenDropout = true,
        },
        new() { VocabularySize = 0, ModelType = UtrLm.CaLm, Codons = true },
    ];

    /// <summary>The defaults of a file that leaves keys out.</summary>
    public UtrLmConfig()
    {
        MaxPositions = 1026;
        LayerNormEpsilon = UsualEpsilon;
    }

    /// <summary><c>utrlm</c> or <c>calm</c>.</summary>
    public override string ModelType { get; init; } = "utrlm";

    /// <summary>Layer norm on the embeddings.</summary>
    public bool EmbeddingLayerNorm { get; init; }

    /// <summary>Masked word vectors are zeroed and the rest rescaled, at inference too.</summary>
    public bool TokenDropout { get; init; }

    internal override int? MaskLookedFor => TokenDropout ? MaskId : null;

    internal override ModelFamily Family => UtrLm.Family;

    internal override EncoderDesign Design() => new()
    {
        Embeddings = Words with
        {
            Norm = EmbeddingLayerNorm ? NormKind.LayerNorm : null,
            DroppedToken = TokenDropout ? MaskId : null,
            HidesPadding = true,
        },
        Blocks = Blocks(Block(Multimolecule.PreNorm) with
        {
            Rotary = new RotaryEmbedding(HeadSize, RotaryBase) { Interleaved = ModelType == UtrLm.CaLm },
            Activation = BlockActivation,
        }),
        FinalNorm = new("encoder.emb_layer_norm_after", NormKind.LayerNorm, LayerNormEpsilon),
        LanguageModel = LanguageModel,
        Pairs = Pairs,
    };

    internal override JsonObject ToJson()
    {
        var json = base.ToJson();
        json["position_embedding_type"] = "rotary";
        json["emb_layer_norm_before"] = EmbeddingLayerNorm;
        json["token_dropout"] = TokenDropout;
        return json;
    }

    internal static UtrLmConfig Read(MapNode json, PublishedName name, IStoredTensors? tensors)
    {
        RequireRotaryPositions(json);
        var defaults = Published.First(one => one.ModelType == name.ModelType);
        var config = ReadLayout(json, tensors, defaults) with
        {
            EmbeddingLayerNorm = json.Flag("emb_layer_norm_before") ?? false,
            TokenDropout = json.Flag("token_dropout") ?? defaults.TokenDropout,
        };
        config.Check(json.Place.File);
        return config;
    }

    internal override void Check(string place)
    {
        base.Check(place);
        RequireRotary(place);
    }
}

/// <summary>How models of the UTR-LM family are published.</summary>
internal static class UtrLm
{
    /// <summary>The model type of CaLM.</summary>
    public const string CaLm = "calm";

    /// <summary>The line of the table.</summary>
    public static ModelFamily Family { get; } = new()
    {
        Title = "UTR-LM",
        Names = [new("utrlm", "UtrLm", Multimolecule.Prefix), new(CaLm, "CaLm", Multimolecule.Prefix)],
        Marks = ["attention.layer_norm.weight", "encoder.emb_layer_norm_after.weight"],
        Read = UtrLmConfig.Read,
        Keys = Multimolecule.Keys(["utrlm.", "calm."], Multimolecule.FairEsmLayout("encoder.emb_layer_norm_after")),
        Heads = Multimolecule.Heads,
        Published =
        [
            .. new PublishedFacts
            {
                Molecule = Molecule.Rna,
                Letters = "A C G U N and codes of several bases; T is read as U, lower case as capitals",
                Tokens = "nucleotides",
                MostTokens = 1024,
                TrainedOn = "5' untranslated regions of five vertebrates (Ensembl) and of two libraries of random and human ones",
                Licence = "AGPL-3.0",
                Reference = "Chu et al. 2024, Nature Machine Intelligence 6:449, doi:10.1038/s42256-024-00823-9",
            }.Of(
                ("multimolecule/utrlm-te_el", 6, 128, 16, null),
                ("multimolecule/utrlm-mrl", 6, 128, 16, null)),
            .. new PublishedFacts
            {
                Molecule = Molecule.Rna,
                Letters = "A C G U N and codes of several bases; T is read as U, lower case as capitals",
                Tokens = "codons",
                MostTokens = 1026,
                TrainedOn = "9.9 million coding sequences of all kinds of organisms (ENA)",
                Licence = "AGPL-3.0",
                Reference = "Outeiral and Deane 2024, Nature Machine Intelligence 6:170, doi:10.1038/s42256-024-00791-0",
            }.Of(
                ("multimolecule/calm", 12, 768, 12, null)),
        ],
        AdapterTargets = ["key", "value", "dense"],
    };
}
