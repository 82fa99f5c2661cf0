using System.Text.Json.Nodes;
using OmniHelix.Documents;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Heads;
using OmniHelix.Models.Layers;
using OmniHelix.Sequences;
using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Encoders;

/// <summary>
/// Sizes and switches of the encoder of BMFM-RNA with the blocks of LLaMA (biomed-multi-omic): root-mean-square norms, a gated feed-forward
/// network, no positions, every token sees all, and perhaps learned tokens at the end. The names and defaults are those of
/// <c>config.json</c>.
/// </summary>
internal sealed record ScLlamaConfig : EncoderConfig
{
    private const int WidthStep = 256;
    private const double BlockEpsilon = 1e-5;

    /// <summary>The defaults of a file that leaves keys out.</summary>
    public ScLlamaConfig()
    {
        PaddingId = 2;
        TiedEmbeddings = false;
        HiddenDropout = 0;
        AttentionDropout = 0;
    }

    /// <summary><c>scllama</c>.</summary>
    public override string ModelType { get; init; } = "scllama";

    /// <summary>What a position holds.</summary>
    public required MultiField Inputs { get; init; }

    /// <summary>Activation of the head that predicts fields, as <c>config.json</c> names it.</summary>
    public string HiddenActivation { get; init; } = "gelu";

    /// <summary>Learned tokens at the end, which are cut off the result.</summary>
    public int MemoryTokens { get; init; }

    /// <summary>What the pooler takes: <c>cls</c> or <c>mean</c>.</summary>
    public string ClassifierPooling { get; init; } = "cls";

    /// <inheritdoc/>
    public override int MaxTokens => Inputs.Positions is null ? int.MaxValue : MaxPositions;

    internal override ModelFamily Family => ScLlama.Family;

    internal override EncoderDesign Design()
    {
        var block = Block(ScLlama.BlockNames) with
        {
            Norm = NormKind.RootMeanSquareScale,
            NormEpsilon = BlockEpsilon,
            AttentionBias = false,
            IntermediateBias = false,
            OutputBias = false,
            Gated = true,
            Activation = Activation.Silu,
            AttentionDropout = 0,
            AttentionOutputDropout = 0,
            OutputDropout = 0,
        };
        return new()
        {
            Embeddings = Inputs.Embeddings(this, ScLlama.EmbeddingsName),
            BlocksName = "encoder.blocks",
            // The embeddings are normalised already when the first block takes them.
            Blocks = [.. Enumerable.Range(0, LayerCount).Select(i => block with { HasAttentionNorm = i > 0 })],
            PoolerTakesMean = ClassifierPooling == "mean",
            LanguageModel = Inputs.Head(this, Activation.Find(HiddenActivation)!),
        };
    }

    /// <inheritdoc/>
    public override ScLlamaBackbone CreateBackbone(BackboneParts parts = BackboneParts.None) => new(this, parts);

    // Everything as the framework makes it.
    internal override void Initialise(Module part)
    {
        base.Initialise(part);
        foreach (var (_, module) in part.NamedModules())
            switch (module)
            {
                case Embedding table:
                    Initialization.Table(table, 1);
                    break;
                case Affine linear:
                    Initialization.KaimingUniform(linear.Weight, Math.Sqrt(5));
                    if (linear.Bias is { } bias) Initialization.Uniform(bias, Math.Pow(linear.Weight.Value.Size(1), -0.5));
                    break;
                case ScLlamaBackbone { Memory: { } memory }:
                    Initialization.Normal(memory, 1);
                    break;
            }
        MultiField.Initialise(part);
    }

    internal override JsonObject ToJson()
    {
        var json = base.ToJson();
        json.Remove("intermediate_size");
        json["hidden_act"] = HiddenActivation;
        json["num_memory_tokens"] = MemoryTokens;
        json["classifier_pooling"] = ClassifierPooling;
        Inputs.WriteTo(json);
        return json;
    }

    internal static ScLlamaConfig Read(MapNode json, PublishedName name, IStoredTensors? tensors)
    {
        var inputs = MultiField.Read(json, tensors, ScLlama.EmbeddingsName);
        var defaults = new ScLlamaConfig { VocabularySize = inputs.VocabularySize, Inputs = inputs, ModelType = name.ModelType };
        var config = (ScLlamaConfig)ReadCommon(json, defaults);
        config = config with
        {
            TiedEmbeddings = false,
            IntermediateSize = (8 * config.HiddenSize / 3 + WidthStep - 1) / WidthStep * WidthStep,
            HiddenActivation = ReadActivation(json, "hidden_act", "gelu"),
            MemoryTokens = json.Integer("num_memory_tokens", least: 0) ?? 0,
            ClassifierPooling = json.Text("classifier_pooling") ?? "cls",
        };
        config.Check(json.Place.File);
        return config;
    }

