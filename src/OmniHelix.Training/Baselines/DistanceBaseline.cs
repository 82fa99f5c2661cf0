using OmniHelix.Data.Tokens;

namespace OmniHelix.Training.Baselines;

/// <summary>
/// Knows of two bases how far apart they are, and nothing else: the frequency of contacts, or the mean number, of training pairs at the
/// same distance. Distances beyond those of the training data have what the farthest one has.
/// </summary>
internal sealed class DistanceBaseline
{
    private readonly float[] ofDistance;

    private DistanceBaseline(float[] ofDistance) => this.ofDistance = ofDistance;

    /// <summary>Counts the pairs of a store that was built with labels.</summary>
    public static DistanceBaseline Fit(RaggedTokens train)
    {
        var longest = train.Lengths.Max();
        var (sums, counts) = (new double[longest], new long[longest]);
        for (var row = 0; row < train.Count; row++)
        {
            var length = train.Lengths[row];
            var values = ValuesOf(train, row);
            for (var i = 0; i < length; i++)
                for (var j = i + 1; j < length; j++)
                {
                    if (float.IsNaN(values[i * length + j])) continue;
                    sums[j - i] += values[i * length + j];
                    counts[j - i]++;
                }
        }
        var isOfClasses = train.Labels!.Task.Target == TaskTarget.Class;
        var ofDistance = new float[longest];
        for (var distance = 1; distance < longest; distance++)
            ofDistance[distance] = counts[distance] == 0 ? ofDistance[distance - 1]
                : isOfClasses ? LogOdds(sums[distance], counts[distance])
                : (float)(sums[distance] / counts[distance]);
        return new DistanceBaseline(ofDistance);
    }

    /// <summary>Raw outputs of each row, <c>[tokens, tokens]</c>.</summary>
    public float[][] Logits(RaggedTokens test) => [.. test.Lengths.Select(Of)];

    private float[] Of(int length)
    {
        var logits = new float[length * length];
        for (var i = 0; i < length; i++)
            for (var j = 0; j < length; j++) logits[i * length + j] = ofDistance[Math.Min(Math.Abs(i - j), ofDistance.Length - 1)];
        return logits;
    }

    // One contact and one other pair are added, so that no probability is 0 or 1.
    private static float LogOdds(double contacts, long pairs) => (float)Math.Log((contacts + 1) / (pairs - contacts + 1));

    private static ReadOnlySpan<float> ValuesOf(RaggedTokens tokens, int row) => tokens.Labels!.Task.Target == TaskTarget.Number
        ? tokens.Targets(row)
        : Array.ConvertAll(tokens.Classes(row).ToArray(), id => id < 0 ? float.NaN : id);
}
