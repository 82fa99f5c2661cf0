using System.Text.Json.Nodes;
using OmniHelix.Models.Heads;
using OmniHelix.Models.Layers;
using OmniHelix.Tokenizers;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Backbones;

/// <summary>Parts of a backbone that not every file has and not every use needs.</summary>
[Flags]
public enum BackboneParts
{
    /// <summary>What every use needs.</summary>
    None = 0,

    /// <summary>Dense layer with tanh on the first token.</summary>
    Pooler = 1,

    /// <summary>Logistic regression on attention maps.</summary>
    ContactHead = 2,

    /// <summary>Scores of pairs from the states of both tokens.</summary>
    ContactsOfStates = 4,

    /// <summary>Scores of pairs from attention maps, without correction.</summary>
    ContactsOfAttention = 8,
}

/// <summary>Sizes and switches of a backbone, read from <c>config.json</c> and written back.</summary>
public abstract record BackboneConfig
{
    // The deepest transformer that has been trained has a thousand.
    private const int MostLayers = 10_000;

    /// <summary>What <c>config.json</c> calls the architecture.</summary>
    public abstract string ModelType { get; init; }

    /// <summary>Rows of the word embedding.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Width of the residual stream.</summary>
    public int HiddenSize { get; init; } = 768;

    /// <summary>Number of blocks.</summary>
    public int LayerCount { get; init; } = 12;

    /// <summary>Standard deviation of fresh weights.</summary>
    public double InitializerRange { get; init; } = 0.02;

    /// <summary>The line of the architecture in the table.</summary>
    internal abstract ModelFamily Family { get; }

    /// <summary>Attention heads of a block; null for a model without attention.</summary>
    internal virtual int? AttentionHeads => null;

    /// <summary>
    /// Tokens of the longest sequences that the model was trained on, as its configuration has them, where it takes longer ones; null where
    /// its most tokens say it.
    /// </summary>
    internal virtual int? TrainedTokens => null;

    /// <summary>Id of the padding token, where the model looks at ids for it; else null.</summary>
    internal virtual int? PaddingLookedFor => null;

    /// <summary>Id of the mask token, where the model looks at ids for it; else null.</summary>
    internal virtual int? MaskLookedFor => null;

    /// <summary>How a new head of sequences pools, and its layers, unless its options say otherwise.</summary>
    internal virtual (Pooling Pooling, HeadLayout Layout) UsualHead => (Pooling.Mean, HeadLayout.Linear);

    /// <summary>As <see cref="Backbone.RequireFit"/>.</summary>
    internal virtual void RequireFit(OmniTokenizer tokenizer, string? place)
    {
        tokenizer.RequireWithin(VocabularySize, place);
        tokenizer.RequireRoles(PaddingLookedFor, MaskLookedFor, place);
    }

    /// <summary>Dropout before a classifier unless its options say otherwise.</summary>
    internal abstract double HeadDropout { get; }

    /// <summary>The layers of a classifier, with what this configuration says of them.</summary>
    internal virtual ClassifierOptions Classifier(ClassifierOptions layers) => layers;

    /// <summary>Gives a part of a model its start values, with the random numbers of libtorch's generator.</summary>
    internal virtual void Initialise(Module part)
    {
        Initialization.Transformer(part, InitializerRange);
        foreach (var (_, module) in part.NamedModules())
            if (module is LanguageModelHead { Bias: { } bias }) Initialization.Constant(bias, 0);
    }

    /// <summary>The heads of pairs that a file holds beside the backbone.</summary>
    internal virtual BackboneParts PartsBeside(IStoredTensors tensors) => BackboneParts.None;

    /// <summary>What the configuration says about the shapes of tensors.</summary>
    internal abstract IReadOnlyList<ShapeClaim> Claims { get; }

    /// <summary>Refuses a number of blocks that no tensor speaks for, before they are made.</summary>
    /// <param name="place">Where it stands.</param>
    /// <exception cref="OmniException">OH3203.</exception>
    internal void RequireFewLayers(string place)
    {
        if (LayerCount <= MostLayers) return;
        var what = FormattableString.Invariant($"{LayerCount} layers are more than {MostLayers}, and there are no weights that have them");
        throw new OmniException("OH3203", what, place, "Correct the number of layers.");
    }

    /// <summary>A backbone with uninitialised weights.</summary>
    /// <param name="parts">Optional parts to make; those that an architecture does not know are left out.</param>
    /// <exception cref="OmniException">OH3203: sizes that do not fit together.</exception>
    public abstract Backbone CreateBackbone(BackboneParts parts = BackboneParts.None);

    /// <summary>The keys of <c>config.json</c>, names and defaults as transformers writes them.</summary>
    internal abstract JsonObject ToJson();
}

/// <summary>A size in the configuration that is an axis of a tensor.</summary>
/// <param name="Key">In <c>config.json</c>.</param>
/// <param name="Stated">Its value there.</param>
/// <param name="Tensor">Name of the tensor without prefix.</param>
/// <param name="Axis">The axis that must have this size.</param>
internal sealed record ShapeClaim(string Key, long Stated, string Tensor, int Axis);
