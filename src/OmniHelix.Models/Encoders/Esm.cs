using System.Text.Json.Nodes;
using OmniHelix.Documents;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Configuration;
using OmniHelix.Models.Heads;
using OmniHelix.Models.Layers;
using OmniHelix.Sequences;

namespace OmniHelix.Models.Encoders;

/// <summary>How an encoder of the ESM family knows positions.</summary>
public enum EsmPositions
{
    /// <summary>A learned vector per position, counted from <c>pad + 1</c> over the tokens that are not padding.</summary>
    Absolute,

    /// <summary>Rotary position embedding of queries and keys (Su et al. 2021), half-split form.</summary>
    Rotary,
}

/// <summary>
/// Sizes and switches of an encoder of the ESM family: ESM-1b (Rives et al. 2021), ESM-2 (Lin et al. 2023), Nucleotide Transformer v1 and
/// v2 (Dalla-Torre et al. 2023), OmniGenome (Yang and Li 2024), PlantRNA-FM: pre-norm blocks, rotary or absolute positions, a final norm.
/// The names and defaults are those of <c>config.json</c>.
/// </summary>
public sealed record EsmConfig : EncoderConfig
{
    private const int EndToken = 2;

    /// <summary>The defaults of a file that leaves keys out.</summary>
    public EsmConfig() => MaxPositions = 1026;

    /// <summary><c>esm</c>, <c>omnigenome</c> or <c>mprna</c>.</summary>
    public override string ModelType { get; init; } = "esm";

    /// <summary>Kind of position information.</summary>
    public EsmPositions Positions { get; init; } = EsmPositions.Absolute;

    /// <summary>Base θ of the rotary frequencies.</summary>
    public double RotaryBase { get; init; } = 10000;

    /// <summary>Layer norm on the embeddings.</summary>
    public bool EmbeddingLayerNorm { get; init; }

    /// <summary>Masked word vectors are zeroed and the rest rescaled, at inference too.</summary>
    public bool TokenDropout { get; init; }

    /// <summary>
    /// True: the share of masked tokens is taken over the attended tokens, so that padding does not change a sequence. False: over the
    /// padded length, as transformers 4.57 computes it.
    /// </summary>
    public bool TokenDropoutSeesPadding { get; init; } = true;

    /// <summary>Id of <c>&lt;mask&gt;</c>.</summary>
    public int? MaskId { get; init; }

    internal override int? PaddingLookedFor => Positions == EsmPositions.Absolute ? PaddingId : null;

    internal override int? MaskLookedFor => TokenDropout ? MaskId : null;

    /// <inheritdoc/>
    public override int MaxTokens => Positions == EsmPositions.Absolute ? MaxPositions - PaddingId!.Value - 1 : MaxPositions;

    /// <summary>The layout of yangheng/OmniGenome-52M: 16 layers, hidden 480, 24 heads, intermediate 2400.</summary>
    public static EsmConfig OmniGenome52M { get; } = OmniGenome(16, 480, 24, 2400);

    /// <summary>
    /// Nucleotide Transformer v2: half of a twice as wide first product, after SiLU, gates the other half, without biases.
    /// </summary>
    public bool GatedFeedForward { get; init; }

    /// <summary>Whether the products of the feed-forward network have a bias.</summary>
    public bool FeedForwardBias { get; init; } = true;

    internal override ModelFamily Family => Esm.Family;

    /// <summary>An OmniGenome layout (rotary, token dropout, the 24-token vocabulary) of any size.</summary>
    /// <exception cref="OmniException">OH3203: sizes that do not fit together.</exception>
    public static EsmConfig OmniGenome(int layers, int hidden, int heads, int intermediate)
    {
        var config = new EsmConfig
        {
            ModelType = "omnigenome",
            VocabularySize = 24,
            HiddenSize = hidden,
            LayerCount = layers,
            HeadCount = heads,
            IntermediateSize = intermediate,
            Positions = EsmPositions.Rotary,
            LayerNormEpsilon = 1e-5,
            TokenDropout = true,
            HiddenDropout = 0,
            AttentionDropout = 0,
            PaddingId = 1,
            MaskId = 23,
        };
        config.Check("the configuration");
        return config;
    }

