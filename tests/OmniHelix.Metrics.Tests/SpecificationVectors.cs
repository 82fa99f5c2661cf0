
namespace OmniHelix.Metrics.Tests;

/// <summary>Small vectors whose results can be checked by hand.</summary>
public class SpecificationVectors
{
    private const int Digits = 6;

    [Fact]
    public void HardLabels()
    {
        var m = ConfusionMatrix.From([0, 1, 2, 2, 1, 0, 2, 1], [0, 2, 2, 1, 1, 0, 2, 0], 3);
        Assert.Equal(0.625, LabelMetrics.Accuracy(m).Value);
        Assert.Equal([0.8, 0.4, 0.666667], Enumerable.Range(0, 3).Select(k => Math.Round(LabelMetrics.F(m, k), Digits)));
        Assert.Equal(0.622222, LabelMetrics.F(m, Averaging.Macro).Value!.Value, Digits);
        Assert.Equal(0.6, LabelMetrics.F(m, Averaging.Weighted).Value!.Value, Digits);
        Assert.Equal(0.666667, LabelMetrics.BalancedAccuracy(m).Value!.Value, Digits);
        Assert.Equal(0.452381, LabelMetrics.Mcc(m).Value!.Value, Digits);
    }

    [Fact]
    public void BinaryScores()
    {
        bool[] truth = [false, false, true, true, true, false];
        double[] score = [.1, .4, .35, .8, .4, .7];
        var sweep = new ScoreSweep(truth, score);
        Assert.Equal(0.611111, sweep.RocAuc().Value!.Value, Digits);
        Assert.Equal(0.7, sweep.AveragePrecision().Value!.Value, Digits);
        Assert.Equal(0.5, new ScoreSweep(truth, [.. score.Select(s => s >= 0.5 ? 1.0 : 0)]).RocAuc().Value!.Value, Digits);
    }

    [Fact]
    public void OneOutput()
    {
        double[] t = [1, 2, 3, 4, 5], p = [1.1, 1.9, 3.5, 3.5, 6.0];
        Assert.Equal(0.959373, Correlation.Pearson(t, p).Coefficient.Value!.Value, Digits);
        Assert.Equal(0.974679, Correlation.Spearman(t, p).Coefficient.Value!.Value, Digits);
        Assert.Equal(0.304, Regression.Mse(t, p).Value!.Value, Digits);
        Assert.Equal(0.551362, Regression.Rmse(t, p).Value!.Value, Digits);
        Assert.Equal(0.44, Regression.Mae(t, p).Value!.Value, Digits);
        Assert.Equal(0.848, Regression.R2(t, p).Value!.Value, Digits);
    }

    [Fact]
    public void SeveralOutputsAreNotFlattened()
    {
        var columns = new MultiOutputRegression([1, 2, 3, 4, 5, 6], [1.1, 2.4, 2.9, 4.4, 5.2, 5.2], 2);
        Assert.Equal([0.141421, 0.565685], columns.PerColumn(Regression.Rmse).Select(v => Math.Round(v.Value!.Value, Digits)));
        Assert.Equal(0.353553, columns.Mcrmse().Value!.Value, Digits);
        Assert.Equal(0.412311, columns.Flattened(Regression.Rmse).Value!.Value, Digits);
    }
}
