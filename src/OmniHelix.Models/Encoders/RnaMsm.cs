using System.Text.Json.Nodes;
using OmniHelix.Documents;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Configuration;
using OmniHelix.Models.Layers;
using OmniHelix.Sequences;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Encoders;

/// <summary>
/// Sizes and switches of RNA-MSM (Zhang et al. 2024) in the layout of multimolecule: an encoder of alignments, whose blocks attend along
/// rows and within columns in turn. Its input ids are <c>[batch, rows, length]</c>; <c>[batch, length]</c> is an alignment of one row.
/// </summary>
internal sealed record RnaMsmConfig : MultimoleculeConfig
{
    // Start values of the numbers of rows are this far from zero, as in the MSA Transformer (Rao et al. 2021).
    private const double UsualEpsilon = 1e-5, RowDeviation = 0.01;

    /// <summary>The defaults of a file that leaves keys out.</summary>
    public RnaMsmConfig()
    {
        MaxPositions = 1024;
        LayerNormEpsilon = UsualEpsilon;
        LayerCount = 10;
    }

    /// <summary><c>rnamsm</c>.</summary>
    public override string ModelType { get; init; } = "rnamsm";

    /// <summary>A learned number for each row is added to its vectors.</summary>
    public bool RowEmbeddings { get; init; } = true;

    /// <summary>Whether the products of attention have a bias.</summary>
    public bool AttentionBias { get; init; } = true;

    internal override int? PaddingLookedFor => PaddingId;

    internal override ModelFamily Family => RnaMsm.Family;

    internal override IReadOnlyList<ShapeClaim> Claims =>
    [
        new("vocab_size", VocabularySize, $"{Words.Words}.weight", 0),
        new("hidden_size", HiddenSize, $"{Words.Words}.weight", 1),
        new("intermediate_size", IntermediateSize, "encoder.layer.0.feed_forward_layer.layer.fc1.weight", 0),
        new("max_position_embeddings", PositionCount, $"{Words.PositionTable}.weight", 0),
    ];

    internal AxialBlockOptions AxialBlock =>
        new(HiddenSize, HeadCount, IntermediateSize, LayerNormEpsilon, AttentionBias, HiddenDropout, AttentionDropout);

    // Rows 0 and 1 are of no token and of padding.
    private int PositionCount => MaxPositions + RnaMsm.PositionOffset + 1;

    /// <inheritdoc/>
    public override EncoderBackbone CreateBackbone(BackboneParts parts = BackboneParts.None) => new RnaMsmBackbone(this, parts);

    // Its blocks are of another kind, which the backbone makes.
    internal override EncoderDesign Design() => new()
    {
        Embeddings = Words with
        {
            PositionCount = PositionCount,
            Positions = PositionRule.SkipPadding,
            PositionOffset = RnaMsm.PositionOffset,
            Norm = NormKind.LayerNorm,
            HidesPadding = true,
        },
        Blocks = [],
        FinalNorm = new(RnaMsm.FinalNorm, NormKind.LayerNorm, LayerNormEpsilon),
        LanguageModel = LanguageModel,
    };

    internal override void Initialise(Module part)
    {
        base.Initialise(part);
        foreach (var (_, module) in part.NamedModules())
            if (module is RnaMsmBackbone { RowNumbers: { } numbers }) Initialization.Normal(numbers, RowDeviation);
    }

    internal override JsonObject ToJson()
    {
        var json = base.ToJson();
        json["position_embedding_type"] = "absolute";
        json["embed_positions_msa"] = RowEmbeddings;
        json["attention_bias"] = AttentionBias;
        json["attention_type"] = "standard";
        json["layer_type"] = "axial";
        return json;
    }

    internal static RnaMsmConfig Read(MapNode json, PublishedName name, IStoredTensors? tensors)
    {
        RequirePositions(json, "absolute");
        if (json.Text("attention_type") is { } attention and not "standard") throw json.Missing("attention_type", $"'{attention}'");
        // The tensors know better: older releases have another default, which they then do not follow.
        var isAxial = tensors?.Has($"encoder.layer.0.{RnaMsm.Query}") ?? false;
        if (!isAxial && json.Text("layer_type") is { } layer and not "axial") throw json.Missing("layer_type", $"'{layer}'");
        var config = ReadLayout(json, tensors, new RnaMsmConfig { VocabularySize = 0 }) with
        {
            RowEmbeddings = json.Flag("embed_positions_msa") ?? true,
            AttentionBias = json.Flag("attention_bias") ?? true,
        };
        config.Check(json.Place.File);
        return config;
    }

    internal override void Check(string place)
    {
        base.Check(place);
        Require(PaddingId is not null, place, $"positions are counted from pad_token_id, which is not given");
    }
}

/// <summary>How models of the RNA-MSM family are published.</summary>
internal static class RnaMsm
{
    /// <summary>The position of padding: that of the authors, whose id of padding is 1.</summary>
    public const int PositionOffset = 1;

    /// <summary>A tensor that only axial blocks have.</summary>
    public const string Query = "row_self_attention.layer.q_proj.weight";

    /// <summary>The norm behind the last block.</summary>
    public const string FinalNorm = "encoder.layer_norm";

    /// <summary>The line of the table.</summary>
    public static ModelFamily Family { get; } = new()
    {
        Title = "RNA-MSM",
        Names = [new("rnamsm", "RnaMsm", Multimolecule.Prefix)],
        Marks =
        [
            "row_self_attention.layer.q_proj.weight",
            "column_self_attention.layer.q_proj.weight",
            "feed_forward_layer.layer.fc1.weight",
        ],
        Read = RnaMsmConfig.Read,
        Keys = Multimolecule.Keys(["rnamsm."], Native),
        Heads = Multimolecule.Heads,
        Published =
        [
            .. new PublishedFacts
            {
                Molecule = Molecule.Rna,
                Letters = "A C G U N and codes of several bases; T is read as U, lower case as capitals",
                Tokens = "nucleotides",
                MostTokens = 1024,
                TrainedOn = "alignments of 3,932 RNA families of Rfam 14.7",
                Licence = "AGPL-3.0",
                Reference = "Zhang et al. 2024, Nucleic Acids Research 52:e3, doi:10.1093/nar/gkad1031",
            }.Of(
                ("multimolecule/rnamsm", 10, 768, 12, null)),
        ],
        AdapterTargets = ["q_proj", "v_proj", "out_proj"],
    };

    // The authors call blocks as multimolecule does, and the rest as fair-esm.
    private static KeyLayout Native
    {
        get
        {
            var layout = Multimolecule.FairEsmLayout(FinalNorm);
            return layout with
            {
                TellsFamily = false,
                Renames = [("msa_position_embedding", "embeddings.msa_embeddings"), .. layout.Renames],
            };
        }
    }
}
