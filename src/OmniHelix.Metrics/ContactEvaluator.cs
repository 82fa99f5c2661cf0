namespace OmniHelix.Metrics;

/// <summary>
/// Accumulates predicted contacts sequence by sequence: metrics of two classes over the pairs of all sequences, and means over sequences of
/// how many of the pairs that are scored highest are contacts.
/// </summary>
/// <param name="options">What is kept of the pairs.</param>
public sealed class ContactEvaluator(ClassificationEvaluatorOptions? options = null)
{
    private readonly List<ContactRanking> rankings = [];

    /// <summary>The pairs of all sequences, of two classes.</summary>
    public ClassificationEvaluator Pairs { get; } = new(2, options);

    /// <summary>Adds a sequence.</summary>
    /// <param name="truth">Class of each pair; −100 where it is not known.</param>
    /// <param name="logits">Of both classes, <c>[pairs, 2]</c>.</param>
    /// <param name="ranking">Of the same pairs.</param>
    /// <exception cref="OmniException">As <see cref="ClassificationEvaluator.Add"/>.</exception>
    public void Add(ReadOnlySpan<int> truth, ReadOnlySpan<float> logits, ContactRanking ranking)
    {
        Pairs.Add(truth, logits, [truth.Length]);
        rankings.Add(ranking);
    }

    /// <summary>The named metrics, in the order of the names.</summary>
    /// <exception cref="UsageException">OH5110 for an unknown name, OH5111 for one that does not fit the task.</exception>
    public MetricReport Compute(IEnumerable<string> names)
    {
        var scores = new Lazy<MultiClassScores>(Pairs.Scores);
        return MetricReport.Of(names, TaskTarget.Class, 2, One, TaskUnit.Pair);

        MetricValue One(string name) => ContactRanking.Metrics.Contains(name)
            ? MetricValue.Mean([.. rankings.Select(ranking => ranking[name])])
            : ClassificationMetrics.Compute(name, Pairs, scores);
    }
}
