using OmniHelix.Data.Tokens;

namespace OmniHelix.Inference.Attention;

/// <summary>Attention probabilities of one sequence, without padding.</summary>
/// <param name="Layers">Numbers of the blocks, from 0.</param>
/// <param name="Heads">Numbers of the heads, from 0.</param>
/// <param name="Tokens">The tokens, special ones included.</param>
/// <param name="Scores"><c>[layers, heads, tokens, tokens]</c>, row-major; rows are queries and sum to 1.</param>
public sealed record AttentionMaps(IReadOnlyList<int> Layers, IReadOnlyList<int> Heads, IReadOnlyList<string> Tokens, float[] Scores)
{
    /// <summary>What tokenising found in the sequence: its letters, and those that the vocabulary lacks.</summary>
    public LengthCounts Counts { get; init; } = new();

    /// <summary>
    /// The map of one of the chosen layers and heads, <c>[tokens, tokens]</c>, by position in <see cref="Layers"/> and <see cref="Heads"/>.
    /// </summary>
    public ReadOnlySpan<float> Map(int layer, int head)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(layer);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(layer, Layers.Count);
        ArgumentOutOfRangeException.ThrowIfNegative(head);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(head, Heads.Count);
        var size = Tokens.Count * Tokens.Count;
        return Scores.AsSpan((layer * Heads.Count + head) * size, size);
    }
}
