using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;

namespace OmniHelix.Training.Baselines;

/// <summary>
/// Multinomial logistic regression with an L2 penalty of <c>|W|² / 2</c> on the sum of losses (C = 1), each class weighted by
/// <c>n / (classes · count)</c>, fitted by L-BFGS.
/// </summary>
public sealed class LogisticRegression
{
    private const int Memory = 10, MostIterations = 100;
    private const double Tolerance = 1e-4;

    private readonly int classes, width;
    private readonly double[] weights;

    private LogisticRegression(int classes, int width, double[] weights)
    {
        this.classes = classes;
        this.width = width;
        this.weights = weights;
    }

    /// <summary>Fits to labelled rows.</summary>
    /// <param name="rows">Features.</param>
    /// <param name="labels">Class of each row.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="cancellation">Stops the fit.</param>
    public static LogisticRegression Fit(IFeatureRows rows, ReadOnlyMemory<int> labels, int classes, CancellationToken cancellation)
    {
        var size = classes * (rows.Width + 1);
        var weightOf = ClassWeights(labels.Span, classes);
        var best = (Value: double.PositiveInfinity, Point: new double[size]);
        var objective = ObjectiveFunction.Gradient(point =>
        {
            cancellation.ThrowIfCancellationRequested();
            var gradient = new double[size];
            var value = Loss(rows, labels, classes, weightOf, point.AsArray() ?? point.ToArray(), gradient);
            if (value < best.Value) best = (value, point.ToArray());
            return (value, Vector<double>.Build.Dense(gradient));
        });
        try
        {
            new LimitedMemoryBfgsMinimizer(Tolerance, Tolerance, Tolerance, Memory, MostIterations)
                .FindMinimum(objective, Vector<double>.Build.Dense(size));
        }
        catch (Exception e) when (e is MaximumIterationsException or OptimizationException)
        {
            // A baseline takes the best point seen, as the usual libraries do when they stop early.
        }
        // The minimizer takes a cancelled evaluation for a failed line search.
        cancellation.ThrowIfCancellationRequested();
        return new LogisticRegression(classes, rows.Width, best.Point);
    }

    /// <summary>Raw scores of every row, <c>[rows, classes]</c>.</summary>
    public float[] Scores(IFeatureRows rows)
    {
        var scores = new float[rows.Count * classes];
        Parallel.For(0, Environment.ProcessorCount, part =>
        {
            var features = new int[rows.MostNonZero];
            var values = new float[rows.MostNonZero];
            var logits = new double[classes];
            var (start, end) = Range(rows.Count, part, Environment.ProcessorCount);
            for (var row = start; row < end; row++)
            {
                Logits(weights, classes, width, features, values, rows.Fill(row, features, values), logits);
                for (var k = 0; k < classes; k++) scores[row * classes + k] = (float)logits[k];
            }
        });
        return scores;
    }

    private static double[] ClassWeights(ReadOnlySpan<int> labels, int classes)
    {
        var counts = new int[classes];
        foreach (var label in labels) counts[label]++;
        var total = labels.Length;
        return [.. counts.Select(c => c == 0 ? 0 : (double)total / (classes * c))];
    }

    // The mean of losses has the same minimum and a scale that the stopping rule can be stated for.
    private static double Loss(
        IFeatureRows rows, ReadOnlyMemory<int> labels, int classes, double[] weightOf, double[] point, double[] gradient)
    {
        var parts = Environment.ProcessorCount;
        var losses = new double[parts];
        var gradients = new double[parts][];
        Parallel.For(0, parts, part =>
        {
            var own = new double[gradient.Length];
            var features = new int[rows.MostNonZero];
            var values = new float[rows.MostNonZero];
            var logits = new double[classes];
            var (start, end) = Range(rows.Count, part, parts);
            var loss = 0.0;
            for (var row = start; row < end; row++)
            {
                var count = rows.Fill(row, features, values);
                Logits(point, classes, rows.Width, features, values, count, logits);
                var label = labels.Span[row];
                var max = logits.Max();
                var sum = 0.0;
                foreach (var logit in logits) sum += Math.Exp(logit - max);
                var weight = weightOf[label];
                loss += weight * (Math.Log(sum) + max - logits[label]);
                for (var k = 0; k < classes; k++)
                {
                    var error = weight * (Math.Exp(logits[k] - max) / sum - (k == label ? 1 : 0));
                    var offset = k * (rows.Width + 1);
                    for (var i = 0; i < count; i++) own[offset + features[i]] += error * values[i];
                    own[offset + rows.Width] += error;
                }
            }
            losses[part] = loss;
            gradients[part] = own;
        });
        var scale = 1.0 / rows.Count;
        var total = losses.Sum() * scale;
        for (var i = 0; i < gradient.Length; i++)
        {
            foreach (var own in gradients) gradient[i] += own[i];
            gradient[i] *= scale;
            if (i % (rows.Width + 1) == rows.Width) continue;
            total += 0.5 * scale * point[i] * point[i];
            gradient[i] += scale * point[i];
        }
        return total;
    }

    private static void Logits(double[] point, int classes, int width, int[] features, float[] values, int count, double[] logits)
    {
        for (var k = 0; k < classes; k++)
        {
            var offset = k * (width + 1);
            var logit = point[offset + width];
            for (var i = 0; i < count; i++) logit += point[offset + features[i]] * values[i];
            logits[k] = logit;
        }
    }

    private static (int Start, int End) Range(int count, int part, int parts) =>
        ((int)((long)count * part / parts), (int)((long)count * (part + 1) / parts));
}
