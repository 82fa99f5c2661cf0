using OmniHelix.Torch.Nn;

namespace OmniHelix.Models.Layers;

/// <summary>The weights of one block of a transformer encoder under their published names; the arithmetic is in a kernel.</summary>
internal sealed class EncoderBlock : Module
{
    public EncoderBlock(EncoderBlockOptions options)
    {
        Options = options;
        int h = options.HiddenSize, f = options.IntermediateSize;
        var names = options.Names;
        if (names.QueryKeyValue is { } fused) QueryKeyValue = Register(fused, new Linear(h, 3 * h, options.AttentionBias));
        else
        {
            Query = Register(names.Query, new Linear(h, h, options.AttentionBias));
            Key = Register(names.Key, new Linear(h, h, options.AttentionBias));
            Value = Register(names.Value, new Linear(h, h, options.AttentionBias));
        }
        if (options.RelativeKeys is (var longest, var ofKeys))
            RelativeKeys = Register(names.RelativeKeys, new RelativeKeys(longest, HeadSize, ofKeys));
        if (options.Attention is { } attention) Attention = Register(names.Attention, attention());
        AttentionOutput = Register(names.AttentionOutput, new Linear(h, h, options.AttentionBias));
        if (options.HasAttentionNorm) AttentionNorm = Register(names.AttentionNorm, CreateNorm(options));
        var fusedGate = options.Gated && names.Gate is null;
        Intermediate = Register(names.Intermediate, new Linear(h, fusedGate ? 2 * f : f, options.IntermediateBias));
        if (options.Gated && names.Gate is { } gate) Gate = Register(gate, new Linear(h, f, options.IntermediateBias));
        if (options.LearnedSwish) Swish = Register(names.Swish, new Parameter([1]));
        Output = Register(names.Output, new Linear(f, h, options.OutputBias));
        FeedForwardNorm = Register(names.FeedForwardNorm, CreateNorm(options));
        AttentionDropout = Register("attention.dropout", new Dropout(options.AttentionDropout));
        AttentionOutputDropout = Register("attention.output.dropout", new Dropout(options.AttentionOutputDropout));
        IntermediateDropout = Register("intermediate.dropout", new Dropout(options.IntermediateDropout));
        OutputDropout = Register("dropout", new Dropout(options.OutputDropout));
    }

    /// <summary>Sizes and switches.</summary>
    public EncoderBlockOptions Options { get; }

    /// <summary>Channels of a head.</summary>
    public int HeadSize => Options.HiddenSize / Options.HeadCount;

    /// <summary><c>[hidden, hidden]</c> as <see cref="Key"/> and <see cref="Value"/>; null when one product makes all three.</summary>
    public Linear? Query { get; }

    public Linear? Key { get; }

    public Linear? Value { get; }

    /// <summary><c>[3 · hidden, hidden]</c>; null when there are three products.</summary>
    public Linear? QueryKeyValue { get; }

    /// <summary>Learned vectors of distances; null for none.</summary>
    public RelativeKeys? RelativeKeys { get; }

    /// <summary>Another kind of attention than softmax over scores; null for that.</summary>
    public SelfAttention? Attention { get; }

    /// <summary><c>[hidden, hidden]</c>.</summary>
    public Linear AttentionOutput { get; }

    /// <summary>Norm before or after attention; null for none.</summary>
    public Norm? AttentionNorm { get; }

    /// <summary>hidden to intermediate, or to twice that when it makes the gate too.</summary>
    public Linear Intermediate { get; }

    /// <summary>hidden to intermediate: the gate as a product of its own; null when there is none.</summary>
    public Linear? Gate { get; }

    /// <summary>β of <c>x · sigmoid(βx)</c>, <c>[1]</c>; null for another activation.</summary>
    public Parameter? Swish { get; }

    /// <summary>intermediate to hidden.</summary>
    public Linear Output { get; }

    /// <summary>Norm before or after the feed-forward network.</summary>
    public Norm FeedForwardNorm { get; }

    /// <summary>On attention probabilities.</summary>
    public Dropout AttentionDropout { get; }

    /// <summary>After the last product of attention.</summary>
    public Dropout AttentionOutputDropout { get; }

    /// <summary>Before the last product of the feed-forward network.</summary>
    public Dropout IntermediateDropout { get; }

    /// <summary>After the feed-forward network.</summary>
    public Dropout OutputDropout { get; }

    /// <summary>Floating-point operations per token of a sequence of <paramref name="length"/> tokens.</summary>
    public double FlopsPerToken(int length)
    {
        double h = Options.HiddenSize, f = Options.IntermediateSize;
        var seen = Options.Window is { } window ? Math.Min(length, 2 * window + 1) : length;
        var attention = Attention?.FlopsPerToken(length) ?? 4 * seen * h;        // q·k and p·v
        return 8 * h * h + (Options.Gated ? 6 : 4) * h * f + attention;          // q k v o, the feed-forward products
    }

    private static Norm CreateNorm(EncoderBlockOptions options) => Norms.Create(options.Norm, options.HiddenSize, options.NormEpsilon);
}
