using OmniHelix.Training.Baselines;

namespace OmniHelix.Training.Tests.Baselines;

public class LogisticRegressionTests
{
    private static readonly double[][] Points = [[1, 0.5], [2, -1], [0.2, 0.1], [-1, 1], [-2, 0.3], [-0.4, -0.6], [0.1, 2]];
    private static readonly int[] Classes = [0, 0, 0, 1, 1, 1, 2];

    [Fact]
    public void SeparableClassesAreLearned()
    {
        var random = new Xoshiro256(4);
        double Near(double center) => center + random.NextNormal() * 0.3;
        var points = Enumerable.Range(0, 90).Select(i => new[] { Near(i % 3 == 0 ? 4 : 0), Near(i % 3 == 1 ? 4 : 0) }).ToArray();
        var classes = Enumerable.Range(0, 90).Select(i => i % 3).ToArray();
        var rows = new Dense(points);
        var scores = LogisticRegression.Fit(rows, classes, 3, default).Scores(rows);
        for (var i = 0; i < 90; i++) Assert.Equal(classes[i], Best(scores.AsSpan(i * 3, 3)));
    }

    [Fact]
    public void TheFitIsAMinimumOfTheStatedLoss()
    {
        var rows = new Dense(Points);
        var scores = LogisticRegression.Fit(rows, Classes, 3, default);
        var weights = Weights(scores);
        var least = Loss(weights);
        // Finite differences: the gradient vanishes, and a step in any direction costs.
        for (var i = 0; i < weights.Length; i++)
        {
            var (up, down) = (Loss(Moved(weights, i, 1e-3)), Loss(Moved(weights, i, -1e-3)));
            Assert.InRange((up - down) / 2e-3, -2e-3, 2e-3);
            Assert.True(Loss(Moved(weights, i, 0.1)) > least && Loss(Moved(weights, i, -0.1)) > least);
        }
    }

    [Fact]
    public void RareClassesWeighAsMuchAsFrequentOnes()
    {
        // The same point in both classes, nine times in one: only the weights say that both are as likely.
        var rows = new Dense([.. Enumerable.Repeat(new[] { 1.0, 1.0 }, 10)]);
        var scores = LogisticRegression.Fit(rows, new[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 }, 2, default).Scores(rows);
        Assert.Equal(scores[0], scores[1], 3);
    }

    [Fact]
    public void ACancelledFitIsNotAResult()
    {
        using var stop = new CancellationTokenSource();
        var rows = new Dense(Points) { Filled = count => { if (count > 3 * Points.Length) stop.Cancel(); } };
        Assert.Throws<OperationCanceledException>(() => LogisticRegression.Fit(rows, Classes, 3, stop.Token));
    }

    // [classes, width + 1] from the scores of the origin and of the unit vectors.
    private static double[] Weights(LogisticRegression fit)
    {
        var probe = fit.Scores(new Dense([[0, 0], [1, 0], [0, 1]]));
        var weights = new double[9];
        for (var k = 0; k < 3; k++)
        {
            weights[3 * k] = probe[3 + k] - probe[k];
            weights[3 * k + 1] = probe[6 + k] - probe[k];
            weights[3 * k + 2] = probe[k];
        }
        return weights;
    }

    // The sum of class-weighted losses plus |W|²/2, written down once more in the plainest way, over the number of rows.
    private static double Loss(double[] weights)
    {
        var total = 0.0;
        for (var i = 0; i < Points.Length; i++)
        {
            var x = Points[i][0];
            var y = Points[i][1];
            var logits = Enumerable.Range(0, 3).Select(k => weights[3 * k] * x + weights[3 * k + 1] * y + weights[3 * k + 2]).ToArray();
            var count = Classes.Count(c => c == Classes[i]);
            total += 7.0 / (3 * count) * (Math.Log(logits.Sum(Math.Exp)) - logits[Classes[i]]);
        }
        for (var i = 0; i < 9; i++)
            if (i % 3 != 2) total += weights[i] * weights[i] / 2;
        return total / Points.Length;
    }

    private static double[] Moved(double[] weights, int i, double by)
    {
        var moved = (double[])weights.Clone();
        moved[i] += by;
        return moved;
    }

    private static int Best(ReadOnlySpan<float> scores)
    {
        var best = 0;
        for (var k = 1; k < scores.Length; k++)
            if (scores[k] > scores[best]) best = k;
        return best;
    }

    private sealed class Dense(double[][] points) : IFeatureRows
    {
        private int filled;

        public Action<int> Filled { get; init; } = _ => { };

        public int Count => points.Length;

        public int Width => 2;

        public int MostNonZero => 2;

        public int Fill(int row, Span<int> features, Span<float> values)
        {
            for (var i = 0; i < 2; i++) (features[i], values[i]) = (i, (float)points[row][i]);
            Filled(Interlocked.Increment(ref filled));
            return 2;
        }
    }
}
