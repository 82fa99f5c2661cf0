
namespace OmniHelix.Metrics.Tests;

public class MetricErrors
{
    private static string CodeOf(Action action) => Assert.ThrowsAny<OmniException>(action).Code;

    [Fact]
    public void DifferentLengthsAreRefused()
    {
        Assert.Equal("OH5101", CodeOf(() => ConfusionMatrix.From([0, 1], [0], 2)));
        Assert.Equal("OH5101", CodeOf(() => Regression.Mse([1], [1, 2])));
        Assert.Equal("OH5101", CodeOf(() => new ScoreSweep([true], []).RocAuc()));
        Assert.Equal("OH5101", CodeOf(() => new MultiClassScores([0, 1], [0.5, 0.5, 1], 2).RocAuc()));
        Assert.Equal("OH5101", CodeOf(() => new ClassificationEvaluator(2).Add([0, 1], [1, 2, 3, 4], [1])));
    }

    [Fact]
    public void ALabelOutsideTheClassesIsRefusedWithItsPosition()
    {
        var e = Assert.Throws<OmniException>(() => ConfusionMatrix.From([0, 5], [0, 1], 2));
        Assert.Equal("OH5102", e.Code);
        Assert.Equal("position 1", e.Place);
        Assert.Equal("OH5102", CodeOf(() => new ClassificationEvaluator(2).Add([-1], [0, 1])));
        Assert.Equal("OH5102", CodeOf(() => new MultiLabelEvaluator(1).Add([0.5f], [0])));
    }

    [Fact]
    public void NaNIsRefusedWhereItCounts()
    {
        Assert.Equal("OH5103", CodeOf(() => Correlation.Pearson([1, double.NaN], [1, 2])));
        Assert.Equal("OH5103", CodeOf(() => new ClassificationEvaluator(2).Add([0], [float.NaN, 1])));
        Assert.Equal("OH5103", CodeOf(() => new ClassificationEvaluator(2).Add([0], [float.PositiveInfinity, 1])));
        Assert.Equal("OH5103", CodeOf(() => new RegressionEvaluator(1).Add([1], [float.NaN])));
        new ClassificationEvaluator(2).Add([-100], [float.NaN, 1]);
        new RegressionEvaluator(1).Add([float.NaN], [1], [false]);
    }

    [Fact]
    public void ABatchThatIsRefusedCountsNowhere()
    {
        var evaluator = new ClassificationEvaluator(2);
        Assert.Throws<OmniException>(() => evaluator.Add([0, 7], [1, 2, 3, 4]));
        Assert.Equal(0, evaluator.Confusion.Total);
        Assert.Empty(evaluator.Units);
    }

    [Fact]
    public void AMaskedRegressionTruthOfMinus100IsANumberLikeAnyOther()
    {
        var evaluator = new RegressionEvaluator(1);
        evaluator.Add([-100, 1], [-100, 1]);
        Assert.Equal(0, evaluator.Compute(["mse"])["mse"].Value);
        Assert.Equal(2, evaluator.Columns().ValidPerColumn()[0]);
    }

    [Fact]
    public void AnUnknownMetricNamesTheNearest()
    {
        var e = Assert.Throws<UsageException>(() => MetricCatalog.Find("f1_marco"));
        Assert.Equal("OH5110", e.Code);
        Assert.Equal("Did you mean 'f1_macro'?", e.Advice);
    }

    [Fact]
    public void AMetricOfAnotherTaskListsTheOnesThatFit()
    {
        var e = Assert.Throws<UsageException>(() => MetricCatalog.Find("mcrmse", TaskTarget.Class, 2));
        Assert.Equal("OH5111", e.Code);
        Assert.Contains("roc_auc", e.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryMetricOfTheCatalogueIsComputed()
    {
        var binary = new ClassificationEvaluator(2, new() { KeepScores = true });
        binary.Add([0, 1, 1, 0], [1, 0, 0, 1, 2, 1, 1, 3]);
        var multi = new ClassificationEvaluator(3, new() { KeepScores = true });
        multi.Add([0, 1, 2], [3, 1, 0, 1, 2, 0, 0, 0, 1]);
        var labels = new MultiLabelEvaluator(2);
        labels.Add([0, 1, 1, 0], [-1, 1, 2, -2]);
        var one = new RegressionEvaluator(1);
        one.Add([1, 2, 3], [1, 3, 2]);
        var two = new RegressionEvaluator(2);
        two.Add([1, 2, 3, 4, 5, 7], [1, 3, 2, 4, 4, 4]);
        foreach (var (target, outputs, compute) in new (TaskTarget, int, Func<IEnumerable<string>, MetricReport>)[]
        {
            (TaskTarget.Class, 2, binary.Compute),
            (TaskTarget.Class, 3, multi.Compute),
            (TaskTarget.Classes, 2, labels.Compute),
            (TaskTarget.Number, 1, one.Compute),
            (TaskTarget.Number, 2, two.Compute),
        })
        {
            var report = compute(MetricCatalog.Of(target, outputs).Select(m => m.Name));
            Assert.All(report.Values, v => Assert.True(v.Value.IsDefined, $"{target} of {outputs}, {v.Key}: {v.Value.Reason}"));
        }
        Assert.All(TaskType.All.Where(t => t.HasLabels), t => Assert.True(MetricCatalog.Primary(t, 2).Fits(t.Target, 2)));
    }

    [Theory]
    [InlineData("token_classification", 3, "f1_macro")]
    [InlineData("sequence_classification", 2, "mcc")]
    [InlineData("multilabel_classification", 919, "roc_auc")]
    [InlineData("sequence_regression", 1, "rmse")]
    [InlineData("token_regression", 3, "mcrmse")]
    [InlineData("matrix_classification", 2, "average_precision")]
    [InlineData("matrix_regression", 1, "rmse")]
    [InlineData("masked_lm", 24, "log_loss")]
    public void EveryTaskHasAPrimaryMetric(string type, int outputs, string name) =>
        Assert.Equal(name, MetricCatalog.Primary(TaskType.Parse(type), outputs).Name);

    [Fact]
    public void EmbeddingHasNoMetric() => Assert.Equal("OH5112", CodeOf(() => MetricCatalog.Primary(TaskType.Embedding, 1)));
}