    internal override EncoderDesign Design()
    {
        var absolute = Positions == EsmPositions.Absolute;
        return new()
        {
            Embeddings = new()
            {
                VocabularySize = VocabularySize,
                HiddenSize = HiddenSize,
                PaddingId = PaddingId,
                // The table that some files of rotary models hold is never used and not made.
                PositionCount = absolute ? MaxPositions : 0,
                Positions = PositionRule.SkipPadding,
                PositionOffset = PaddingId ?? 0,
                Norm = EmbeddingLayerNorm ? NormKind.LayerNorm : null,
                NormEpsilon = LayerNormEpsilon,
                NormName = "embeddings.layer_norm",
                DroppedToken = TokenDropout ? MaskId : null,
                HidesPadding = TokenDropoutSeesPadding,
            },
            // The blocks always use the exact GELU, whatever hidden_act says, and so does the head.
            Blocks = Blocks(Block(Esm.BlockNames) with
            {
                Rotary = absolute ? null : new RotaryEmbedding(HeadSize, RotaryBase),
                Gated = GatedFeedForward,
                Activation = GatedFeedForward ? Activation.Silu : Activation.Gelu,
                IntermediateBias = FeedForwardBias,
                OutputBias = FeedForwardBias,
            }),
            FinalNorm = new("encoder.emb_layer_norm_after", NormKind.LayerNorm, LayerNormEpsilon),
            LanguageModel = new() { HiddenSize = HiddenSize, VocabularySize = VocabularySize, NormEpsilon = LayerNormEpsilon },
            ContactEnd = EndToken,
        };
    }

    internal override JsonObject ToJson()
    {
        var json = base.ToJson();
        json["position_embedding_type"] = Positions == EsmPositions.Rotary ? "rotary" : "absolute";
        json["rope_theta"] = RotaryBase;
        json["emb_layer_norm_before"] = EmbeddingLayerNorm;
        json["token_dropout"] = TokenDropout;
        json["mask_token_id"] = MaskId;
        json["is_folding_model"] = false;
        if (GatedFeedForward) json["add_bias_fnn"] = FeedForwardBias;
        return json;
    }

    internal static EsmConfig Read(MapNode json, PublishedName name, IStoredTensors? tensors)
    {
        json.Refuse("is_folding_model", "a protein folding model");
        var config = (EsmConfig)ReadCommon(json, new EsmConfig { VocabularySize = 0, ModelType = name.ModelType }) with
        {
            Positions = json.Text("position_embedding_type") switch
            {
                null or "absolute" => EsmPositions.Absolute,
                "rotary" => EsmPositions.Rotary,
                var other => throw json.Missing("position_embedding_type", $"'{other}'"),
            },
            RotaryBase = RotarySettings.Theta(json) ?? 10000,
            EmbeddingLayerNorm = json.Flag("emb_layer_norm_before") ?? false,
            TokenDropout = json.Flag("token_dropout") ?? false,
            MaskId = json.Integer("mask_token_id"),
        };
        // Published files of version 2 say so by a switch of their own; its weights tell in any case.
        var gated = tensors?.ShapeOf("encoder.layer.0.intermediate.dense.weight") is [var rows, _]
            ? rows == 2L * config.IntermediateSize
            : json.Has("add_bias_fnn");
        var bias = tensors?.Has("encoder.layer.0.intermediate.dense.bias") ?? json.Flag("add_bias_fnn") ?? true;
        config = config with { GatedFeedForward = gated, FeedForwardBias = bias };
        config.Check(json.Place.File);
        return config;
    }

    internal override void Check(string place)
    {
        base.Check(place);
        var absolute = Positions == EsmPositions.Absolute;
        Require(absolute || HeadSize % 2 == 0, place,
            $"rotary positions need an even head size, but hidden_size {HiddenSize} / num_attention_heads {HeadCount} = {HeadSize}");
        Require(!absolute || PaddingId is not null, place, $"absolute positions are counted from pad_token_id, which is not given");
        Require(!absolute || MaxTokens > 0, place,
            $"max_position_embeddings {MaxPositions} leaves no position after pad_token_id {PaddingId}");
        Require(!TokenDropout || MaskId is not null, place, $"token_dropout is on, but mask_token_id is not given");
        Require(MaskId is null || (MaskId >= 0 && MaskId < VocabularySize), place,
            $"mask_token_id {MaskId} is outside the vocabulary of {VocabularySize}");
        Require(RotaryBase > 0, place, $"rope_theta {RotaryBase} must be positive");
    }
}

