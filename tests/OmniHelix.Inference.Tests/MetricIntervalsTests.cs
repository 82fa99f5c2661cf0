using OmniHelix.Inference.Scoring;
using OmniHelix.Metrics.Statistics;

namespace OmniHelix.Inference.Tests;

public class MetricIntervalsTests
{
    private static readonly BootstrapOptions Options = new(300);

    [Fact]
    public void AllMetricsAtOnceHaveTheIntervalsThatEachHasAlone()
    {
        var records = Classes(seed: 1);
        string[] names = ["mcc", "log_loss", "accuracy", "roc_auc"];
        var together = MetricIntervals.Of(records, names, Options);
        for (var i = 0; i < names.Length; i++)
        {
            var name = names[i];
            var alone = Bootstrap.Interval(
                records.Count, sample => records.Compute(sample.ToArray(), [name]).Values[0].Value.Value, Options);
            Assert.Equal(alone, together[i]);
        }
    }

    [Fact]
    public void TheDifferenceOfOneModelToItselfIsNothing()
    {
        var records = Classes(seed: 1);
        var difference = Assert.Single(MetricIntervals.Differences(records, records, ["log_loss"], Options));
        Assert.Equal((0.0, 0.0, 0.0), (difference.Estimate, difference.Low, difference.High));
    }

    [Fact]
    public void DifferencesArePaired()
    {
        var (first, second) = (Classes(seed: 1), Classes(seed: 2));
        var expected = Bootstrap.PairedDifference(first.Count, Mcc(first), Mcc(second), Options);
        Assert.Equal(expected, MetricIntervals.Differences(first, second, ["mcc"], Options)[0]);

        static Func<ReadOnlySpan<int>, double?> Mcc(ScoredRecords records) =>
            sample => records.Compute(sample.ToArray(), ["mcc"]).Values[0].Value.Value;
    }

    [Fact]
    public void NumbersAndLabelsHaveIntervalsToo()
    {
        var numbers = new ScoredRecords(TaskType.SequenceRegression, 1);
        var labels = new ScoredRecords(TaskType.MultiLabelClassification, 2);
        var random = new Xoshiro256(3);
        for (var i = 0; i < 30; i++)
        {
            numbers.Add(new[] { (float)i }, [i + (float)random.NextDouble()]);
            labels.Add(new[] { i % 2f, i % 3 == 0 ? 1f : 0f }, [(float)random.NextDouble() - 0.5f, (float)random.NextDouble() - 0.5f]);
        }
        foreach (var (records, metric) in new[] { (numbers, "rmse"), (labels, "roc_auc"), (labels, "f1_macro") })
        {
            var interval = Assert.Single(MetricIntervals.Of(records, [metric], Options));
            Assert.InRange(interval.Estimate!.Value, interval.Low!.Value, interval.High!.Value);
        }
    }

    [Fact]
    public void LargeTestSetsAreDrawnLessOftenForMetricsOfScores()
    {
        var records = new ScoredRecords(TaskType.TokenClassification, 2);
        for (var i = 0; i < 100; i++)
            records.Add([.. Enumerable.Range(0, 500).Select(p => p % 2)], [.. Enumerable.Range(0, 1000).Select(p => (float)(p * 7 % 13))]);
        var intervals = MetricIntervals.Of(records, ["accuracy", "log_loss"], new BootstrapOptions(400));
        Assert.Equal([400, 200], intervals.Select(interval => interval.Resamples));
    }

    [Fact]
    public void WithoutRecordsThereAreNone() => Assert.Equal(
        "OH5130",
        Assert.Throws<OmniException>(() => MetricIntervals.Of(new(TaskType.SequenceClassification, 2), ["mcc"])).Code);

    [Fact]
    public void RecordsCanBeTakenInAnotherOrder()
    {
        var records = Classes(seed: 1);
        var turned = records.Choose([.. Enumerable.Range(0, records.Count).Reverse()]);
        int[] last = [records.Count - 1, records.Count - 2];
        Assert.Equal(records.Compute([0, 1], ["log_loss"]).Values, turned.Compute(last, ["log_loss"]).Values);
    }

    private static ScoredRecords Classes(long seed)
    {
        var records = new ScoredRecords(TaskType.SequenceClassification, 2);
        var random = new Xoshiro256(seed);
        for (var i = 0; i < 40; i++)
            records.Add([i % 2], [(float)random.NextDouble(), (float)random.NextDouble() + (i % 2 == 0 ? -0.2f : 0.2f)]);
        return records;
    }
}
