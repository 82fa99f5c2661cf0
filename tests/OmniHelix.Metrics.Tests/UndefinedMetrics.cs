
namespace OmniHelix.Metrics.Tests;

/// <summary>What has no value says so and is counted; it is never 0 or NaN.</summary>
public class UndefinedMetrics
{
    [Fact]
    public void RocAucOfOneClassIsUndefined()
    {
        var value = new ScoreSweep([true, true], [0.1, 0.9]).RocAuc();
        Assert.False(value.IsDefined);
        Assert.Equal("no negative", value.Reason);
    }

    [Theory]
    [InlineData(new[] { 1, 1, 1 }, new[] { 0, 1, 1 }, true)]
    [InlineData(new[] { 1, 1, 1 }, new[] { 1, 1, 1 }, true)]
    [InlineData(new[] { 0, 1, 1 }, new[] { 1, 1, 1 }, false)]
    public void MccMeasuresNothingWhereTheTruthIsOfOneClass(int[] truth, int[] predicted, bool isConvention)
    {
        var counts = new ConfusionMatrix(2);
        foreach (var (row, column) in truth.Zip(predicted)) counts.Add(row, column);
        var mcc = LabelMetrics.Mcc(counts);
        Assert.Equal((0, isConvention, isConvention ? null : 0.0), (mcc.Value, mcc.IsConvention, mcc.Measured));
    }

    [Fact]
    public void MultiLabelMacroLeavesOutLabelsWithOneClassAndCountsThem()
    {
        var table = new MultiLabelScores([true, false, false, false], [0.9, 0.2, 0.1, 0.3], labels: 2);
        var macro = table.RocAuc();
        Assert.Equal(1, macro.Value);
        Assert.Equal(1, macro.Skipped);
        Assert.Equal("no positive", macro.Reason);
    }

    [Fact]
    public void OneVsOneLeavesOutPairsWithAnAbsentClass()
    {
        var scores = new MultiClassScores([0, 1, 0, 1], [.8, .1, .1, .2, .7, .1, .6, .3, .1, .1, .8, .1], 3);
        Assert.Equal(2, scores.RocAucOneVsOne().Skipped);
        Assert.Equal(1, scores.RocAucOneVsOne().Value);
    }

    [Theory]
    [InlineData("r2")]
    [InlineData("pearson")]
    [InlineData("spearman")]
    [InlineData("kendall_tau_b")]
    public void ConstantTruthHasNoCorrelation(string name)
    {
        var evaluator = new RegressionEvaluator(1);
        evaluator.Add([2, 2, 2], [1, 2, 3]);
        Assert.False(evaluator.Compute([name])[name].IsDefined);
    }

    [Fact]
    public void MccOfACollapsedModelIsZeroByConventionAndSaysSo()
    {
        var value = LabelMetrics.Mcc(ConfusionMatrix.From([0, 1, 0], [0, 0, 0], 2));
        Assert.Equal(0, value.Value);
        Assert.NotNull(value.Reason);
    }

    [Fact]
    public void ColumnsWithoutAValidCellAreLeftOutOfMcrmse()
    {
        var columns = new MultiOutputRegression([1, -100, 3, -100], [2, 0, 4, 0], 2, [true, false, true, false]);
        Assert.Equal(new MetricValue(1, 1, "no labelled value"), columns.Mcrmse());
        Assert.Equal([2, 0], columns.ValidPerColumn());
    }

    [Fact]
    public void NothingLabelledGivesNoValueForAnyMetric()
    {
        var evaluator = new ClassificationEvaluator(3, new() { KeepScores = true });
        evaluator.Add([-100, -100], [1, 2, 3, 4, 5, 6], [2]);
        var report = evaluator.Compute(MetricCatalog.Of(TaskTarget.Class, 3).Select(m => m.Name));
        Assert.All(report.Values, v => Assert.False(v.Value.IsDefined, v.Key));
        Assert.Equal(2, evaluator.Ignored);
    }

    [Fact]
    public void ANonFiniteResultIsUndefined() => Assert.False(MetricValue.Of(double.PositiveInfinity).IsDefined);

    [Fact]
    public void LogitsHaveNoCalibration() => Assert.False(Calibration.LogLoss([true], [3.5]).IsDefined);
}
