using OmniHelix.Data.Tokens;

namespace OmniHelix.Training.Baselines;

/// <summary>Cheap predictors that a model has to beat.</summary>
/// <param name="Name">Name in tables.</param>
/// <param name="Logits">Raw outputs of each row of the test store, in the shape a model gives.</param>
public sealed record Baseline(string Name, float[][] Logits)
{
    private const int Reach = 10, MostPositions = 200_000;

    /// <summary>
    /// The baselines of a task: majority class and logistic regression for classification, the training mean for regression, and for pairs
    /// what is usual for bases that are so far apart.
    /// </summary>
    /// <param name="train">Store built with labels.</param>
    /// <param name="test">Store built with the same labels.</param>
    /// <param name="vocabulary">Number of token ids.</param>
    /// <param name="seed">Seed of the sample that large training sets are cut to.</param>
    /// <param name="cancellation">Stops the fits.</param>
    public static IReadOnlyList<Baseline> All(
        RaggedTokens train, RaggedTokens test, int vocabulary, long seed, CancellationToken cancellation)
    {
        var task = train.Labels!.Task;
        return (task.Target, task.Unit) switch
        {
            (_, TaskUnit.Pair) => [new Baseline("distance along the sequence", DistanceBaseline.Fit(train).Logits(test))],
            (TaskTarget.Class, TaskUnit.Token) => [Majority(train, test), Window(train, test, vocabulary, seed, cancellation)],
            (TaskTarget.Class, _) =>
            [
                Majority(train, test),
                Kmers("composition, logistic regression", 1, train, test, vocabulary, cancellation),
                Kmers("3-mers, logistic regression", 3, train, test, vocabulary, cancellation),
            ],
            (TaskTarget.Number, _) => [Mean(train, test)],
            _ => [],
        };
    }

    private static Baseline Majority(RaggedTokens train, RaggedTokens test)
    {
        var counts = new long[train.Labels!.Outputs];
        for (var row = 0; row < train.Count; row++)
            foreach (var label in train.Classes(row))
                if (label >= 0) counts[label]++;
        var best = Array.IndexOf(counts, counts.Max());
        // Log frequencies, so that scores that need probabilities are those of the best constant answer.
        var total = (double)counts.Sum();
        double Log(long count) => Math.Log((count + 1.0) / (total + counts.Length));
        var answer = counts.Select((c, k) => k == best ? 0f : (float)(Log(c) - Log(counts[best]))).ToArray();
        return new Baseline("majority class", Constant(test, answer));
    }

    private static Baseline Mean(RaggedTokens train, RaggedTokens test)
    {
        var width = train.Labels!.Width;
        var sums = new double[width];
        var counts = new long[width];
        for (var row = 0; row < train.Count; row++)
        {
            var targets = train.Targets(row);
            for (var i = 0; i < targets.Length; i++)
            {
                if (float.IsNaN(targets[i])) continue;
                sums[i % width] += targets[i];
                counts[i % width]++;
            }
        }
        return new Baseline("training mean", Constant(test, [.. sums.Select((s, i) => (float)(s / Math.Max(1, counts[i])))]));
    }

    private static Baseline Window(RaggedTokens train, RaggedTokens test, int vocabulary, long seed, CancellationToken cancellation)
    {
        var positions = Positions(train, row => train.Classes(row));
        var random = new Xoshiro256(seed);
        if (positions.Count > MostPositions)
        {
            random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(positions));
            positions.RemoveRange(MostPositions, positions.Count - MostPositions);
        }
        var labels = positions.Select(p => train.Classes(p.Row)[p.Token]).ToArray();
        var features = new WindowFeatures(train, vocabulary, Reach, positions);
        var fit = LogisticRegression.Fit(features, labels, train.Labels!.Outputs, cancellation);
        var all = new List<(int Row, int Token)>();
        for (var row = 0; row < test.Count; row++)
            for (var token = 0; token < test.Lengths[row]; token++) all.Add((row, token));
        var scores = fit.Scores(new WindowFeatures(test, vocabulary, Reach, all));
        return new Baseline($"{2 * Reach + 1}-base window, logistic regression", Cut(scores, test, perToken: true));
    }

    private static Baseline Kmers(string name, int k, RaggedTokens train, RaggedTokens test, int vocabulary, CancellationToken cancellation)
    {
        var labelled = Enumerable.Range(0, train.Count).Where(row => train.Classes(row)[0] >= 0).ToArray();
        var features = KmerFeatures.OfTraining(train, vocabulary, k, labelled);
        var labels = labelled.Select(row => train.Classes(row)[0]).ToArray();
        var fit = LogisticRegression.Fit(features, labels, train.Labels!.Outputs, cancellation);
        var scores = fit.Scores(features.Of(test));
        return new Baseline(name, Cut(scores, test, perToken: false));
    }

    private static List<(int Row, int Token)> Positions(RaggedTokens tokens, Func<int, ReadOnlySpan<int>> classes)
    {
        var positions = new List<(int, int)>();
        for (var row = 0; row < tokens.Count; row++)
        {
            var labels = classes(row);
            for (var token = 0; token < labels.Length; token++)
                if (labels[token] >= 0) positions.Add((row, token));
        }
        return positions;
    }

    private static float[][] Constant(RaggedTokens test, float[] answer)
    {
        var perToken = test.Labels!.Task.Unit == TaskUnit.Token;
        return [.. test.Lengths.Select(length => Enumerable.Repeat(answer, perToken ? length : 1).SelectMany(a => a).ToArray())];
    }

    private static float[][] Cut(float[] scores, RaggedTokens test, bool perToken)
    {
        var width = test.Labels!.Outputs;
        var rows = new float[test.Count][];
        var start = 0;
        for (var row = 0; row < rows.Length; row++)
        {
            var length = width * (perToken ? test.Lengths[row] : 1);
            rows[row] = scores.AsSpan(start, length).ToArray();
            start += length;
        }
        return rows;
    }
}
