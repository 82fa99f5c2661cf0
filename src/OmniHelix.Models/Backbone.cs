using System.Text.Json.Nodes;
using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models;

/// <summary>An encoder without a head.</summary>
public abstract class Backbone : Module
{
    /// <summary>Key prefix in published files, without the dot.</summary>
    public abstract string Prefix { get; }

    /// <summary>Size of a hidden state.</summary>
    public abstract int HiddenSize { get; }

    /// <summary>Number of blocks.</summary>
    public abstract int LayerCount { get; }

    /// <summary>Attention heads of a block.</summary>
    public abstract int HeadCount { get; }

    /// <summary>Ids are in [0, this).</summary>
    public abstract int VocabularySize { get; }

    /// <summary>Most tokens of a sequence, special tokens included.</summary>
    public abstract int MaxTokens { get; }

    /// <summary>Computes hidden states.</summary>
    /// <param name="input">Token ids.</param>
    /// <param name="outputs">What to return beside the last hidden state.</param>
    /// <param name="observer">Is shown the attention probabilities of each block.</param>
    /// <exception cref="OmniException">OH3401: more tokens than there are positions.</exception>
    public abstract BackboneOutput Forward(ModelInput input, Outputs outputs = Outputs.LastHiddenState, AttentionObserver? observer = null);

    /// <summary>Floating-point operations of a forward pass per token of a sequence of <paramref name="length"/> tokens; a multiplication with an addition counts two.</summary>
    public abstract double FlopsPerToken(int length);

    /// <summary>A fresh head that scores the vocabulary at each position.</summary>
    internal abstract LanguageModelHead CreateLanguageModelHead();

    /// <summary>Standard deviation of fresh weights.</summary>
    internal abstract double InitializerRange { get; }

    /// <summary>Dropout before a classifier unless the options say otherwise.</summary>
    internal abstract double ClassifierDropout { get; }

    /// <summary>The keys of <c>config.json</c> that describe the encoder.</summary>
    internal abstract JsonObject ConfigToJson();

    /// <summary>The pooler's view of the last hidden state, null without a pooler.</summary>
    internal virtual Tensor? Pool(Tensor lastHiddenState) => null;
}

/// <summary>Scores the vocabulary at each position.</summary>
internal abstract class LanguageModelHead : Module
{
    /// <summary><c>[batch, length, hidden]</c> to <c>[batch, length, vocabulary]</c>.</summary>
    public abstract Tensor Forward(Tensor hidden);

    /// <summary>One number per token of the vocabulary, added to its score; zero at the start.</summary>
    public abstract Parameter Bias { get; }

    /// <summary>Floating-point operations per token.</summary>
    public abstract double FlopsPerToken { get; }
}
