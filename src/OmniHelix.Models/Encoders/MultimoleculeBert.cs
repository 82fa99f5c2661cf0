using System.Text.Json.Nodes;
using OmniHelix.Documents;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Layers;

namespace OmniHelix.Models.Encoders;

/// <summary>
/// Sizes and switches of BERT in the layout of multimolecule: SpliceBERT (Chen et al. 2024), RNAErnie (Wang et al. 2024), RNABERT (Akiyama
/// and Sakakibara 2022), 3UTRBERT (Yang et al. 2024) and DNABERT (Ji et al. 2021), which differ in their sizes alone.
/// </summary>
internal sealed record MultimoleculeBertConfig : MultimoleculeConfig
{
    // What the library takes for keys that a file leaves out.
    private static readonly IReadOnlyList<MultimoleculeBertConfig> Published =
    [
        new()
        {
            VocabularySize = 0,
            ModelType = "splicebert",
            LayerCount = 6,
            HiddenSize = 512,
            HeadCount = 16,
            IntermediateSize = 2048,
            MaxPositions = 1026,
        },
        new()
        {
            VocabularySize = 0,
            ModelType = "rnabert",
            LayerCount = 6,
            HiddenSize = 120,
            HeadCount = 12,
            IntermediateSize = 40,
            MaxPositions = 440,
        },
        new()
        {
            VocabularySize = 0,
            ModelType = "rnaernie",
            MaxPositions = 513,
            HiddenActivation = "relu",
            HeadActivation = "relu",
        },
        new() { VocabularySize = 0, ModelType = "utrbert" },
        new() { VocabularySize = 0, ModelType = "dnabert" },
    ];

    /// <summary><c>splicebert</c>, <c>rnaernie</c>, <c>rnabert</c>, <c>utrbert</c> or <c>dnabert</c>.</summary>
    public override string ModelType { get; init; } = "splicebert";

    /// <summary>Segments that tokens may belong to.</summary>
    public int TokenTypeCount { get; init; } = 2;

    internal override ModelFamily Family => MultimoleculeBert.Family;

    internal override EncoderDesign Design() => new()
    {
        Embeddings = Words with { PositionCount = MaxPositions, TokenTypeCount = TokenTypeCount, Norm = NormKind.LayerNorm },
        Blocks = Blocks(Block(Multimolecule.PostNorm) with { NormPosition = NormPosition.Post, Activation = BlockActivation }),
        LanguageModel = LanguageModel,
        Pairs = Pairs,
    };

    internal override JsonObject ToJson()
    {
        var json = base.ToJson();
        json["position_embedding_type"] = "absolute";
        json["type_vocab_size"] = TokenTypeCount;
        return json;
    }

    internal static MultimoleculeBertConfig Read(MapNode json, PublishedName name, IStoredTensors? tensors)
    {
        RequirePositions(json, "absolute");
        var config = ReadLayout(json, tensors, Published.First(one => one.ModelType == name.ModelType)) with
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

/// <summary>How BERT is published in the layout of multimolecule.</summary>
internal static class MultimoleculeBert
{
    /// <summary>The line of the table.</summary>
    public static ModelFamily Family { get; } = new()
    {
        Names =
        [
            new("splicebert", "SpliceBert", Multimolecule.Prefix),
            new("rnaernie", "RnaErnie", Multimolecule.Prefix),
            new("rnabert", "RnaBert", Multimolecule.Prefix),
            new("utrbert", "UtrBert", Multimolecule.Prefix),
            new("dnabert", "DnaBert", Multimolecule.Prefix),
        ],
        Mark = "attention.output.layer_norm.weight",
        Read = MultimoleculeBertConfig.Read,
        Keys = Multimolecule.Keys(["splicebert.", "rnaernie.", "rnabert.", "utrbert.", "dnabert."]),
        Heads = Multimolecule.Heads,
        AdapterTargets = ["key", "value", "dense"],
    };
}
