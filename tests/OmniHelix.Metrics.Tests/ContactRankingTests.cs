namespace OmniHelix.Metrics.Tests;

public class ContactRankingTests
{
    private const int Length = 40, Pairs = Length * (Length - 1) / 2;

    [Fact]
    public void TheBestScoredPairsAreCounted()
    {
        var random = new Xoshiro256(4);
        var truth = Each(_ => random.NextDouble() < 0.1 ? 1 : random.NextDouble() < 0.1 ? -100 : 0);
        float[] scores = [.. truth.Select(label => (float)(random.NextDouble() + 0.4 * Math.Max(0, label)))];
        var ranking = ContactRanking.Of(truth, scores);
        foreach (var (name, least, best) in new[]
        {
            ("precision_at_l", 1, 40), ("precision_at_l_2", 1, 20), ("precision_at_l_5", 1, 8), ("long_range_precision_at_l", 24, 40),
            ("long_range_precision_at_l_2", 24, 20), ("long_range_precision_at_l_5", 24, 8),
        })
        {
            var places = Places().Index().Where(pair => pair.Item.J - pair.Item.I >= least && truth[pair.Index] >= 0)
                .OrderByDescending(pair => scores[pair.Index]).Take(best).ToList();
            Assert.Equal(places.Average(pair => truth[pair.Index]), ranking[name].Value!.Value, 1e-12);
        }
        Assert.Equal(6, ContactRanking.Metrics.Count);
    }

    [Fact]
    public void OfFewPairsAllCountAndWithoutAContactThereIsNoValue()
    {
        // Four bases have six pairs, of which three count.
        var few = ContactRanking.Of([-100, 1, 0, -100, -100, 0], [9, 1, 2, 9, 9, 3]);
        Assert.Equal(1.0 / 3, few["precision_at_l"].Value);
        Assert.Equal(0, few["precision_at_l_2"].Value);
        Assert.Null(few["long_range_precision_at_l"].Value);
        Assert.NotNull(few["long_range_precision_at_l"].Reason);
        Assert.Null(ContactRanking.Of([], [])["precision_at_l"].Value);
        Assert.Equal("OH5101", Assert.Throws<OmniException>(() => ContactRanking.Of([0, 1], [1, 2])).Code);
        Assert.Equal("OH5101", Assert.Throws<OmniException>(() => ContactRanking.Of([0, 1, 0], [1, 2])).Code);
    }

    [Fact]
    public void SequencesAreAveragedAndPairsPooled()
    {
        var evaluator = new ContactEvaluator(new() { KeepScores = true });
        Add([1, 0, 0], [3, 2, 1]);
        Add([0, 1, 0, 0, 0, 1], [4, 3, -2, -3, 2, -1]);
        Add([0, 0, 0], [1, 1, 1]);
        var report = evaluator.Compute(["precision_at_l_2", "f1", "average_precision", "roc_auc"]);
        Assert.Equal((1 + 0.5) / 2, report["precision_at_l_2"].Value);
        Assert.Equal(1, report["precision_at_l_2"].Skipped);
        // Of all pairs nine are scored above 0; two of the three contacts are among them.
        Assert.Equal(2 * 2.0 / (9 + 3), report["f1"].Value!.Value, 1e-12);
        var sweep = new ScoreSweep(
            [true, false, false, false, true, false, false, false, true, false, false, false],
            [3, 2, 1, 4, 3, -2, -3, 2, -1, 1, 1, 1]);
        Assert.Equal(sweep.AveragePrecision().Value!.Value, report["average_precision"].Value!.Value, 1e-9);
        Assert.Equal(sweep.RocAuc().Value!.Value, report["roc_auc"].Value!.Value, 1e-9);

        void Add(int[] truth, float[] scores) => evaluator.Add(
            truth, [.. scores.SelectMany(score => (float[])[0, score])], ContactRanking.Of(truth, scores));
    }

    [Fact]
    public void TheyAreMetricsOfContactsAlone()
    {
        foreach (var name in ContactRanking.Metrics)
        {
            Assert.True(MetricCatalog.Find(name, TaskTarget.Class, 2, TaskUnit.Pair).GreaterIsBetter);
            Assert.Equal("OH5111", Assert.Throws<UsageException>(() => MetricCatalog.Find(name, TaskTarget.Class, 2)).Code);
            Assert.Equal("OH5111", Assert.Throws<UsageException>(
                () => MetricCatalog.Find(name, TaskTarget.Class, 2, TaskUnit.Token)).Code);
        }
        Assert.Contains("f1", MetricCatalog.Of(TaskTarget.Class, 2, TaskUnit.Pair).Select(metric => metric.Name));
    }

    private static int[] Each(Func<int, int> label) => [.. Enumerable.Range(0, Pairs).Select(label)];

    private static IEnumerable<(int I, int J)> Places()
    {
        for (var i = 0; i < Length; i++)
            for (var j = i + 1; j < Length; j++) yield return (i, j);
    }
}
