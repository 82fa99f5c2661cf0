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

    /// <summary>Kind of the norm.</summary>
    public NormKind NormKind { get; init; } = NormKind.LayerNorm;

    /// <summary>Whether the dense layer has a bias.</summary>
    public bool DenseBias { get; init; } = true;

    /// <summary>Whether scores have a bias.</summary>
    public bool HasBias { get; init; } = true;

    /// <summary>Name of the whole head; empty where its tensors have nothing in common.</summary>
    public string Name { get; init; } = "lm_head";

    /// <summary>hidden to hidden.</summary>
    public string Dense { get; init; } = "dense";

    /// <summary>Norm behind the dense layer.</summary>
    public string Norm { get; init; } = "layer_norm";

    /// <summary>hidden to vocabulary.</summary>
    public string Decoder { get; init; } = "decoder";

    /// <summary>Added to the scores.</summary>
    public string Bias { get; init; } = "bias";

    /// <summary>The head of BERT, whose names many share.</summary>
    public static LanguageModelHeadOptions OfBert(int hidden, int vocabulary, double epsilon, Activation activation) => new()
    {
        HiddenSize = hidden,
        VocabularySize = vocabulary,
        NormEpsilon = epsilon,
        Activation = activation,
        Name = "cls.predictions",
        Dense = "transform.dense",
        Norm = "transform.LayerNorm",
    };
}

/// <summary>
/// Scores the vocabulary at each position: <c>decoder(Norm(activation(dense(x)))) + bias</c>; the decoder may be the word embedding.
/// </summary>
internal sealed class LanguageModelHead : Module
{
    private readonly LanguageModelHeadOptions options;
    private readonly Linear dense;
    private readonly Norm norm;
    private readonly Affine decoder;

    /// <param name="options">Sizes and names.</param>
    /// <param name="tied">The word embedding <c>[vocabulary, hidden]</c>, null for a decoder of its own.</param>
    public LanguageModelHead(LanguageModelHeadOptions options, Parameter? tied)
    {
        this.options = options;
        dense = Register(options.Dense, new Linear(options.HiddenSize, options.HiddenSize, options.DenseBias));
        norm = Register(options.Norm, Norms.Create(options.NormKind, options.HiddenSize, options.NormEpsilon));
        decoder = Register(options.Decoder, new Affine(tied ?? new Parameter([options.VocabularySize, options.HiddenSize]), null));
        if (options.HasBias) Bias = Register(options.Bias, new Parameter([options.VocabularySize]));
    }

    /// <summary>Name of the head in published files.</summary>
    public string Name => options.Name;

    /// <summary>One number per token of the vocabulary, added to its score; zero at the start; null for none.</summary>
    public Parameter? Bias { get; }

    /// <summary>Floating-point operations per token.</summary>
    public double FlopsPerToken => 2.0 * options.HiddenSize * (options.HiddenSize + options.VocabularySize);

    /// <summary><c>[batch, length, hidden]</c> to <c>[batch, length, vocabulary]</c>.</summary>
    public Tensor Forward(Tensor hidden)
    {
        using var scope = new TensorScope();
        var t = norm.Forward(options.Activation.Apply(dense.Forward(hidden)));   // [B, L, h]
        return scope.Keep(Ops.Linear(t, decoder.Weight, Bias?.Value));           // [B, L, V]
    }
}
