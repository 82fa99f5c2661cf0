namespace OmniHelix.Metrics;

/// <summary>
/// Metrics of independent labels <c>[rows, labels]</c>: ranking of the scores, and hard decisions at a threshold (positive when the score
/// is at least the threshold).
/// </summary>
public sealed class MultiLabelScores
{
    private readonly bool[] truth;
    private readonly double[] scores;
    private readonly double threshold;

    /// <summary>Takes a table of truth and scores.</summary>
    /// <param name="truth">Row-major, <c>[rows, labels]</c>.</param>
    /// <param name="scores">Row-major, <c>[rows, labels]</c>; probabilities or logits.</param>
    /// <param name="labels">Number of labels.</param>
    /// <param name="threshold">Smallest score that counts as predicted.</param>
    /// <exception cref="OmniException">OH5101 for wrong sizes, OH5103 for NaN.</exception>
    public MultiLabelScores(ReadOnlySpan<bool> truth, ReadOnlySpan<double> scores, int labels, double threshold = 0.5)
    {
        MetricInput.SameLength(truth.Length, scores.Length);
        MetricInput.Rows(truth.Length, labels, labels < 1 ? 0 : truth.Length / labels);
        MetricInput.NotNaN(scores);
        this.truth = truth.ToArray();
        this.scores = scores.ToArray();
        this.threshold = threshold;
        Labels = labels;
    }

    /// <summary>Number of labels.</summary>
    public int Labels { get; }

    /// <summary>Number of rows.</summary>
    public int Rows => truth.Length / Labels;

    internal ReadOnlySpan<bool> TruthOf(int row) => truth.AsSpan(row * Labels, Labels);

    internal ReadOnlySpan<double> ScoresOf(int row) => scores.AsSpan(row * Labels, Labels);

    /// <summary>ROC-AUC of each label.</summary>
    public MetricValue[] RocAucPerLabel() => PerLabel(s => s.RocAuc());

    /// <summary>Average precision of each label.</summary>
    public MetricValue[] AveragePrecisionPerLabel() => PerLabel(s => s.AveragePrecision());

    /// <summary>ROC-AUC over labels; labels with one class only are left out and counted. Micro pools all cells.</summary>
    public MetricValue RocAuc(Averaging averaging = Averaging.Macro) =>
        averaging == Averaging.Micro ? new ScoreSweep(truth, scores).RocAuc() : Average(RocAucPerLabel(), averaging);

    /// <summary>Average precision over labels; labels without positives are left out and counted.</summary>
    public MetricValue AveragePrecision(Averaging averaging = Averaging.Macro) =>
        averaging == Averaging.Micro ? new ScoreSweep(truth, scores).AveragePrecision() : Average(AveragePrecisionPerLabel(), averaging);

    /// <summary>Mean over rows of each row's ROC-AUC across labels; rows with one class only are left out and counted.</summary>
    public MetricValue RocAucSamples() =>
        MetricValue.Mean([.. Enumerable.Range(0, Rows).Select(i => new ScoreSweep(TruthOf(i), ScoresOf(i)).RocAuc())]);

    /// <summary>Mean over rows of each row's average precision; rows without positives are left out and counted.</summary>
    public MetricValue AveragePrecisionSamples() =>
        MetricValue.Mean([.. Enumerable.Range(0, Rows).Select(i => new ScoreSweep(TruthOf(i), ScoresOf(i)).AveragePrecision())]);

    /// <summary>The 2 × 2 matrix of each label (class 1 is positive).</summary>
    public ConfusionMatrix[] Confusions()
    {
        var matrices = new ConfusionMatrix[Labels];
        for (var k = 0; k < Labels; k++) matrices[k] = new ConfusionMatrix(2);
        for (var i = 0; i < truth.Length; i++) matrices[i % Labels].Add(truth[i] ? 1 : 0, scores[i] >= threshold ? 1 : 0);
        return matrices;
    }

    /// <summary>
    /// A metric of the positive class (such as <see cref="LabelMetrics.F(ConfusionMatrix, int, double, double)"/>) averaged over labels;
    /// micro pools all cells; weighted by positives.
    /// </summary>
    public MetricValue Hard(Func<ConfusionMatrix, double> ofPositive, Averaging averaging)
    {
        if (Rows == 0) return MetricValue.Undefined("no labelled row");
        var matrices = Confusions();
        if (averaging == Averaging.Micro)
        {
            var pooled = new ConfusionMatrix(2);
            foreach (var m in matrices) pooled.Add(m);
            return new(ofPositive(pooled));
        }
        return Average([.. matrices.Select(m => new MetricValue(ofPositive(m)))], averaging);
    }

    /// <summary>The same metric within each row, averaged over rows.</summary>
    public MetricValue HardSamples(Func<ConfusionMatrix, double> ofPositive)
    {
        if (Rows == 0) return MetricValue.Undefined("no labelled row");
        double sum = 0;
        for (var i = 0; i < Rows; i++)
        {
            var m = new ConfusionMatrix(2);
            for (var k = 0; k < Labels; k++) m.Add(truth[i * Labels + k] ? 1 : 0, scores[i * Labels + k] >= threshold ? 1 : 0);
            sum += ofPositive(m);
        }
        return new(sum / Rows);
    }

    /// <summary>Share of wrong label cells.</summary>
    public MetricValue HammingLoss()
    {
        if (Rows == 0) return MetricValue.Undefined("no labelled row");
        long wrong = 0;
        for (var i = 0; i < truth.Length; i++)
            if (truth[i] != scores[i] >= threshold) wrong++;
        return new((double)wrong / truth.Length);
    }

    /// <summary>Share of rows with every label right.</summary>
    public MetricValue SubsetAccuracy()
    {
        if (Rows == 0) return MetricValue.Undefined("no labelled row");
        var right = 0;
        for (var i = 0; i < Rows; i++)
        {
            var all = true;
            for (var k = 0; k < Labels && all; k++) all = truth[i * Labels + k] == scores[i * Labels + k] >= threshold;
            if (all) right++;
        }
        return new((double)right / Rows);
    }

    private MetricValue[] PerLabel(Func<ScoreSweep, MetricValue> metric)
    {
        var values = new MetricValue[Labels];
        var column = new double[Rows];
        var positive = new bool[Rows];
        for (var k = 0; k < Labels; k++)
        {
            for (var i = 0; i < Rows; i++) (column[i], positive[i]) = (scores[i * Labels + k], truth[i * Labels + k]);
            values[k] = metric(new ScoreSweep(positive, column));
        }
        return values;
    }

    private MetricValue Average(MetricValue[] perLabel, Averaging averaging)
    {
        if (averaging == Averaging.Macro) return MetricValue.Mean(perLabel);
        var positives = new double[Labels];
        for (var i = 0; i < truth.Length; i++)
            if (truth[i]) positives[i % Labels]++;
        return MetricValue.WeightedMean(perLabel, positives);
    }
}
