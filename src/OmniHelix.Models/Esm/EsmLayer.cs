using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Esm;

/// <summary>The weights of one pre-norm block under their published names; the arithmetic is in <see cref="PlainEsmKernel"/>.</summary>
internal sealed class EsmLayer : Module
{
    public EsmLayer(EsmConfig config)
    {
        int h = config.HiddenSize, f = config.IntermediateSize;
        Query = Register("attention.self.query", new Linear(h, h));
        Key = Register("attention.self.key", new Linear(h, h));
        Value = Register("attention.self.value", new Linear(h, h));
        AttentionOutput = Register("attention.output.dense", new Linear(h, h));
        AttentionNorm = Register("attention.LayerNorm", new LayerNorm(h, config.LayerNormEpsilon));
        Intermediate = Register("intermediate.dense", new Linear(h, f));
        Output = Register("output.dense", new Linear(f, h));
        FeedForwardNorm = Register("LayerNorm", new LayerNorm(h, config.LayerNormEpsilon));
        HiddenDropout = Register("dropout", new Dropout(config.HiddenDropout));
        AttentionDropout = Register("attention.dropout", new Dropout(config.AttentionDropout));
        HeadCount = config.HeadCount;
    }

    public int HeadCount { get; }

    /// <summary>Norm before attention.</summary>
    public LayerNorm AttentionNorm { get; }

    /// <summary><c>[hidden, hidden]</c> with bias, as <see cref="Key"/>, <see cref="Value"/> and <see cref="AttentionOutput"/>.</summary>
    public Linear Query { get; }

    public Linear Key { get; }

    public Linear Value { get; }

    public Linear AttentionOutput { get; }

    /// <summary>Norm before the feed-forward network.</summary>
    public LayerNorm FeedForwardNorm { get; }

    /// <summary>hidden to intermediate.</summary>
    public Linear Intermediate { get; }

    /// <summary>intermediate to hidden.</summary>
    public Linear Output { get; }

    public Dropout HiddenDropout { get; }

    public Dropout AttentionDropout { get; }
}
