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
        AttentionOutput = Register(names.AttentionOutput, new Linear(h, h, options.AttentionBias));
        AttentionNorm = Register(names.AttentionNorm, CreateNorm(options));
        Intermediate = Register(names.Intermediate, new Linear(h, options.Gated ? 2 * f : f, options.IntermediateBias));
        Output = Register(names.Output, new Linear(f, h, options.OutputBias));
        FeedForwardNorm = Register(names.FeedForwardNorm, CreateNorm(options));
        HiddenDropout = Register("dropout", new Dropout(options.HiddenDropout));
        AttentionDropout = Register("attention.dropout", new Dropout(options.AttentionDropout));
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

    /// <summary><c>[hidden, hidden]</c>.</summary>
    public Linear AttentionOutput { get; }

    /// <summary>Norm before or after attention.</summary>
    public Norm AttentionNorm { get; }

    /// <summary>hidden to intermediate, or to twice that.</summary>
    public Linear Intermediate { get; }

    /// <summary>intermediate to hidden.</summary>
    public Linear Output { get; }

    /// <summary>Norm before or after the feed-forward network.</summary>
    public Norm FeedForwardNorm { get; }

    public Dropout HiddenDropout { get; }

    public Dropout AttentionDropout { get; }

    /// <summary>Floating-point operations per token of a sequence of <paramref name="length"/> tokens.</summary>
    public double FlopsPerToken(int length)
    {
        double h = Options.HiddenSize, f = Options.IntermediateSize;
        var seen = Options.Window is { } window ? Math.Min(length, 2 * window + 1) : length;
        return 8 * h * h + (Options.Gated ? 6 : 4) * h * f + 4 * seen * h;       // q k v o, the feed-forward products, q·k and p·v
    }

    private static Norm CreateNorm(EncoderBlockOptions options) => options.Norm switch
    {
        NormKind.LayerNorm => new LayerNorm(options.HiddenSize, options.NormEpsilon),
        NormKind.LayerNormWithoutBias => new LayerNorm(options.HiddenSize, options.NormEpsilon, bias: false),
        _ => new RmsNorm(options.HiddenSize, options.NormEpsilon),
    };
}
