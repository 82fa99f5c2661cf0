namespace OmniHelix.Rna.Decoding;

/// <summary>What a model says of each base: the probabilities of opening a pair, of closing one and of being unpaired.</summary>
internal static class SideProbabilities
{
    /// <summary>Longest sequence that is decoded.</summary>
    public const int MaximumLength = 10_000;

    // Below any probability a softmax in single precision can tell from zero.
    private const double Tiny = 1e-20;

    /// <summary>Checks lengths and rows.</summary>
    /// <param name="sequence">Bases.</param>
    /// <param name="probabilities"><c>[length, 3]</c>, row by row: probability of <c>(</c>, <c>)</c> and <c>.</c></param>
    /// <exception cref="OmniException">
    /// OH1820 when the shapes differ or the sequence is too long, OH1821 when a row is no probability distribution.
    /// </exception>
    public static void Check(ReadOnlySpan<char> sequence, ReadOnlySpan<float> probabilities)
    {
        var n = sequence.Length;
        if (n > MaximumLength)
            throw new OmniException(
                "OH1820", $"{n} bases are more than the {MaximumLength} that can be decoded at once", null,
                "Cut the sequence into windows.");
        if (probabilities.Length != 3 * n)
            throw new OmniException("OH1820", $"{n} bases need {3 * n} probabilities (one row of 3 a base), not {probabilities.Length}");
        for (var i = 0; i < n; i++) CheckRow(i, probabilities.Slice(3 * i, 3));
    }

    /// <summary>The logarithm of how many times as probable as being unpaired a side of a pair is.</summary>
    public static double LogOdds(float paired, float unpaired) => Math.Log(Math.Max(paired, Tiny) / Math.Max(unpaired, Tiny));

    private static void CheckRow(int i, ReadOnlySpan<float> row)
    {
        var sum = 0f;
        foreach (var p in row)
        {
            if (!(p >= 0 && p <= 1.001f)) throw NoDistribution(i, row);
            sum += p;
        }
        // Rows computed in bfloat16 sum to 1 within 1 %.
        if (Math.Abs(sum - 1) > 0.02f) throw NoDistribution(i, row);
    }

    private static OmniException NoDistribution(int i, ReadOnlySpan<float> row) =>
        new(
            "OH1821", FormattableString.Invariant($"({row[0]}, {row[1]}, {row[2]}) is no probability distribution"), $"base {i + 1}",
            "Pass probabilities, not logits: apply softmax first.");
}