    internal override void Check(string place)
    {
        base.Check(place);
        Require(ClassifierPooling is "cls" or "mean", place, $"classifier_pooling '{ClassifierPooling}' is neither cls nor mean");
    }
}

/// <summary>Encoder of BMFM-RNA with the blocks of LLaMA. Attention maps have the memory tokens at their end.</summary>
internal sealed class ScLlamaBackbone : EncoderBackbone
{
    internal ScLlamaBackbone(ScLlamaConfig config, BackboneParts parts) : base(config, parts)
    {
        if (config.MemoryTokens == 0) return;
        Memory = Register("encoder.aux_tokens", new Parameter([1, config.MemoryTokens, config.HiddenSize]));
    }

    /// <summary>Learned tokens at the end, <c>[1, tokens, hidden]</c>; null for none.</summary>
    public Parameter? Memory { get; }

    internal override void FreezeLower(int blocks)
    {
        base.FreezeLower(blocks);
        if (Memory is not null) Memory.IsTrainable = false;
    }

    private protected override BackboneOutput Encode(ModelInput input, Outputs outputs, AttentionObserver? observer)
    {
        if (Memory is null) return base.Encode(input, outputs, observer);
        using var scope = new TensorScope();
        var length = input.InputIds.Size(-1);
        var output = base.Encode(input, outputs, observer);
        var states = output.HiddenStates?.Select(Cut).ToList();
        foreach (var attention in output.Attentions ?? []) scope.Keep(attention);
        return output with { LastHiddenState = states?[^1] ?? Cut(output.LastHiddenState), HiddenStates = states };

        Tensor Cut(Tensor state) => scope.Keep(state.Narrow(1, 0, length).Contiguous());
    }

    private protected override Tensor Embed(ModelInput input, Tensor? mask)
    {
        var x = base.Embed(input, mask);
        if (Memory is null) return x;
        using var scope = new TensorScope();
        var rows = Memory.Value.Expand([x.Size(0), Memory.Value.Size(1), x.Size(2)]);
        return scope.Keep(Ops.Cat([x, rows], 1));
    }

    private protected override AttentionContext Context(ModelInput input, Tensor? mask, Tensor x, Outputs outputs)
    {
        if (Memory is null || mask is null) return base.Context(input, mask, x, outputs);
        var seen = Ops.Ones([mask.Size(0), Memory.Value.Size(1)], mask.DType, mask.Device);
        return base.Context(input, Ops.Cat([mask, seen], 1), x, outputs);
    }
}

/// <summary>How models of the LLaMA encoder of BMFM-RNA are published.</summary>
internal static class ScLlama
{
    /// <summary>Before the names of fields.</summary>
    public const string EmbeddingsName = "encoder.embeddings.";

    /// <summary>What files call the tensors of a block.</summary>
    public static EncoderBlockNames BlockNames { get; } = new()
    {
        QueryKeyValue = "attn.c_attn",
        AttentionOutput = "attn.proj",
        AttentionNorm = "rms_1",
        Intermediate = "mlp.c_fc1",
        Gate = "mlp.c_fc2",
        Output = "mlp.c_proj",
        FeedForwardNorm = "rms_2",
    };

    /// <summary>The line of the table.</summary>
    public static ModelFamily Family { get; } = new()
    {
        Title = "SCLlama",
        Names = [new("scllama", "Llama", "core")],
        Marks = ["mlp.c_fc2.weight"],
        Read = ScLlamaConfig.Read,
        Keys = new KeyMap
        {
            Prefixes = ["core.", "base_model."],
            BackboneParts = ["encoder.", "pooler.dense."],
            Blocks = "encoder.blocks.",
            // The published code makes a projection of the memory tokens, and never uses it.
            Unneeded = ["pooler.", "encoder.aux_proj."],
            Layouts = [MultiField.BeforeLabels],
        },
        Heads = MultiField.HeadsOf(Pooling.Pooler),
        Published =
        [
            .. new PublishedFacts
            {
                Molecule = Molecule.Unknown,
                Letters = "genes and their expression",
                Tokens = "genes",
                MostTokens = 8192,
                TrainedOn = "cells of CELLxGENE; masked genes and expressions with labels of cells",
                Reference = "Dandala et al. 2025, arXiv:2506.14861",
            }.Of(
                ("ibm-research/biomed.rna.llama.32m.mlm.multitask.v1", 12, 384, 12, null)),
            .. new PublishedFacts
            {
                Molecule = Molecule.Unknown,
                Letters = "genes and their expression",
                Tokens = "genes",
                MostTokens = 8192,
                TrainedOn = "cells of CELLxGENE; whole cells decoded, with labels of cells",
                Reference = "Dandala et al. 2025, arXiv:2506.14861",
            }.Of(
                ("ibm-research/biomed.rna.llama.47m.wced.multitask.v1", 12, 384, 12, null)),
        ],
        AdapterTargets = ["c_attn", "proj", "c_fc1", "c_fc2", "c_proj"],
    };
}
