
namespace OmniHelix.Metrics.Tests;

/// <summary>Fast algorithms against slow ones on random data with many ties.</summary>
public class MetricOracles
{
    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1000)]
    public void RocAucEqualsTheShareOfPairsInOrder(int levels)
    {
        var random = new Xoshiro256(levels);
        bool[] truth = [.. Enumerable.Range(0, 200).Select(_ => random.Next(3) == 0)];
        double[] score = [.. Enumerable.Range(0, 200).Select(_ => (double)random.Next(levels) / levels)];
        double right = 0, pairs = 0;
        for (var i = 0; i < truth.Length; i++)
            for (var j = 0; j < truth.Length; j++)
            {
                if (!truth[i] || truth[j]) continue;
                pairs++;
                right += score[i] > score[j] ? 1 : score[i] == score[j] ? 0.5 : 0;
            }
        Assert.Equal(right / pairs, new ScoreSweep(truth, score).RocAuc().Value!.Value, 12);
    }

    [Theory]
    [InlineData(3, 40)]
    [InlineData(50, 300)]
    [InlineData(100000, 300)]
    public void KendallEqualsThePairCount(int levels, int n)
    {
        var random = new Xoshiro256(n, levels);
        double[] x = [.. Enumerable.Range(0, n)
            .Select(_ => (double)random.Next(levels))], y = [.. Enumerable.Range(0, n).Select(_ => (double)random.Next(levels))];
        double surplus = 0, untiedX = 0, untiedY = 0;
        for (var i = 0; i < n; i++)
            for (var j = 0; j < i; j++)
            {
                surplus += Math.Sign(x[i] - x[j]) * Math.Sign(y[i] - y[j]);
                untiedX += x[i] != x[j] ? 1 : 0;
                untiedY += y[i] != y[j] ? 1 : 0;
            }
        Assert.Equal(surplus / Math.Sqrt(untiedX * untiedY), KendallTau.B(x, y).Coefficient.Value!.Value, 12);
    }

    [Fact]
    public void AnOffsetOf1e8CostsNoDigits()
    {
        var random = new Xoshiro256(3);
        double[] t = [.. Enumerable.Range(0, 500).Select(_ => Math.Round(random.NextNormal() * 1024) / 1024)];
        double[] p = [.. t.Select(v => v + Math.Round(random.NextNormal() * 512) / 1024)];
        double[] far = [.. t.Select(v => v + 1e8)], farP = [.. p.Select(v => v + 1e8)];
        Assert.Equal(Regression.R2(t, p).Value!.Value, Regression.R2(far, farP).Value!.Value, 12);
        Assert.Equal(Correlation.Pearson(t, p).Coefficient.Value!.Value, Correlation.Pearson(far, farP).Coefficient.Value!.Value, 12);
        Assert.Equal(Correlation.Concordance(t, p).Value!.Value, Correlation.Concordance(far, farP).Value!.Value, 12);
    }

    [Fact]
    public void AMillionPositionsAreExact()
    {
        // c·s and the sums of squares pass 2^63 long before double loses the difference.
        var m = new ConfusionMatrix(2);
        m.Add(0, 0, 3_000_000_000);
        m.Add(1, 1, 3_000_000_000);
        m.Add(0, 1, 1_000_000_000);
        m.Add(1, 0, 1_000_000_000);
        Assert.Equal(0.5, LabelMetrics.Mcc(m).Value!.Value, 15);
        Assert.Equal(0.5, LabelMetrics.CohenKappa(m).Value!.Value, 15);
    }

    [Fact]
    public void SplittingIntoBatchesChangesNothing()
    {
        var random = new Xoshiro256(9);
        int[] labels = [.. Enumerable.Range(0, 120).Select(_ => random.Next(5) is var v && v == 4 ? -100 : v)];
        float[] logits = [.. Enumerable.Range(0, 480).Select(_ => (float)random.NextNormal())];
        string[] names = [.. MetricCatalog.Of(TaskTarget.Class, 3).Select(m => m.Name)];
        var options = new ClassificationEvaluatorOptions { KeepScores = true };
        var whole = new ClassificationEvaluator(4, options);
        whole.Add(labels, logits, [50, 70]);
        var parts = new ClassificationEvaluator(4, options);
        parts.Add(labels.AsSpan(0, 50), logits.AsSpan(0, 200), [50]);
        parts.Add(labels.AsSpan(50), logits.AsSpan(200), [70]);
        Assert.Equal(whole.Compute(names).Values, parts.Compute(names).Values);
        Assert.Equal(2, parts.Units.Count);
        Assert.Equal(whole.Compute(["log_loss"])["log_loss"].Value!.Value, whole.Scores().LogLoss().Value!.Value, 12);
    }
}
