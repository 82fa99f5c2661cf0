namespace OmniHelix.Inference.Attention;

/// <summary>Numbers about one aggregated attention matrix A (rows are queries).</summary>
/// <param name="Matrix">A, <c>[tokens, tokens]</c>, row-major.</param>
/// <param name="Entropy">
/// <c>−Σ_j A_ij ln(A_ij + 10⁻⁹)</c> of each row; entries below 0, which approximated attention has, count as 0, and the others
/// are divided by their sum then.
/// </param>
/// <param name="Largest"><c>max_j A_ij</c> of each row.</param>
/// <param name="Concentration"><c>Σ_j A_ij²</c> of each row.</param>
/// <param name="Self"><c>A_ii</c>.</param>
public sealed record AttentionStatistics(float[] Matrix, float[] Entropy, float[] Largest, float[] Concentration, float[] Self)
{
    /// <summary>Statistics of all maps of a sequence: heads are aggregated first, then layers.</summary>
    /// <exception cref="OmniException">OH3704: first or last for heads.</exception>
    public static AttentionStatistics Of(
        AttentionMaps maps,
        AttentionAggregation layers = AttentionAggregation.Mean,
        AttentionAggregation heads = AttentionAggregation.Mean) =>
        Of(maps.Scores, maps.Layers.Count, maps.Heads.Count, maps.Tokens.Count, null, layers, heads);

    /// <summary>Statistics of scores that may be padded.</summary>
    /// <param name="scores"><c>[layers, heads, length, length]</c>, row-major.</param>
    /// <param name="layerCount">Number of layers.</param>
    /// <param name="headCount">Number of heads.</param>
    /// <param name="length">Number of positions.</param>
    /// <param name="mask">False for padding, whose rows and columns count as 0; null for none.</param>
    /// <param name="layers">How layers become one.</param>
    /// <param name="heads">How heads become one.</param>
    /// <exception cref="OmniException">OH3704: first or last for heads.</exception>
    public static AttentionStatistics Of(
        ReadOnlySpan<float> scores,
        int layerCount,
        int headCount,
        int length,
        IReadOnlyList<bool>? mask,
        AttentionAggregation layers,
        AttentionAggregation heads)
    {
        if (heads is AttentionAggregation.First or AttentionAggregation.Last)
            throw new OmniException("OH3704", $"heads cannot be aggregated by '{heads}'", null, "Choose mean, max or sum.");
        ArgumentOutOfRangeException.ThrowIfNotEqual(scores.Length, checked(layerCount * headCount * length * length));
        ArgumentOutOfRangeException.ThrowIfZero(scores.Length);

        var matrix = new float[length * length];
        Span<double> ofLayers = new double[layerCount], ofHeads = new double[headCount];
        for (var cell = 0; cell < matrix.Length; cell++)
        {
            if (mask is not null && !(mask[cell / length] && mask[cell % length])) continue;
            for (var l = 0; l < layerCount; l++)
            {
                for (var h = 0; h < headCount; h++) ofHeads[h] = scores[(l * headCount + h) * matrix.Length + cell];
                ofLayers[l] = Reduce(ofHeads, heads);
            }
            matrix[cell] = (float)Reduce(ofLayers, layers);
        }
        return OfMatrix(matrix, length);
    }

    private static AttentionStatistics OfMatrix(float[] matrix, int length)
    {
        var result = new AttentionStatistics(matrix, new float[length], new float[length], new float[length], new float[length]);
        for (var i = 0; i < length; i++)
        {
            var squares = 0.0;
            var largest = float.NegativeInfinity;
            var row = matrix.AsSpan(i * length, length);
            foreach (var a in row)
            {
                squares += (double)a * a;
                largest = Math.Max(largest, a);
            }
            result.Entropy[i] = (float)EntropyOf(row, 1e-9);
            result.Concentration[i] = (float)squares;
            result.Largest[i] = largest;
            result.Self[i] = matrix[i * length + i];
        }
        return result;
    }

    /// <summary>
    /// The entropy of a row in nats. Entries below 0, which approximated attention has, count as 0, and the others are divided by their sum
    /// then.
    /// </summary>
    /// <param name="row">Entries.</param>
    /// <param name="epsilon">Added to an entry before the logarithm; 0 leaves out entries of 0.</param>
    internal static double EntropyOf(ReadOnlySpan<float> row, double epsilon)
    {
        var positive = 0.0;
        var isBelow = false;
        foreach (var a in row)
        {
            positive += Math.Max(a, 0);
            isBelow |= a < 0;
        }
        var scale = isBelow ? 1 / positive : 1;
        var entropy = 0.0;
        foreach (var a in row)
            if (a > 0) entropy -= a * scale * Math.Log(a * scale + epsilon);
        return entropy;
    }

    private static double Reduce(ReadOnlySpan<double> values, AttentionAggregation how)
    {
        var sum = 0.0;
        var largest = double.NegativeInfinity;
        foreach (var value in values)
        {
            sum += value;
            largest = Math.Max(largest, value);
        }
        return how switch
        {
            AttentionAggregation.Mean => sum / values.Length,
            AttentionAggregation.Sum => sum,
            AttentionAggregation.Max => largest,
            AttentionAggregation.First => values[0],
            _ => values[^1],
        };
    }
}
