using System.Text.Json.Nodes;
using OmniHelix.Documents;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Layers;
using OmniHelix.Sequences;

namespace OmniHelix.Models.Encoders;

/// <summary>
/// Sizes and switches of RNA-FM (Chen et al. 2022) and mRNA-FM in the layout of multimolecule: pre-norm blocks as in ESM-1b, and learned
/// positions of which the first token takes the third row, as it did when the id of padding was 1.
/// </summary>
internal sealed record RnaFmConfig : MultimoleculeConfig
{
    // The row of padding: that of the authors, whose id of padding is 1.
    private const int PositionOffset = 1;

    /// <summary>The defaults of a file that leaves keys out.</summary>
    public RnaFmConfig()
    {
        MaxPositions = 1026;
        HiddenSize = 640;
        HeadCount = 20;
        IntermediateSize = 5120;
    }

    /// <summary><c>rnafm</c>.</summary>
    public override string ModelType { get; init; } = "rnafm";

    /// <summary>Layer norm on the embeddings; mRNA-FM has none.</summary>
    public bool EmbeddingLayerNorm { get; init; } = true;

    /// <summary>Masked word vectors are zeroed and the rest rescaled, at inference too.</summary>
    public bool TokenDropout { get; init; }

    /// <inheritdoc/>
    public override int MaxTokens => MaxPositions - PositionOffset - 1;

    internal override int? PaddingLookedFor => PaddingId;

    internal override int? MaskLookedFor => TokenDropout ? MaskId : null;

    internal override ModelFamily Family => RnaFm.Family;

    internal override EncoderDesign Design() => new()
    {
        Embeddings = Words with
        {
            PositionCount = MaxPositions,
            Positions = PositionRule.SkipPadding,
            PositionOffset = PositionOffset,
            Norm = EmbeddingLayerNorm ? NormKind.LayerNorm : null,
            DroppedToken = TokenDropout ? MaskId : null,
            HidesPadding = true,
        },
        Blocks = Blocks(Block(Multimolecule.PreNorm) with { Activation = BlockActivation }),
        FinalNorm = new(RnaFm.FinalNorm, NormKind.LayerNorm, LayerNormEpsilon),
        LanguageModel = LanguageModel,
        Pairs = Pairs,
    };

    internal override JsonObject ToJson()
    {
        var json = base.ToJson();
        json["position_embedding_type"] = "absolute";
        json["embed_norm"] = EmbeddingLayerNorm;
        json["token_dropout"] = TokenDropout;
        return json;
    }

    internal static RnaFmConfig Read(MapNode json, PublishedName name, IStoredTensors? tensors)
    {
        RequirePositions(json, "absolute");
        var config = ReadLayout(json, tensors, new RnaFmConfig { VocabularySize = 0 }) with
        {
            // Older releases call it as ESM does.
            EmbeddingLayerNorm = json.Flag("embed_norm") ?? json.Flag("emb_layer_norm_before") ?? true,
            TokenDropout = json.Flag("token_dropout") ?? false,
        };
        config.Check(json.Place.File);
        return config;
    }

    internal override void Check(string place)
    {
        base.Check(place);
        Require(PaddingId is not null, place, $"positions are counted from pad_token_id, which is not given");
        Require(MaxTokens > 0, place, $"max_position_embeddings {MaxPositions} leaves no position after pad_token_id {PaddingId}");
    }
}

/// <summary>How models of the RNA-FM family are published.</summary>
internal static class RnaFm
{
    /// <summary>The norm behind the last block.</summary>
    public const string FinalNorm = "encoder.layer_norm";

    private const string OlderFinalNorm = "encoder.emb_layer_norm_after";

    /// <summary>The line of the table.</summary>
    public static ModelFamily Family { get; } = new()
    {
        Title = "RNA-FM",
        Names = [new("rnafm", "RnaFm", Multimolecule.Prefix)],
        Marks = ["attention.layer_norm.weight", "encoder.layer_norm.weight"],
        Read = RnaFmConfig.Read,
        Keys = Keys with
        {
            Aliases =
            [
                .. Keys.Aliases,
                ($"{OlderFinalNorm}.weight", $"{FinalNorm}.weight"),
                ($"{OlderFinalNorm}.bias", $"{FinalNorm}.bias"),
            ],
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
                TrainedOn = "23.7 million non-coding RNAs of RNAcentral",
                Licence = "AGPL-3.0; the authors' own repository MIT",
                Reference = "Chen et al. 2022, arXiv:2204.00300",
            }.Of(
                ("multimolecule/rnafm", 12, 640, 20, null)),
            .. new PublishedFacts
            {
                Molecule = Molecule.Rna,
                Letters = "A C G U N and codes of several bases; T is read as U, lower case as capitals",
                Tokens = "codons",
                MostTokens = 1024,
                TrainedOn = "coding sequences of mRNA",
                Licence = "AGPL-3.0; the authors' own repository MIT",
                Reference = "Chen et al. 2022, arXiv:2204.00300",
            }.Of(
                ("multimolecule/mrnafm", 12, 1280, 20, null)),
        ],
        AdapterTargets = ["key", "value", "dense"],
    };

    private static KeyMap Keys => Multimolecule.Keys(["rnafm.", "mrnafm."], Multimolecule.FairEsmLayout(FinalNorm));
}
