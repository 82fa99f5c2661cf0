using System.Text.Json.Nodes;
using OmniHelix.Documents;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Layers;
using OmniHelix.Sequences;

namespace OmniHelix.Models.Encoders;

/// <summary>
/// Sizes and switches of RiNALMo (Penić et al. 2024) in the layout of multimolecule: rotary positions, attention without biases that is
/// added to the normalised stream, and a feed-forward network whose gate is a product of its own, two thirds as wide as
/// <see cref="EncoderConfig.IntermediateSize"/> says.
/// </summary>
internal sealed record RinalmoConfig : MultimoleculeConfig
{
    private const double UsualEpsilon = 1e-5;

    /// <summary>The defaults of a file that leaves keys out.</summary>
    public RinalmoConfig()
    {
        MaxPositions = 1024;
        LayerNormEpsilon = UsualEpsilon;
        LayerCount = 33;
        HiddenSize = 1280;
        HeadCount = 20;
        IntermediateSize = 5120;
    }

    /// <summary><c>rinalmo</c>.</summary>
    public override string ModelType { get; init; } = "rinalmo";

    /// <summary>Masked word vectors are zeroed and the rest rescaled, at inference too.</summary>
    public bool TokenDropout { get; init; } = true;

    /// <summary>The activation is <c>x · sigmoid(βx)</c> with a learned β of each block; otherwise β is 1.</summary>
    public bool LearnableBeta { get; init; } = true;

    /// <summary>Width inside the feed-forward network.</summary>
    public int FeedForwardSize => 2 * IntermediateSize / 3;

    internal override int? MaskLookedFor => TokenDropout ? MaskId : null;

    internal override ModelFamily Family => Rinalmo.Family;

    internal override EncoderDesign Design() => new()
    {
        Embeddings = Words with { DroppedToken = TokenDropout ? MaskId : null, HidesPadding = true },
        Blocks = Blocks(Block(Rinalmo.BlockNames) with
        {
            IntermediateSize = FeedForwardSize,
            NormPosition = NormPosition.PreIntoStream,
            AttentionBias = false,
            Rotary = new RotaryEmbedding(HeadSize, RotaryBase),
            Gated = true,
            Activation = Activation.Silu,
            LearnedSwish = LearnableBeta,
            IntermediateDropout = HiddenDropout,
            OutputDropout = 0,
        }),
        FinalNorm = new("encoder.layer_norm", NormKind.LayerNorm, LayerNormEpsilon),
        LanguageModel = LanguageModel,
        Pairs = Pairs,
    };

    internal override JsonObject ToJson()
    {
        var json = base.ToJson();
        json["position_embedding_type"] = "rotary";
        json["token_dropout"] = TokenDropout;
        json["learnable_beta"] = LearnableBeta;
        return json;
    }

    internal static RinalmoConfig Read(MapNode json, PublishedName name, IStoredTensors? tensors)
    {
        RequireRotaryPositions(json);
        var config = ReadLayout(json, tensors, new RinalmoConfig { VocabularySize = 0 }) with
        {
            TokenDropout = json.Flag("token_dropout") ?? true,
            LearnableBeta = json.Flag("learnable_beta") ?? true,
        };
        config.Check(json.Place.File);
        return config;
    }

    internal override void Check(string place)
    {
        base.Check(place);
        RequireRotary(place);
        Require(FeedForwardSize > 0, place, $"two thirds of intermediate_size {IntermediateSize} must be positive");
    }
}

/// <summary>How models of the RiNALMo family are published.</summary>
internal static class Rinalmo
{
    /// <summary>What the tensors of a block are called.</summary>
    public static EncoderBlockNames BlockNames { get; } = Multimolecule.PreNorm with
    {
        Intermediate = "intermediate.linear",
        Gate = "intermediate.linear_gate",
    };

    /// <summary>The line of the table.</summary>
    public static ModelFamily Family { get; } = new()
    {
        Title = "RiNALMo",
        Names = [new("rinalmo", "RiNALMo", Multimolecule.Prefix)],
        Marks = ["attention.layer_norm.weight", "encoder.layer_norm.weight", "intermediate.linear_gate.weight"],
        Read = RinalmoConfig.Read,
        Keys = Multimolecule.Keys(["rinalmo."], Native),
        Heads = Multimolecule.Heads,
        Published =
        [
            .. new PublishedFacts
            {
                Molecule = Molecule.Rna,
                Letters = "A C G U N and codes of several bases; T is read as U, lower case as capitals",
                Tokens = "nucleotides",
                MostTokens = 1024,
                TrainedOn = "36 million non-coding RNAs of RNAcentral, Rfam, Ensembl and Nucleotide",
                Licence = "AGPL-3.0",
                Reference = "Penić et al. 2025, Nature Communications, doi:10.1038/s41467-025-60872-5",
            }.Of(
                ("multimolecule/rinalmo-nano", 6, 320, 20, null),
                ("multimolecule/rinalmo-micro", 12, 480, 20, null),
                ("multimolecule/rinalmo-mega", 30, 640, 20, null),
                ("multimolecule/rinalmo-giga", 33, 1280, 20, null)),
        ],
        AdapterTargets = ["key", "value", "dense"],
    };

    // The layout of the authors.
    private static KeyLayout Native => new()
    {
        Mark = "mh_attn.Wqkv.weight",
        Splits =
        [
            ("transformer.blocks.#.mh_attn.Wqkv.",
            [
                $"encoder.layer.#.{BlockNames.Query}.",
                $"encoder.layer.#.{BlockNames.Key}.",
                $"encoder.layer.#.{BlockNames.Value}.",
            ]),
        ],
        Renames =
        [
            ("embedding.", "embeddings.word_embeddings."),
            ("transformer.blocks.#.attn_layer_norm.", $"encoder.layer.#.{BlockNames.AttentionNorm}."),
            ("transformer.blocks.#.mh_attn.out_proj.", $"encoder.layer.#.{BlockNames.AttentionOutput}."),
            ("transformer.blocks.#.out_layer_norm.", $"encoder.layer.#.{BlockNames.FeedForwardNorm}."),
            ("transformer.blocks.#.transition.0.linear.", $"encoder.layer.#.{BlockNames.Intermediate}."),
            ("transformer.blocks.#.transition.0.linear_gate.", $"encoder.layer.#.{BlockNames.Gate}."),
            ("transformer.blocks.#.transition.0.beta", $"encoder.layer.#.{BlockNames.Swish}"),
            ("transformer.blocks.#.transition.2.", $"encoder.layer.#.{BlockNames.Output}."),
            ("transformer.final_layer_norm.", "encoder.layer_norm."),
            ("lm_mask_head.linear1.", "lm_head.transform.dense."),
            ("lm_mask_head.layer_norm.", "lm_head.transform.layer_norm."),
            ("lm_mask_head.linear2.", "lm_head.decoder."),
        ],
    };
}