/// <summary>How models of the ESM family are published.</summary>
internal static class Esm
{
    /// <summary>What the tensors of a block are called.</summary>
    public static EncoderBlockNames BlockNames { get; } = new() { AttentionNorm = "attention.LayerNorm", FeedForwardNorm = "LayerNorm" };

    /// <summary>The line of the table.</summary>
    public static ModelFamily Family { get; } = new()
    {
        Title = "ESM",
        Names = [new("esm", "Esm", "esm"), new("omnigenome", "OmniGenome", "OmniGenome"), new("mprna", "OmniGenome", "OmniGenome")],
        Marks = ["attention.LayerNorm.weight", "encoder.emb_layer_norm_after.weight"],
        Read = EsmConfig.Read,
        Keys = new KeyMap
        {
            Prefixes = ["OmniGenome.", "esm."],
            BackboneParts = ["embeddings.", "encoder.", "contact_head.", "pooler.dense."],
            Blocks = "encoder.layer.",
            Unneeded = ["embeddings.position_embeddings.weight", "contact_head.", "pooler."],
            Aliases = [("lm_head.decoder.bias", "lm_head.bias")],
            Layouts = [FairEsm.Layout(BlockNames, "embeddings.layer_norm", "encoder.emb_layer_norm_after")],
        },
        Heads = new HeadKeys
        {
            HasLanguageModel = tensors => tensors.Has("lm_head.dense.weight"),
            SequenceClassifier = "classifier.out_proj",
            Sequences = ([Pooling.Cls], HeadLayout.Dense),
            Prefixes = ["lm_head.", "classifier."],
        },
        Published =
        [
            .. new PublishedFacts
            {
                Molecule = Molecule.Protein,
                Letters = "amino acids, capital letters",
                Tokens = "amino acids",
                MostTokens = 1026,
                TrainedOn = "UniRef50 (UR50D): protein sequences of all kinds of organisms",
                Licence = "MIT",
                Reference = "Lin et al. 2023, Science 379:1123, doi:10.1126/science.ade2574",
                IsShownBy = config => config is EsmConfig { Positions: EsmPositions.Rotary },
            }.Of(
                ("facebook/esm2_t6_8M_UR50D", 6, 320, 20, 33),
                ("facebook/esm2_t12_35M_UR50D", 12, 480, 20, 33),
                ("facebook/esm2_t30_150M_UR50D", 30, 640, 20, 33),
                ("facebook/esm2_t33_650M_UR50D", 33, 1280, 20, 33),
                ("facebook/esm2_t36_3B_UR50D", 36, 2560, 40, 33),
                ("facebook/esm2_t48_15B_UR50D", 48, 5120, 40, 33)),
            .. new PublishedFacts
            {
                Molecule = Molecule.Protein,
                Letters = "amino acids, capital letters",
                Tokens = "amino acids",
                MostTokens = 1024,
                TrainedOn = "UniRef50 (UR50S)",
                Licence = "MIT",
                Reference = "Rives et al. 2021, PNAS 118:e2016239118, doi:10.1073/pnas.2016239118",
                IsShownBy = config => config is EsmConfig { Positions: EsmPositions.Absolute },
            }.Of(
                ("facebook/esm1b_t33_650M_UR50S", 33, 1280, 20, 33)),
            .. new PublishedFacts
            {
                Molecule = Molecule.Protein,
                Letters = "amino acids, capital letters",
                Tokens = "amino acids",
                MostTokens = 1024,
                TrainedOn = "UniRef90 (UR90S)",
                Reference = "Meier et al. 2021, NeurIPS, doi:10.1101/2021.07.09.450648",
                IsShownBy = config => config is EsmConfig { Positions: EsmPositions.Absolute },
            }.Of(
                ("facebook/esm1v_t33_650M_UR90S_1 to _5", 33, 1280, 20, 33)),
            .. new PublishedFacts
            {
                Molecule = Molecule.Dna,
                Letters = "A C G T N, capital letters; U is read as T",
                Tokens = "6-mers side by side; single letters around N and at the end",
                MostTokens = 1000,
                TrainedOn = "the human reference genome",
                Licence = "CC BY-NC-SA 4.0",
                Reference = "Dalla-Torre et al. 2025, Nature Methods 22:287, doi:10.1038/s41592-024-02523-z",
            }.Of(
                ("InstaDeepAI/nucleotide-transformer-500m-human-ref", 24, 1280, 20, 4105)),
            .. new PublishedFacts
            {
                Molecule = Molecule.Dna,
                Letters = "A C G T N, capital letters; U is read as T",
                Tokens = "6-mers side by side; single letters around N and at the end",
                MostTokens = 1000,
                TrainedOn = "3,202 human genomes of the 1000 Genomes project",
                Licence = "CC BY-NC-SA 4.0",
                Reference = "Dalla-Torre et al. 2025, Nature Methods 22:287, doi:10.1038/s41592-024-02523-z",
            }.Of(
                ("InstaDeepAI/nucleotide-transformer-500m-1000g", 24, 1280, 20, 4105),
                ("InstaDeepAI/nucleotide-transformer-2.5b-1000g", 32, 2560, 20, 4105)),
            .. new PublishedFacts
            {
                Molecule = Molecule.Dna,
                Letters = "A C G T N, capital letters; U is read as T",
                Tokens = "6-mers side by side; single letters around N and at the end",
                MostTokens = 1000,
                TrainedOn = "850 genomes of many species",
                Licence = "CC BY-NC-SA 4.0",
                Reference = "Dalla-Torre et al. 2025, Nature Methods 22:287, doi:10.1038/s41592-024-02523-z",
            }.Of(
                ("InstaDeepAI/nucleotide-transformer-2.5b-multi-species", 32, 2560, 20, 4105)),
            .. new PublishedFacts
            {
                Molecule = Molecule.Dna,
                Letters = "A C G T N, capital letters; U is read as T",
                Tokens = "6-mers side by side; single letters around N and at the end",
                MostTokens = 2048,
                TrainedOn = "850 genomes of many species",
                Licence = "CC BY-NC-SA 4.0",
                Reference = "Dalla-Torre et al. 2025, Nature Methods 22:287, doi:10.1038/s41592-024-02523-z",
            }.Of(
                ("InstaDeepAI/nucleotide-transformer-v2-50m-multi-species", 12, 512, 16, 4107),
                ("InstaDeepAI/nucleotide-transformer-v2-100m-multi-species", 22, 512, 16, 4107),
                ("InstaDeepAI/nucleotide-transformer-v2-250m-multi-species", 24, 768, 16, 4107),
                ("InstaDeepAI/nucleotide-transformer-v2-500m-multi-species", 29, 1024, 16, 4107)),
            .. new PublishedFacts
            {
                Molecule = Molecule.Dna,
                Letters = "A C G T N, capital letters; U is read as T",
                Tokens = "6-mers side by side; single letters around N and at the end",
                MostTokens = 1024,
                TrainedOn = "reference genomes of 48 plant species",
                Licence = "CC BY-NC-SA 4.0",
                Reference = "Mendoza-Revilla et al. 2024, Communications Biology 7:835, doi:10.1038/s42003-024-06465-2",
            }.Of(
                ("InstaDeepAI/agro-nucleotide-transformer-1b", 40, 1500, 20, 4105)),
            .. new PublishedFacts
            {
                Molecule = Molecule.MixedNucleic,
                Letters = "A C G T U N in both cases, each a token of its own",
                Tokens = "nucleotides",
                MostTokens = 1026,
                TrainedOn = "plant transcriptomes (OneKP) with secondary structures of ViennaRNA",
                Licence = "MIT",
                Reference = "Yang and Li 2024, arXiv:2407.11242",
            }.Of(
                ("yangheng/OmniGenome-52M", 16, 480, 24, 24),
                ("yangheng/OmniGenome-186M", 32, 720, 30, 24)),
            .. new PublishedFacts
            {
                Molecule = Molecule.MixedNucleic,
                Letters = "A C G T U N in both cases, each a token of its own",
                Tokens = "nucleotides",
                MostTokens = 1026,
                TrainedOn = "plant transcriptomes (OneKP)",
                Licence = "MIT",
                Reference = "Yu et al. 2024, Nature Machine Intelligence 6:1616, doi:10.1038/s42256-024-00946-z",
            }.Of(
                ("yangheng/PlantRNA-FM", 12, 480, 20, 24)),
        ],
        AdapterTargets = ["key", "value", "dense"],
    };
}
