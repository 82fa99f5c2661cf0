using System.Text.Json.Nodes;
using OmniHelix.Documents;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Heads;
using OmniHelix.Models.Layers;
using OmniHelix.Sequences;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Encoders;

/// <summary>
/// Sizes and switches of SCModernBERT, the encoder of BMFM-DNA (biomed-multi-omic): ModernBERT on positions that hold one or several
/// things, whose windows rotate as far as the other blocks. The names and defaults are those of <c>config.json</c>.
/// </summary>
internal sealed record ScModernBertConfig : ModernBertConfig
{
    /// <summary>The defaults of a file that leaves keys out.</summary>
    public ScModernBertConfig()
    {
        PaddingId = 2;
        TiedEmbeddings = false;
    }

    /// <summary><c>scmodernbert</c>.</summary>
    public override string ModelType { get; init; } = "scmodernbert";

    /// <summary>What a position holds.</summary>
    public required MultiField Inputs { get; init; }

    /// <summary>Activation of the head that predicts fields, as <c>config.json</c> names it.</summary>
    public string HeadActivation { get; init; } = "gelu";

    internal override ModelFamily Family => ScModernBert.Family;

    // The published code never looks at the other base.
    private protected override double? WindowRotaryBase => null;

    internal override EncoderDesign Design()
    {
        var design = base.Design();
        return design with
        {
            Embeddings = Inputs.Embeddings(this) with { Dropout = EmbeddingDropout },
            FinalNorm = design.FinalNorm! with { InHiddenStates = false },
            HasPooler = true,
            LanguageModel = Inputs.Head(this, Activation.Find(HeadActivation)!),
        };
    }

    // Products start as ModernBERT's, everything else as the framework makes it.
    internal override void Initialise(Module part)
    {
        base.Initialise(part);
        foreach (var (name, module) in part.NamedModules())
            switch (module)
            {
                case Embedding table:
                    Initialization.Table(table, 1);
                    break;
                case Affine linear when name.Split('.')[^1] is not ("Wqkv" or "Wo" or "Wi"):
                    Initialization.KaimingUniform(linear.Weight, Math.Sqrt(5));
                    if (linear.Bias is { } bias) Initialization.Uniform(bias, Math.Pow(linear.Weight.Value.Size(1), -0.5));
                    break;
            }
        MultiField.Initialise(part);
    }

    internal override ClassifierOptions Classifier(ClassifierOptions layers) => layers;

    internal override JsonObject ToJson()
    {
        var json = base.ToJson();
        json["hidden_act"] = HeadActivation;
        json["layer_norm_eps"] = LayerNormEpsilon;
        Inputs.WriteTo(json);
        return json;
    }

    internal static new ScModernBertConfig Read(MapNode json, PublishedName name, IStoredTensors? tensors)
    {
        var inputs = MultiField.Read(json, tensors);
        var defaults = new ScModernBertConfig { VocabularySize = inputs.VocabularySize, Inputs = inputs, ModelType = name.ModelType };
        return (ScModernBertConfig)ReadKeys(json, defaults) with
        {
            TiedEmbeddings = false,
            HeadActivation = ReadActivation(json, "hidden_act", "gelu"),
        };
    }
}

/// <summary>How models of the SCModernBERT family are published.</summary>
internal static class ScModernBert
{
    /// <summary>The line of the table.</summary>
    public static ModelFamily Family { get; } = new()
    {
        Title = "SCModernBERT",
        Names = [new("scmodernbert", "SCModernBert", "scmodernbert")],
        Marks = ["mlp.Wi.weight", "embeddings.LayerNorm.weight"],
        Read = ScModernBertConfig.Read,
        Keys = new KeyMap
        {
            Prefixes = ["scmodernbert.", "base_model."],
            BackboneParts = ["embeddings.", "layers.", "final_norm.", "pooler.dense."],
            Blocks = "layers.",
            Unneeded = ["pooler."],
            Layouts = [MultiField.BeforeLabels],
        },
        Heads = MultiField.HeadsOf(Pooling.Cls, Pooling.MeanAllTokens),
        Published =
        [
            .. new PublishedFacts
            {
                Molecule = Molecule.Dna,
                Letters = "A C G T N; other letters are read as N",
                Tokens = "byte pairs",
                MostTokens = 8192,
                TrainedOn = "the human reference genome (GRCh38)",
                Reference = "BMFM-DNA, IBM Research 2025, arXiv:2507.05265",
            }.Of(
                ("ibm-research/biomed.dna.ref.modernbert.113m.v1", 22, 768, 12, null)),
            .. new PublishedFacts
            {
                Molecule = Molecule.Dna,
                Letters = "A C G T N, and a sign for each pair of alleles",
                Tokens = "byte pairs",
                MostTokens = 8192,
                TrainedOn = "the human reference genome with common variants of dbSNP",
                Reference = "BMFM-DNA, IBM Research 2025, arXiv:2507.05265",
            }.Of(
                ("ibm-research/biomed.dna.snp.modernbert.113m.v1", 22, 768, 12, null)),
        ],
        AdapterTargets = ["Wqkv", "Wo", "Wi"],
    };
}
