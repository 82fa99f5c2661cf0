using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Esm;

/// <summary><c>decoder(Norm(gelu(dense(x)))) + bias</c>; the decoder may be the word embedding.</summary>
internal sealed class EsmLanguageModelHead : LanguageModelHead
{
    private readonly EsmConfig config;
    private readonly Linear dense;
    private readonly LayerNorm norm;
    private readonly Linear decoder;

    /// <param name="config">Sizes.</param>
    /// <param name="tied">The word embedding <c>[vocabulary, hidden]</c>, null for a decoder of its own.</param>
    public EsmLanguageModelHead(EsmConfig config, Parameter? tied)
    {
        this.config = config;
        dense = Register("dense", new Linear(config.HiddenSize, config.HiddenSize));
        norm = Register("layer_norm", new LayerNorm(config.HiddenSize, config.LayerNormEpsilon));
        decoder = Register("decoder", tied is null ? new Linear(config.HiddenSize, config.VocabularySize, bias: false) : new Linear(tied, null));
        Bias = Register("bias", new Parameter([config.VocabularySize]));
    }

    public override Parameter Bias { get; }

    public override double FlopsPerToken => 2.0 * config.HiddenSize * (config.HiddenSize + config.VocabularySize);

    internal Parameter DecoderWeight => decoder.Weight;

    public override Tensor Forward(Tensor hidden)
    {
        using var scope = new TensorScope();
        var t = norm.Forward(dense.Forward(hidden).Gelu());                      // [B, L, h]
        return scope.Keep(Ops.Linear(t, decoder.Weight, Bias.Value));            // [B, L, V]
    }
}
