using System.Text.Json.Nodes;
using OmniHelix.Documents;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Configuration;
using OmniHelix.Models.Layers;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Encoders;

/// <summary>
/// Sizes and switches of SCNystromformer (biomed-multi-omic): Nyströmformer on positions that hold several things, of one length. The
/// names and defaults are those of <c>config.json</c>.
/// </summary>
internal sealed record ScNystromformerConfig : NystromformerConfig
{
    /// <summary>The defaults of a file that leaves keys out.</summary>
    public ScNystromformerConfig()
    {
        PaddingId = 2;
        TiedEmbeddings = false;
        MaxPositions = 512;
    }

    /// <summary><c>scnystromformer</c>.</summary>
    public override string ModelType { get; init; } = "scnystromformer";

    /// <summary>What a position holds.</summary>
    public required MultiField Inputs { get; init; }

    internal override ModelFamily Family => ScNystromformer.Family;

    internal override EncoderDesign Design() => base.Design() with
    {
        Embeddings = Inputs.Embeddings(this),
        HasPooler = true,
        LanguageModel = Inputs.Head(this, Activation.Find(HiddenActivation)!),
    };

    internal override void Initialise(Module part)
    {
        base.Initialise(part);
        MultiField.Initialise(part);
    }

    internal override JsonObject ToJson()
    {
        var json = base.ToJson();
        json.Remove("segment_means_seq_len");
        json.Remove("inv_coeff_init_option");
        json["inverse_method"] = InverseMethod.ToString().ToLowerInvariant();
        json["inverse_n_iter"] = InverseSteps;
        Inputs.WriteTo(json);
        return json;
    }

    internal static new ScNystromformerConfig Read(MapNode json, PublishedName name, IStoredTensors? tensors)
    {
        var inputs = MultiField.Read(json, tensors);
        var defaults = new ScNystromformerConfig { VocabularySize = inputs.VocabularySize, Inputs = inputs, ModelType = name.ModelType };
        var config = (ScNystromformerConfig)ReadKeys(json, defaults);
        config = config with
        {
            TiedEmbeddings = false,
            SegmentLength = config.MaxPositions,
            InverseMethod = Method(json),
            InverseSteps = json.Integer("inverse_n_iter") ?? 6,
        };
        config.Check(json.Place.File);
        return config;
    }

    private static InverseMethod Method(MapNode json) => json.Text("inverse_method") switch
    {
        null or "original" => InverseMethod.Original,
        "newton" => InverseMethod.Newton,
        "chebyshev" => InverseMethod.Chebyshev,
        var other => throw json.Missing("inverse_method", $"'{other}'"),
    };
}

/// <summary>How models of the SCNystromformer family are published.</summary>
internal static class ScNystromformer
{
    /// <summary>The line of the table.</summary>
    public static ModelFamily Family { get; } =
        ScBert.FamilyOf(new("scnystromformer", "SCNystromformer", "scnystromformer"), ScNystromformerConfig.Read) with
        {
            Marks = [.. ScBert.Family.Marks, "attention.self.conv.weight"],
        };
}
