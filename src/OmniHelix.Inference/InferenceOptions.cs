using OmniHelix.Data.Tokens;
using OmniHelix.Sequences;
using OmniHelix.Torch;

namespace OmniHelix.Inference;

/// <summary>How a trained model is applied to records.</summary>
public sealed record InferenceOptions
{
    /// <summary>Most tokens of a row, special tokens included; null for what the model takes.</summary>
    public int? MaxLength { get; init; }

    /// <summary>
    /// What happens to longer sequences: a failed record, truncation or windows. <see cref="LengthPolicy.Drop"/> means a failed record too.
    /// </summary>
    public LengthPolicy LongSequences { get; init; } = LengthPolicy.Error;

    /// <summary>Tokens that neighbouring windows share.</summary>
    public int WindowOverlap { get; init; }

    /// <summary>Most tokens of a batch, padding included.</summary>
    public int TokenBudget { get; init; } = 8192;

    /// <summary>Rows of a batch; takes the place of the budget.</summary>
    public int? BatchSize { get; init; }

    /// <summary>Arithmetic of matrix products.</summary>
    public Precision Precision { get; init; } = Precision.Fp32;

    /// <summary>Where to compute.</summary>
    public Device Device { get; init; } = Device.Cpu;

    /// <summary>U/T conversion before look-up; null for the tokenizer's own.</summary>
    public UracilPolicy? Uracil { get; init; }

    /// <summary>Keep raw outputs.</summary>
    public bool Logits { get; init; }

    /// <summary>Keep last hidden states: many numbers.</summary>
    public bool HiddenStates { get; init; }

    /// <summary>Records read, sorted by length and computed together; their results come in the order of the input.</summary>
    public int ChunkRecords { get; init; } = 16384;
}

/// <summary>Where a pass over records stands.</summary>
/// <param name="Records">Records done.</param>
/// <param name="Fraction">Share of the input done, in [0, 1]; null when its size is not known.</param>
public readonly record struct InferenceProgress(long Records, double? Fraction);

/// <summary>What a pass over records did.</summary>
public sealed record InferenceCounts
{
    /// <summary>Records read.</summary>
    public long Records { get; init; }

    /// <summary>Of these, failed.</summary>
    public long Failed { get; init; }

    /// <summary>Sequences that lost their end.</summary>
    public long Truncated { get; init; }

    /// <summary>Sequences cut into windows.</summary>
    public long Windowed { get; init; }

    /// <summary>Tokens without the special ones.</summary>
    public long ContentTokens { get; init; }

    /// <summary>Of these, unknown to the vocabulary.</summary>
    public long UnknownTokens { get; init; }

    /// <summary>Tokens needed and computed.</summary>
    public TokenUse Use { get; init; }

    internal InferenceCounts Plus(RecordChunk chunk, int failed, TokenUse use) => this with
    {
        Records = Records + chunk.Examples.Count,
        Failed = Failed + failed,
        Truncated = Truncated + (chunk.Tokens?.Counts.Truncated ?? 0),
        Windowed = Windowed + (chunk.Tokens?.Counts.Windowed ?? 0),
        ContentTokens = ContentTokens + (chunk.Tokens?.Counts.ContentTokens ?? 0),
        UnknownTokens = UnknownTokens + (chunk.Tokens?.Counts.UnknownTokens ?? 0),
        Use = use,
    };
}
