namespace OmniHelix.Data.Tokens;

/// <summary>How rows become batches: exactly one of the two sizes is given.</summary>
public sealed record BatchOptions
{
    /// <summary>A token budget that suits the memory of most machines.</summary>
    public const int UsualTokenBudget = 4096;

    /// <summary>Most tokens of a batch, padding included; a single longer row is a batch of its own.</summary>
    public int? TokenBudget { get; init; }

    /// <summary>Rows of a batch; the last one may have fewer.</summary>
    public int? BatchSize { get; init; }

    /// <summary>Most padding a batch made by token budget may have, as a share of its tokens.</summary>
    public double MaxPadding { get; init; } = 0.05;

    /// <summary>A new random order every epoch; otherwise by descending length, always the same.</summary>
    public bool Shuffle { get; init; }

    /// <summary>Seed of the order.</summary>
    public long Seed { get; init; }
}
