


namespace OmniHelix.Metrics;

/// <summary>
/// Ranking of candidates for queries, <c>[queries, candidates]</c>. Hit, precision, recall and reciprocal rank take equal scores in input
/// order; the discounted gains average over ties (McSherry and Najork 2008).
/// </summary>
public sealed class Ranking
{
    private readonly double[] relevance;
    private readonly double[] scores;
    private readonly int candidates;
    private readonly int[][] order;

    /// <summary>Sorts each row once.</summary>
    /// <param name="relevance">Row-major, <c>[queries, candidates]</c>; above 0 is relevant, larger is better.</param>
    /// <param name="scores">Row-major, <c>[queries, candidates]</c>.</param>
    /// <param name="candidates">Candidates of each query.</param>
    /// <exception cref="OmniException">OH5101 for wrong sizes, OH5103 for NaN.</exception>
    public Ranking(ReadOnlySpan<double> relevance, ReadOnlySpan<double> scores, int candidates)
    {
        Regression.Check(relevance, scores);
        MetricInput.Rows(scores.Length, candidates, candidates < 1 ? 0 : scores.Length / candidates);
        this.relevance = relevance.ToArray();
        this.scores = scores.ToArray();
        this.candidates = candidates;
        order = new int[scores.Length / candidates][];
        for (var q = 0; q < order.Length; q++)
        {
            var row = this.scores.AsMemory(q * candidates, candidates);
            order[q] = [.. Enumerable.Range(0, candidates).OrderByDescending(i => row.Span[i])];
        }
    }

    /// <summary>Share of queries with a relevant candidate among the first <paramref name="k"/>.</summary>
    public MetricValue Hit(int k) => OverQueries((q, _) => new(RelevantAmong(q, k) > 0 ? 1 : 0));

    /// <summary>Mean share of relevant candidates among the first <paramref name="k"/>.</summary>
    public MetricValue Precision(int k) => OverQueries((q, _) => new((double)RelevantAmong(q, k) / k));

    /// <summary>
    /// Mean share of the relevant candidates found among the first <paramref name="k"/>; queries without any are left out and counted.
    /// </summary>
    public MetricValue Recall(int k) => OverQueries((q, relevant) =>
        relevant == 0 ? MetricValue.Undefined("no relevant candidate") : new((double)RelevantAmong(q, k) / relevant));

    /// <summary>Mean reciprocal rank of the first relevant candidate, 0 for a query without any.</summary>
    public MetricValue ReciprocalRank() => OverQueries((q, _) =>
    {
        var first = Array.FindIndex(order[q], i => relevance[q * candidates + i] > 0);
        return new(first < 0 ? 0 : 1.0 / (first + 1));
    });

    /// <summary>Discounted cumulative gain of the first <paramref name="k"/>, gain = relevance, discount 1/log₂(rank + 1).</summary>
    public MetricValue Dcg(int? k = null) => OverQueries((q, _) => new(Gain(q, scores, k ?? candidates)));

    /// <summary>Gain over the best possible gain; 0 for a query without relevant candidates.</summary>
    public MetricValue Ndcg(int? k = null) => OverQueries((q, _) =>
    {
        var best = Gain(q, relevance, k ?? candidates);
        return new(best == 0 ? 0 : Gain(q, scores, k ?? candidates) / best);
    });

    /// <summary>
    /// Splice-site top-k accuracy (Jaganathan et al. 2019) of one class: with k positives, the share of positives among the k highest
    /// scores; equal scores in input order.
    /// </summary>
    public static MetricValue SpliceTopK(ReadOnlySpan<bool> positive, ReadOnlySpan<double> scores)
    {
        MetricInput.SameLength(positive.Length, scores.Length);
        MetricInput.NotNaN(scores);
        var k = positive.Count(true);
        if (k == 0) return MetricValue.Undefined("no positive");
        var values = scores.ToArray();
        var truth = positive.ToArray();
        var hits = Enumerable.Range(0, values.Length).OrderByDescending(i => values[i]).Take(k).Count(i => truth[i]);
        return new((double)hits / k);
    }

    private int RelevantAmong(int query, int k)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(k);
        return order[query].Take(k).Count(i => relevance[query * candidates + i] > 0);
    }

    private double Gain(int query, double[] by, int k)
    {
        var start = query * candidates;
        var rank = Enumerable.Range(0, candidates).OrderByDescending(i => by[start + i]).ToArray();
        double sum = 0;
        for (var from = 0; from < candidates && from < k;)
        {
            double gain = 0, discount = 0;
            var to = from;
            for (; to < candidates && by[start + rank[to]] == by[start + rank[from]]; to++)
            {
                gain += relevance[start + rank[to]];
                if (to < k) discount += 1 / Math.Log2(to + 2);
            }
            sum += gain / (to - from) * discount;
            from = to;
        }
        return sum;
    }

    private MetricValue OverQueries(Func<int, int, MetricValue> metric)
    {
        if (order.Length == 0) return MetricValue.Undefined("no query");
        var values = new MetricValue[order.Length];
        var without = 0;
        for (var q = 0; q < values.Length; q++)
        {
            var relevant = RelevantAmong(q, candidates);
            if (relevant == 0) without++;
            values[q] = metric(q, relevant);
        }
        var mean = MetricValue.Mean(values);
        return mean.Skipped == 0 && without > 0 ? mean with { Reason = "queries without a relevant candidate count as 0" } : mean;
    }
}
