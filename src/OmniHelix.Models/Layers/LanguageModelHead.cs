using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Layers;

/// <summary>Sizes of a <see cref="LanguageModelHead"/> and the names of its tensors in published files.</summary>
internal sealed record LanguageModelHeadOptions
{
    /// <summary>Channels of a hidden state.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Scores per token.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Added to the variance in the norm.</summary>
    public required double NormEpsilon { get; init; }

    /// <summary>Between the dense layer and the norm.</summary>
    public Activation Activation { get; init; } = Activation.Gelu;

    /// <summary>Name of the whole head.</summary>
    public string Name { get; init; } = "lm_head";

    /// <summary>hidden to hidden.</summary>
    public string Dense { get; init; } = "dense";

    /// <summary>Layer norm.</summary>
    public string Norm { get; init; } = "layer_norm";
}

/// <summary>
/// Scores the vocabulary at each position: <c>decoder(Norm(activation(dense(x)))) + bias</c>; the decoder may be the word embedding.
/// </summary>
internal sealed class LanguageModelHead : Module
{
    private readonly LanguageModelHeadOptions options;
    private readonly Linear dense;
    private readonly LayerNorm norm;
    private readonly Affine decoder;

    /// <param name="options">Sizes and names.</param>
    /// <param name="tied">The word embedding <c>[vocabulary, hidden]</c>, null for a decoder of its own.</param>
    public LanguageModelHead(LanguageModelHeadOptions options, Parameter? tied)
    {
        this.options = options;
        dense = Register(options.Dense, new Linear(options.HiddenSize, options.HiddenSize));
        norm = Register(options.Norm, new LayerNorm(options.HiddenSize, options.NormEpsilon));
        decoder = Register("decoder", new Affine(tied ?? new Parameter([options.VocabularySize, options.HiddenSize]), null));
        Bias = Register("bias", new Parameter([options.VocabularySize]));
    }

    /// <summary>Name of the head in published files.</summary>
    public string Name => options.Name;

    /// <summary>One number per token of the vocabulary, added to its score; zero at the start.</summary>
    public Parameter Bias { get; }

    /// <summary>Floating-point operations per token.</summary>
    public double FlopsPerToken => 2.0 * options.HiddenSize * (options.HiddenSize + options.VocabularySize);

    /// <summary><c>[batch, length, hidden]</c> to <c>[batch, length, vocabulary]</c>.</summary>
    public Tensor Forward(Tensor hidden)
    {
        using var scope = new TensorScope();
        var t = norm.Forward(options.Activation.Apply(dense.Forward(hidden)));   // [B, L, h]
        return scope.Keep(Ops.Linear(t, decoder.Weight, Bias.Value));            // [B, L, V]
    }
}
