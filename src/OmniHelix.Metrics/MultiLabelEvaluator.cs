namespace OmniHelix.Metrics;

/// <summary>Accumulates multi-label results batch by batch; a cell whose truth is the ignore label takes the whole row out.</summary>
public sealed class MultiLabelEvaluator
{
    private readonly int labels;
    private readonly double threshold;
    private readonly List<bool> truth = [];
    private readonly List<float> logits = [];

    /// <summary>An empty evaluator.</summary>
    /// <param name="labels">Number of labels.</param>
    /// <param name="threshold">Smallest probability that counts as predicted.</param>
    public MultiLabelEvaluator(int labels, double threshold = 0.5)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(labels);
        (this.labels, this.threshold) = (labels, threshold);
    }

    /// <summary>Rows left out because a label was missing.</summary>
    public int IgnoredRows { get; private set; }

    /// <summary>Adds a batch.</summary>
    /// <param name="truthValues">0, 1 or −100 for missing; row-major, <c>[rows, labels]</c>.</param>
    /// <param name="logitValues">Row-major, <c>[rows, labels]</c>.</param>
    /// <exception cref="OmniException">
    /// OH5101 for wrong sizes, OH5102 for a truth other than 0, 1 or −100, OH5103 for a NaN logit.
    /// </exception>
    public void Add(ReadOnlySpan<float> truthValues, ReadOnlySpan<float> logitValues)
    {
        MetricInput.SameLength(truthValues.Length, logitValues.Length);
        MetricInput.Rows(truthValues.Length, labels, truthValues.Length / labels);
        for (var i = 0; i < truthValues.Length; i++)
        {
            if (truthValues[i] == -100) continue;
            MetricInput.Label(truthValues[i] is 0 or 1 ? 0 : -1, 2, i);
            MetricInput.NotNaN(logitValues[i], i);
        }
        for (var start = 0; start < truthValues.Length; start += labels)
        {
            var row = truthValues.Slice(start, labels);
            if (row.Contains(-100f))
            {
                IgnoredRows++;
                continue;
            }
            foreach (var value in row) truth.Add(value == 1);
            foreach (var logit in logitValues.Slice(start, labels)) logits.Add(logit);
        }
    }

    /// <summary>Probabilities and truth of the rows counted.</summary>
    public MultiLabelScores Scores() => new(truth.ToArray(), [.. logits.Select(l => 1 / (1 + Math.Exp(-(double)l)))], labels, threshold);

    /// <summary>The named metrics, in the order of the names.</summary>
    /// <exception cref="UsageException">OH5110 for an unknown name, OH5111 for one that does not fit the task.</exception>
    public MetricReport Compute(IEnumerable<string> names)
    {
        var scores = Scores();
        return MetricReport.Of(names, TaskTarget.Classes, labels, name => Compute(name, scores));
    }

    private static MetricValue Compute(string name, MultiLabelScores s)
    {
        static Func<ConfusionMatrix, double> Of(Func<ConfusionMatrix, int, double, double> metric) => m => metric(m, 1, 0);
        static double F1(ConfusionMatrix m) => LabelMetrics.F(m, 1);
        return name switch
        {
            "f1_macro" => s.Hard(F1, Averaging.Macro),
            "f1_micro" => s.Hard(F1, Averaging.Micro),
            "f1_weighted" => s.Hard(F1, Averaging.Weighted),
            "f1_samples" => s.HardSamples(F1),
            "precision_macro" => s.Hard(Of(LabelMetrics.Precision), Averaging.Macro),
            "precision_micro" => s.Hard(Of(LabelMetrics.Precision), Averaging.Micro),
            "precision_weighted" => s.Hard(Of(LabelMetrics.Precision), Averaging.Weighted),
            "recall_macro" => s.Hard(Of(LabelMetrics.Recall), Averaging.Macro),
            "recall_micro" => s.Hard(Of(LabelMetrics.Recall), Averaging.Micro),
            "recall_weighted" => s.Hard(Of(LabelMetrics.Recall), Averaging.Weighted),
            "jaccard_macro" => s.Hard(Of(LabelMetrics.Jaccard), Averaging.Macro),
            "jaccard_micro" => s.Hard(Of(LabelMetrics.Jaccard), Averaging.Micro),
            "jaccard_weighted" => s.Hard(Of(LabelMetrics.Jaccard), Averaging.Weighted),
            "roc_auc" => s.RocAuc(),
            "roc_auc_micro" => s.RocAuc(Averaging.Micro),
            "roc_auc_weighted" => s.RocAuc(Averaging.Weighted),
            "average_precision" => s.AveragePrecision(),
            "average_precision_micro" => s.AveragePrecision(Averaging.Micro),
            "average_precision_weighted" => s.AveragePrecision(Averaging.Weighted),
            "hamming_loss" => s.HammingLoss(),
            "subset_accuracy" => s.SubsetAccuracy(),
            "label_ranking_average_precision" => LabelRanking.AveragePrecision(s),
            "label_ranking_loss" => LabelRanking.Loss(s),
            "coverage_error" => LabelRanking.CoverageError(s),
            _ => throw new InvalidOperationException($"the catalogue lists '{name}', which nothing computes"),
        };
    }
}
