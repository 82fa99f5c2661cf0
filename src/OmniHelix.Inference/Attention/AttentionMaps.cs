using System.Numerics.Tensors;
using OmniHelix.Data.Tokens;

namespace OmniHelix.Inference.Attention;

/// <summary>Attention probabilities of one sequence, without padding.</summary>
/// <param name="Layers">Numbers of the blocks, from 0.</param>
/// <param name="Heads">Numbers of the heads, from 0.</param>
/// <param name="Tokens">The tokens, special ones included.</param>
/// <param name="Scores"><c>[layers, heads, tokens, tokens]</c>, row-major; rows are queries (see <see cref="AreShares"/>).</param>
public sealed record AttentionMaps(IReadOnlyList<int> Layers, IReadOnlyList<int> Heads, IReadOnlyList<string> Tokens, float[] Scores)
{
    // Of the sum of a long row.
    private const float Rounding = 1e-3f;

    /// <summary>What tokenising found in the sequence: its letters, and those that the vocabulary lacks.</summary>
    public LengthCounts Counts { get; init; } = new();

    /// <summary>
    /// Whether every row is a distribution: no entry below 0, and a sum of 1. False of a model that approximates attention, such as a
    /// Nyströmformer with landmarks.
    /// </summary>
    public bool AreShares
    {
        get
        {
            for (var row = 0; row < Scores.Length; row += Tokens.Count)
            {
                var entries = Scores.AsSpan(row, Tokens.Count);
                if (TensorPrimitives.Min<float>(entries) < 0 || Math.Abs(TensorPrimitives.Sum<float>(entries) - 1) > Rounding) return false;
            }
            return true;
        }
    }

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

    /// <summary>
    /// The mean entropy of the rows of all heads of each layer, in nats; of a row with entries below 0 that of the others, divided by their
    /// sum.
    /// </summary>
    public IReadOnlyList<double> LayerEntropies()
    {
        var means = new double[Layers.Count];
        for (var layer = 0; layer < means.Length; layer++)
            for (var head = 0; head < Heads.Count; head++)
            {
                var map = Map(layer, head);
                for (var row = 0; row < map.Length; row += Tokens.Count)
                    means[layer] += AttentionStatistics.EntropyOf(map.Slice(row, Tokens.Count), 0) / (Heads.Count * Tokens.Count);
            }
        return means;
    }
}
