using OmniHelix.Metrics.Statistics;

namespace OmniHelix.Metrics.Tests;

public class StatisticsTests
{
    [Fact]
    public void SummaryOfFiveValues()
    {
        var s = Summary.Of([4, 1, 3, 2, 10]);
        Assert.Equal(new Summary(5, 4, Math.Sqrt(12.5), 3, 1, 10), s);
    }

    [Fact]
    public void OneValueHasNoSpread() => Assert.Equal(new Summary(1, 7, 0, 7, 7, 7), Summary.Of([7]));

    [Fact]
    public void NothingToSummariseIsAnError()
    {
        Assert.Equal("OH5132", Assert.Throws<OmniException>(() => Summary.Of([])).Code);
        Assert.Equal("OH5132", Assert.Throws<OmniException>(() => Summary.Of([1, double.NaN])).Code);
    }

    [Fact]
    public void TheSameSeedGivesTheSameInterval()
    {
        var statistic = Mean([.. Enumerable.Range(0, 30).Select(i => (double)i)]);
        Assert.Equal(Bootstrap.Interval(30, statistic), Bootstrap.Interval(30, statistic));
        Assert.NotEqual(Bootstrap.Interval(30, statistic), Bootstrap.Interval(30, statistic, new(Seed: 7)));
    }

    [Fact]
    public void TheIntervalOfAMeanMatchesTheNormalApproximation()
    {
        var random = new Xoshiro256(1);
        double[] values = [.. Enumerable.Range(0, 400).Select(_ => random.NextNormal())];
        var interval = Bootstrap.Interval(400, Mean(values), new(Resamples: 4000));
        var error = Summary.Of(values).StandardDeviation / 20;
        Assert.Equal(interval.Estimate!.Value - 1.96 * error, interval.Low!.Value, 0.01);
        Assert.Equal(interval.Estimate!.Value + 1.96 * error, interval.High!.Value, 0.01);
    }

    [Fact]
    public void PairingRemovesWhatBothModelsShare()
    {
        var random = new Xoshiro256(2);
        double[] hard = [.. Enumerable.Range(0, 200).Select(_ => random.NextNormal())];
        double[] better = [.. hard.Select(v => v + 0.1)];
        var paired = Bootstrap.PairedDifference(200, Mean(better), Mean(hard));
        var unpaired = Bootstrap.UnpairedDifference(200, Mean(better), 200, Mean(hard));
        Assert.Equal(0.1, paired.Low!.Value, 9);
        Assert.Equal(0.1, paired.High!.Value, 9);
        Assert.True(unpaired.Low < 0 && unpaired.High > 0.2);
    }

    [Fact]
    public void UndefinedResamplesAreCounted()
    {
        var interval = Bootstrap.Interval(2, sample => sample[0] == sample[1] ? null : 1.0, new(Resamples: 500));
        Assert.InRange(interval.Undefined, 150, 350);
        Assert.Equal((1.0, 1.0), (interval.Low, interval.High));
    }

    [Fact]
    public void UnitsAreResampledWhole()
    {
        var evaluator = new ClassificationEvaluator(2);
        // Two sequences: one all right, one all wrong. Resampling positions could never give accuracy 0 or 1.
        evaluator.Add([0, 0, 1, 1, -100], [2, 1, 2, 1, 2, 1, 2, 1, 0, 0], [2, 3]);
        var interval = Bootstrap.Interval(2, UnitCounts.Statistic(evaluator.Units, LabelMetrics.Accuracy));
        Assert.Equal((0.5, 0.0, 1.0), (interval.Estimate!.Value, interval.Low!.Value, interval.High!.Value));
    }

    [Fact]
    public void WrongOptionsAreRefused()
    {
        Assert.Equal("OH5130", Assert.Throws<OmniException>(() => Bootstrap.Interval(0, _ => 1)).Code);
        Assert.Equal("OH5131", Assert.Throws<UsageException>(() => Bootstrap.Interval(1, _ => 1, new(Level: 1))).Code);
        Assert.Equal("OH5131", Assert.Throws<UsageException>(() => Bootstrap.Interval(1, _ => 1, new(Resamples: 0))).Code);
    }

    private static Func<ReadOnlySpan<int>, double?> Mean(double[] values) =>
        Bootstrap.OfSums([.. values.SelectMany(v => new[] { v, 1 })], 2, sum => sum[0] / sum[1]);
}
