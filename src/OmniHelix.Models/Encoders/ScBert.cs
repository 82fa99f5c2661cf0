using System.Text.Json.Nodes;
using OmniHelix.Documents;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Heads;
using OmniHelix.Models.Layers;
using OmniHelix.Sequences;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Encoders;

/// <summary>
/// Sizes and switches of SCBert, the encoder of BMFM-RNA (biomed-multi-omic): the blocks of BERT on positions that hold several things. The
/// names and defaults are those of <c>config.json</c>.
/// </summary>
internal record ScBertConfig : EncoderConfig
{
    /// <summary>The defaults of a file that leaves keys out.</summary>
    public ScBertConfig()
    {
        PaddingId = 0;
        TiedEmbeddings = false;
    }

    /// <summary><c>scbert</c>.</summary>
    public override string ModelType { get; init; } = "scbert";

    /// <summary>What a position holds.</summary>
    public required MultiField Inputs { get; init; }

    /// <summary>Activation of the feed-forward network and of the heads, as <c>config.json</c> names it.</summary>
    public string HiddenActivation { get; init; } = "gelu";

    /// <inheritdoc/>
    public override int MaxTokens => Inputs.Positions is null ? int.MaxValue : MaxPositions;

    internal override ModelFamily Family => ScBert.Family;

    internal override EncoderDesign Design()
    {
        var activation = Activation.Find(HiddenActivation)!;
        return new()
        {
            Embeddings = Inputs.Embeddings(this),
            Blocks = Blocks(Block() with { NormPosition = NormPosition.Post, Activation = activation }),
            LanguageModel = Inputs.Head(this, activation),
        };
    }

    // Tables of tokens keep the framework's N(0, 1), whatever initializer_range says.
    internal override void Initialise(Module part)
    {
        base.Initialise(part);
        foreach (var (_, module) in part.NamedModules())
            if (module is Embedding table) Initialization.Table(table, 1);
        MultiField.Initialise(part);
    }

    internal override JsonObject ToJson()
    {
        var json = base.ToJson();
        json["hidden_act"] = HiddenActivation;
        Inputs.WriteTo(json);
        return json;
    }

    internal static ScBertConfig Read(MapNode json, PublishedName name, IStoredTensors? tensors)
    {
        var inputs = MultiField.Read(json, tensors);
        return ReadKeys(json, new ScBertConfig { VocabularySize = inputs.VocabularySize, Inputs = inputs, ModelType = name.ModelType });
    }

    private protected static T ReadKeys<T>(MapNode json, T defaults) where T : ScBertConfig
    {
        var config = (T)((T)ReadCommon(json, defaults) with
        {
            TiedEmbeddings = false,
            HiddenActivation = ReadActivation(json, "hidden_act", "gelu"),
        });
        config.Check(json.Place.File);
        return config;
    }
}

/// <summary>How models of the SCBert family are published.</summary>
internal static class ScBert
{
    /// <summary>The line of the table.</summary>
    public static ModelFamily Family { get; } = FamilyOf(new("scbert", "SCBert", "scbert"), ScBertConfig.Read) with
    {
        Published =
        [
            .. new PublishedFacts
            {
                Molecule = Molecule.Unknown,
                Letters = "genes and their expression",
                Tokens = "genes",
                MostTokens = 4096,
                TrainedOn = "cells of CELLxGENE; expressions restored after sampling fewer reads",
                Reference = "Dandala et al. 2025, arXiv:2506.14861",
            }.Of(
                ("ibm-research/biomed.rna.bert.110m.mlm.rda.v1", 12, 768, 12, null)),
            .. new PublishedFacts
            {
                Molecule = Molecule.Unknown,
                Letters = "genes and their expression",
                Tokens = "genes",
                MostTokens = 4096,
                TrainedOn = "cells of CELLxGENE; masked genes and expressions with labels of cells",
                Reference = "Dandala et al. 2025, arXiv:2506.14861",
            }.Of(
                ("ibm-research/biomed.rna.bert.110m.mlm.multitask.v1", 12, 768, 12, null)),
            .. new PublishedFacts
            {
                Molecule = Molecule.Unknown,
                Letters = "genes and their expression",
                Tokens = "genes",
                MostTokens = 1024,
                TrainedOn = "cells of CELLxGENE; whole cells decoded",
                Reference = "Dandala et al. 2025, arXiv:2506.14861",
            }.Of(
                ("ibm-research/biomed.rna.bert.110m.wced.v1", 12, 768, 12, null)),
            .. new PublishedFacts
            {
                Molecule = Molecule.Unknown,
                Letters = "genes and their expression",
                Tokens = "genes",
                MostTokens = 1024,
                TrainedOn = "cells of CELLxGENE; whole cells decoded, with labels of cells",
                Reference = "Dandala et al. 2025, arXiv:2506.14861",
            }.Of(
                ("ibm-research/biomed.rna.bert.110m.wced.multitask.v1", 12, 768, 12, null)),
        ],
    };

    /// <summary>A family whose tensors are called as SCBert's.</summary>
    public static ModelFamily FamilyOf(PublishedName name, Func<MapNode, PublishedName, IStoredTensors?, BackboneConfig> read) => new()
    {
        Title = name.ClassPrefix,
        Names = [name],
        Marks = [.. Bert.Family.Marks, "genes_embeddings.weight"],
        Read = read,
        Keys = new KeyMap
        {
            Prefixes = [$"{name.KeyPrefix}.", "base_model."],
            BackboneParts = ["embeddings.", "encoder.", "pooler.dense."],
            Blocks = "encoder.layer.",
            Unneeded = ["pooler."],
            Layouts = [MultiField.BeforeLabels],
        },
        Heads = MultiField.HeadsOf(Pooling.Pooler),
        AdapterTargets = ["query", "key", "value", "dense"],
    };
}
