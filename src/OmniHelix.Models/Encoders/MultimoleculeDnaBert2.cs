using System.Text.Json.Nodes;
using OmniHelix.Documents;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Layers;
using OmniHelix.Sequences;

namespace OmniHelix.Models.Encoders;

/// <summary>
/// Sizes and switches of DNABERT-2 (Zhou et al. 2023) in the layout of multimolecule: linear biases instead of positions, three products
/// for queries, keys and values, and a gated feed-forward network.
/// </summary>
internal sealed record MultimoleculeDnaBert2Config : MultimoleculeConfig
{
    /// <summary><c>dnabert2</c>.</summary>
    public override string ModelType { get; init; } = "dnabert2";

    /// <summary>Segments that tokens may belong to.</summary>
    public int TokenTypeCount { get; init; } = 2;

    /// <summary>No limit: linear biases go on beyond what was trained.</summary>
    public override int MaxTokens => int.MaxValue;

    internal override int? TrainedTokens => MaxPositions;

    internal override ModelFamily Family => MultimoleculeDnaBert2.Family;

    internal override EncoderDesign Design() => new()
    {
        Embeddings = Words with { TokenTypeCount = TokenTypeCount, Norm = NormKind.LayerNorm },
        Blocks = Blocks(Block(MultimoleculeDnaBert2.BlockNames) with
        {
            NormPosition = NormPosition.Post,
            Alibi = new Alibi(HeadCount),
            Activation = BlockActivation,
            Gated = true,
            IntermediateBias = false,
            IntermediateDropout = HiddenDropout,
            OutputDropout = 0,
        }),
        LanguageModel = LanguageModel,
        Pairs = Pairs,
    };

    internal override JsonObject ToJson()
    {
        var json = base.ToJson();
        json["position_embedding_type"] = "alibi";
        json["type_vocab_size"] = TokenTypeCount;
        return json;
    }

    internal static MultimoleculeDnaBert2Config Read(MapNode json, PublishedName name, IStoredTensors? tensors)
    {
        RequirePositions(json, "alibi");
        var config = ReadLayout(json, tensors, new MultimoleculeDnaBert2Config { VocabularySize = 0 }) with
        {
            TokenTypeCount = json.Integer("type_vocab_size") ?? 2,
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

/// <summary>How DNABERT-2 is published in the layout of multimolecule.</summary>
internal static class MultimoleculeDnaBert2
{
    /// <summary>What the tensors of a block are called.</summary>
    public static EncoderBlockNames BlockNames { get; } = Multimolecule.PostNorm with
    {
        Intermediate = "mlp.up_proj",
        Output = "mlp.down_proj",
        FeedForwardNorm = "mlp.layer_norm",
    };

    /// <summary>The line of the table.</summary>
    public static ModelFamily Family { get; } = new()
    {
        Title = "Multimolecule DNABERT-2",
        Names = [new("dnabert2", "DnaBert2", Multimolecule.Prefix)],
        IsShownBy = (json, _) => json.Text("position_embedding_type") == "alibi",
        Marks = ["attention.output.layer_norm.weight", "mlp.up_proj.weight"],
        Read = MultimoleculeDnaBert2Config.Read,
        Keys = Multimolecule.Keys(["dnabert2."]),
        Heads = Multimolecule.Heads,
        Published =
        [
            .. new PublishedFacts
            {
                Molecule = Molecule.Dna,
                Letters = "A C G T N; U is read as T, lower case as capitals",
                Tokens = "byte pairs of 4,096 tokens",
                MostTokens = 512,
                TrainedOn = "genomes of 135 species, 32.49 billion bases without N",
                Licence = "AGPL-3.0",
                Reference = "Zhou et al. 2024, ICLR, arXiv:2306.15006",
            }.Of(
                ("multimolecule/dnabert2", 12, 768, 12, 4096)),
        ],
        AdapterTargets = ["key", "value", "dense"],
    };
}
