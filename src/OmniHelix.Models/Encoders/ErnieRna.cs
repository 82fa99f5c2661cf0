using System.Text.Json.Nodes;
using OmniHelix.Documents;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Layers;
using OmniHelix.Sequences;

namespace OmniHelix.Models.Encoders;

/// <summary>
/// Sizes and switches of ERNIE-RNA (Yin et al. 2024) in the layout of multimolecule: BERT with sines and cosines for positions, whose
/// scores start from the bases that pair and go on from block to block.
/// </summary>
internal sealed record ErnieRnaConfig : MultimoleculeConfig
{
    private const double UsualEpsilon = 1e-5, UsualWobble = 0.8;

    /// <summary>The defaults of a file that leaves keys out.</summary>
    public ErnieRnaConfig()
    {
        MaxPositions = 1026;
        LayerNormEpsilon = UsualEpsilon;
    }

    /// <summary><c>ernierna</c>.</summary>
    public override string ModelType { get; init; } = "ernierna";

    /// <summary>What G and U count as a pair, where A and U count 2, C and G 3.</summary>
    public double PairwiseAlpha { get; init; } = UsualWobble;

    internal override int? PaddingLookedFor => PaddingId;

    internal override ModelFamily Family => ErnieRna.Family;

    /// <inheritdoc/>
    public override EncoderBackbone CreateBackbone(BackboneParts parts = BackboneParts.None) => new ErnieRnaBackbone(this, parts);

    internal override EncoderDesign Design() => new()
    {
        Embeddings = Words with { Norm = NormKind.LayerNorm },
        Blocks = Blocks(Block(Multimolecule.PostNorm) with
        {
            NormPosition = NormPosition.Post,
            Activation = BlockActivation,
            CarriesScores = true,
        }),
        LanguageModel = LanguageModel,
        Pairs = Pairs,
    };

    internal override JsonObject ToJson()
    {
        var json = base.ToJson();
        json["position_embedding_type"] = "sinusoidal";
        json["pairwise_alpha"] = PairwiseAlpha;
        return json;
    }

    internal static ErnieRnaConfig Read(MapNode json, PublishedName name, IStoredTensors? tensors)
    {
        RequirePositions(json, "sinusoidal");
        var config = ReadLayout(json, tensors, new ErnieRnaConfig { VocabularySize = 0 }) with
        {
            PairwiseAlpha = json.Number("pairwise_alpha") ?? UsualWobble,
        };
        config.Check(json.Place.File);
        return config;
    }

    internal override void Check(string place)
    {
        base.Check(place);
        Require(PaddingId is not null, place, $"positions are counted from pad_token_id, which is not given");
        Require(VocabularySize >= PairBias.TokenCount, place, $"vocab_size {VocabularySize} is too small for the letters, tokens 6 to 9");
        Require(HiddenSize % 2 == 0 && HiddenSize > 2, place, $"sines and cosines do not share a hidden_size of {HiddenSize}");
        Require(HeadCount > 1, place, $"the biases of pairs pass through half of num_attention_heads {HeadCount}");
    }
}

/// <summary>How models of the ERNIE-RNA family are published.</summary>
internal static class ErnieRna
{
    /// <summary>The line of the table.</summary>
    public static ModelFamily Family { get; } = new()
    {
        Title = "ERNIE-RNA",
        Names = [new("ernierna", "ErnieRna", Multimolecule.Prefix)],
        Marks = ["attention.output.layer_norm.weight", "pairwise_bias_proj.dense1.weight"],
        Read = ErnieRnaConfig.Read,
        // The table of segments that files hold is never used and not made.
        Keys = Multimolecule.Keys(["ernierna."]) with
        {
            BackboneParts = ["embeddings.", "encoder.", "pooler.dense.", "pairwise_bias_proj."],
            Unneeded = ["embeddings.token_type_embeddings.", "pooler."],
        },
        Heads = Multimolecule.Heads,
        Published =
        [
            .. new PublishedFacts
            {
                Molecule = Molecule.Rna,
                Letters = "A C G U N and codes of several bases; T is read as U, lower case as capitals",
                Tokens = "nucleotides",
                MostTokens = 1024,
                TrainedOn = "20.4 million non-coding RNAs of RNAcentral of up to 1,024 bases",
                Licence = "AGPL-3.0",
                Reference = "Yin et al. 2025, Nature Communications, doi:10.1038/s41467-025-64972-0",
            }.Of(
                ("multimolecule/ernierna", 12, 768, 12, null)),
        ],
        AdapterTargets = ["key", "value", "dense"],
    };
}
