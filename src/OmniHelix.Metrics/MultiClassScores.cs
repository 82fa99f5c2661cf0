


namespace OmniHelix.Metrics;

/// <summary>Metrics of class probabilities <c>[rows, classes]</c> against one label a row.</summary>
public sealed class MultiClassScores
{
    private readonly int[] truth;
    private readonly double[] probability;

    /// <summary>Takes probabilities; rows should sum to 1.</summary>
    /// <param name="truth">Class of each row, <c>[rows]</c>.</param>
    /// <param name="probability">Row-major, <c>[rows, classes]</c>.</param>
    /// <param name="classes">Number of classes.</param>
    /// <exception cref="OmniException">OH5101 for wrong sizes, OH5102 for a label that is no class, OH5103 for NaN.</exception>
    public MultiClassScores(ReadOnlySpan<int> truth, ReadOnlySpan<double> probability, int classes)
    {
        MetricInput.Rows(probability.Length, classes, truth.Length);
        MetricInput.NotNaN(probability);
        for (var i = 0; i < truth.Length; i++) MetricInput.Label(truth[i], classes, i);
        this.truth = truth.ToArray();
        this.probability = probability.ToArray();
        Classes = classes;
    }

    /// <summary>Number of classes.</summary>
    public int Classes { get; }

    /// <summary>Number of rows.</summary>
    public int Rows => truth.Length;

    private ReadOnlySpan<double> Row(int i) => probability.AsSpan(i * Classes, Classes);

    /// <summary>The class of the highest probability; the first of equal ones.</summary>
    public static int ArgMax<T>(ReadOnlySpan<T> row) where T : IComparable<T>
    {
        var best = 0;
        for (var k = 1; k < row.Length; k++)
            if (row[k].CompareTo(row[best]) > 0) best = k;
        return best;
    }

    /// <summary>The predicted class of each row.</summary>
    public int[] Prediction()
    {
        var prediction = new int[Rows];
        for (var i = 0; i < Rows; i++) prediction[i] = ArgMax(Row(i));
        return prediction;
    }

    /// <summary>The one-vs-rest sweep of class <paramref name="k"/>.</summary>
    public ScoreSweep Sweep(int k)
    {
        var positive = new bool[Rows];
        var score = new double[Rows];
        for (var i = 0; i < Rows; i++)
        {
            positive[i] = truth[i] == k;
            score[i] = probability[i * Classes + k];
        }
        return new ScoreSweep(positive, score);
    }

    /// <summary>One-vs-rest ROC-AUC of each class.</summary>
    public MetricValue[] RocAucPerClass() => [.. Enumerable.Range(0, Classes).Select(k => Sweep(k).RocAuc())];

    /// <summary>Average precision of each class against the rest.</summary>
    public MetricValue[] AveragePrecisionPerClass() => [.. Enumerable.Range(0, Classes).Select(k => Sweep(k).AveragePrecision())];

    /// <summary>One-vs-rest ROC-AUC; classes without positives or negatives are left out and counted.</summary>
    public MetricValue RocAuc(Averaging averaging = Averaging.Macro) =>
        averaging == Averaging.Micro ? Flat().RocAuc() : Average(RocAucPerClass(), averaging);

    /// <summary>One-vs-rest average precision; classes without positives are left out and counted.</summary>
    public MetricValue AveragePrecision(Averaging averaging = Averaging.Macro) =>
        averaging == Averaging.Micro ? Flat().AveragePrecision() : Average(AveragePrecisionPerClass(), averaging);

    /// <summary>
    /// One-vs-one ROC-AUC (Hand and Till 2001) over the pairs of classes present, optionally weighted by the pair's share of rows.
    /// </summary>
    public MetricValue RocAucOneVsOne(bool weighted = false)
    {
        var support = Support();
        var values = new List<MetricValue>();
        var weights = new List<double>();
        for (var a = 0; a < Classes; a++)
            for (var b = a + 1; b < Classes; b++)
            {
                values.Add(support[a] == 0 || support[b] == 0
                    ? MetricValue.Undefined("a class is absent from the truth")
                    : new((PairAuc(a, b) + PairAuc(b, a)) / 2));
                weights.Add(weighted ? support[a] + support[b] : 1);
            }
        return MetricValue.WeightedMean(values, weights);
    }

    /// <summary>Mean negative log probability of the true class, clipped at the machine epsilon.</summary>
    public MetricValue LogLoss()
    {
        const double epsilon = 2.220446049250313e-16;
        if (Rows == 0) return MetricValue.Undefined("no labelled position");
        double sum = 0;
        for (var i = 0; i < Rows; i++) sum -= Math.Log(Math.Clamp(probability[i * Classes + truth[i]], epsilon, 1 - epsilon));
        return new(sum / Rows);
    }

    /// <summary>Share of rows whose true class is among the <paramref name="k"/> most probable; ties go to the later class.</summary>
    public MetricValue TopK(int k)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(k);
        if (Rows == 0) return MetricValue.Undefined("no labelled position");
        var hits = 0;
        for (var i = 0; i < Rows; i++)
        {
            var row = Row(i);
            var ahead = 0;
            for (var j = 0; j < Classes; j++)
                if (row[j] > row[truth[i]] || (row[j] == row[truth[i]] && j > truth[i])) ahead++;
            if (ahead < k) hits++;
        }
        return new((double)hits / Rows);
    }

    /// <summary>Brier score: mean over rows of the squared differences summed over classes.</summary>
    public MetricValue Brier()
    {
        if (Rows == 0) return MetricValue.Undefined("no labelled position");
        double sum = 0;
        for (var i = 0; i < Rows; i++)
        {
            var row = Row(i);
            for (var k = 0; k < Classes; k++)
            {
                var d = row[k] - (truth[i] == k ? 1 : 0);
                sum += d * d;
            }
        }
        return new(sum / Rows);
    }

    /// <summary>Calibration error of the most probable class.</summary>
    public MetricValue CalibrationError(int bins = 15, CalibrationNorm norm = CalibrationNorm.L1)
    {
        var right = new bool[Rows];
        var confidence = new double[Rows];
        for (var i = 0; i < Rows; i++)
        {
            var best = ArgMax(Row(i));
            right[i] = best == truth[i];
            confidence[i] = probability[i * Classes + best];
        }
        return Calibration.Error(right, confidence, bins, norm);
    }

    private double[] Support()
    {
        var support = new double[Classes];
        foreach (var t in truth) support[t]++;
        return support;
    }

    private MetricValue Average(MetricValue[] perClass, Averaging averaging) =>
        MetricValue.WeightedMean(perClass, averaging == Averaging.Weighted ? Support() : null);

    private ScoreSweep Flat()
    {
        var positive = new bool[probability.Length];
        for (var i = 0; i < Rows; i++) positive[i * Classes + truth[i]] = true;
        return new ScoreSweep(positive, probability);
    }

    private double PairAuc(int positiveClass, int negativeClass)
    {
        var positive = new List<bool>();
        var score = new List<double>();
        for (var i = 0; i < Rows; i++)
        {
            if (truth[i] != positiveClass && truth[i] != negativeClass) continue;
            positive.Add(truth[i] == positiveClass);
            score.Add(probability[i * Classes + positiveClass]);
        }
        return new ScoreSweep(positive.ToArray(), score.ToArray()).RocAuc().Value
            ?? throw new InvalidOperationException("both classes were seen present");
    }
}
