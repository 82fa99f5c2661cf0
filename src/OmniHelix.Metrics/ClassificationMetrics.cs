namespace OmniHelix.Metrics;

/// <summary>Computes the catalogue's classification metrics by name.</summary>
public static class ClassificationMetrics
{
    /// <summary>A metric that needs hard labels only; null for one that needs scores.</summary>
    public static MetricValue? OfLabels(string name, ConfusionMatrix m) => name switch
    {
        "accuracy" => LabelMetrics.Accuracy(m),
        "balanced_accuracy" => LabelMetrics.BalancedAccuracy(m),
        "mcc" => LabelMetrics.Mcc(m),
        "cohen_kappa" => LabelMetrics.CohenKappa(m),
        "hamming_loss" => LabelMetrics.ZeroOneLoss(m),
        "f1" => Positive(m, LabelMetrics.F(m, 1)),
        "precision" => Positive(m, LabelMetrics.Precision(m, 1)),
        "recall" => Positive(m, LabelMetrics.Recall(m, 1)),
        "f1_macro" => LabelMetrics.F(m, Averaging.Macro),
        "f1_micro" => LabelMetrics.F(m, Averaging.Micro),
        "f1_weighted" => LabelMetrics.F(m, Averaging.Weighted),
        "precision_macro" => LabelMetrics.Precision(m, Averaging.Macro),
        "precision_micro" => LabelMetrics.Precision(m, Averaging.Micro),
        "precision_weighted" => LabelMetrics.Precision(m, Averaging.Weighted),
        "recall_macro" => LabelMetrics.Recall(m, Averaging.Macro),
        "recall_micro" => LabelMetrics.Recall(m, Averaging.Micro),
        "recall_weighted" => LabelMetrics.Recall(m, Averaging.Weighted),
        "jaccard_macro" => LabelMetrics.Jaccard(m, Averaging.Macro),
        "jaccard_micro" => LabelMetrics.Jaccard(m, Averaging.Micro),
        "jaccard_weighted" => LabelMetrics.Jaccard(m, Averaging.Weighted),
        _ => null,
    };

    internal static MetricValue Compute(string name, ClassificationEvaluator evaluator, Lazy<MultiClassScores> scores)
    {
        if (OfLabels(name, evaluator.Confusion) is { } value) return value;
        if (name == "log_loss") return evaluator.CrossEntropy();
        if (name == "perplexity")
            return evaluator.CrossEntropy() is { Value: { } loss }
                ? MetricValue.Of(Math.Exp(loss))
                : MetricValue.Undefined("no labelled position");
        var s = scores.Value;
        var binary = s.Classes == 2;
        return name switch
        {
            "roc_auc" => binary ? s.Sweep(1).RocAuc() : s.RocAuc(),
            "roc_auc_micro" => s.RocAuc(Averaging.Micro),
            "roc_auc_weighted" => s.RocAuc(Averaging.Weighted),
            "roc_auc_ovo" => s.RocAucOneVsOne(),
            "average_precision" => binary ? s.Sweep(1).AveragePrecision() : s.AveragePrecision(),
            "average_precision_micro" => s.AveragePrecision(Averaging.Micro),
            "average_precision_weighted" => s.AveragePrecision(Averaging.Weighted),
            // The binary Brier score counts the positive class only, half of the sum over both.
            "brier" => binary && s.Brier() is { Value: { } both } ? new(both / 2) : s.Brier(),
            "ece" => s.CalibrationError(),
            "top2_accuracy" => s.TopK(2),
            "top5_accuracy" => s.TopK(5),
            _ => throw new InvalidOperationException($"the catalogue lists '{name}', which nothing computes"),
        };
    }

    private static MetricValue Positive(ConfusionMatrix m, double value) =>
        m.Total == 0 ? MetricValue.Undefined("no labelled position") : new(value);
}
