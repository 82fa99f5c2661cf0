using System.Text.Json;
using System.Text.RegularExpressions;
using OmniHelix.Metrics;
using static OmniHelix.Goldens.Groups.MetricsQuestions;

namespace OmniHelix.Goldens.Groups;

/// <summary>Scores against binary, multi-class and multi-label truth.</summary>
internal static partial class MetricsScoreQuestions
{
    public static Func<string, Func<object?>?> Binary(JsonElement one)
    {
        bool[] truth = Positive(Vector(one.GetProperty("truth")));
        double[] score = Vector(one.GetProperty("score"));
        var sweep = new ScoreSweep(truth, score);
        return key => key switch
        {
            "roc_auc" or "torchmetrics_auroc" => () => sweep.RocAuc(),
            "average_precision" or "torchmetrics_average_precision" => () => sweep.AveragePrecision(),
            "auprc_trapezoid" => () => sweep.PrecisionRecallTrapezoid(),
            "roc_curve" => () => Curve(sweep.Roc()),
            "roc_curve_drop_intermediate" => () => Curve(sweep.Roc(dropIntermediate: true)),
            "precision_recall_curve" => () => Curve(sweep.PrecisionRecall()),
            "roc_auc_of_hard_labels" => () => new ScoreSweep(truth, [.. score.Select(s => s > 0.5 ? 1.0 : 0)]).RocAuc(),
            "log_loss" => () => Calibration.LogLoss(truth, score),
            "brier" => () => Calibration.Brier(truth, score),
            _ when key.StartsWith("roc_auc_max_fpr_", StringComparison.Ordinal) => () => sweep.RocAuc(WithoutPoint(key[16..])),
            _ when NumberAfter(key, "f1_at_") is { } threshold => () => AtThreshold(truth, score, threshold),
            _ when CalibrationKey(key) is { } bins => () => Calibration.Error(truth, score, bins.Bins, bins.Norm),
            _ => null,
        };
    }

    public static Func<string, Func<object?>?> MultiClass(JsonElement one)
    {
        var table = one.GetProperty("probability");
        var scores = new MultiClassScores(Integers(one.GetProperty("truth")), Flatten(table), Columns(table));
        return key => key switch
        {
            "roc_auc_ovr_per_class" or "torchmetrics_auroc_none" => () => scores.RocAucPerClass(),
            "average_precision_per_class" or "torchmetrics_average_precision_none" => () => scores.AveragePrecisionPerClass(),
            "roc_auc_ovo_macro" => () => scores.RocAucOneVsOne(),
            "roc_auc_ovo_weighted" => () => scores.RocAucOneVsOne(weighted: true),
            "log_loss" => () => scores.LogLoss(),
            "brier_sum_over_classes" => () => scores.Brier(),
            "argmax" => () => scores.Prediction(),
            _ when CalibrationKey(key) is { } bins => () => scores.CalibrationError(bins.Bins, bins.Norm),
            _ when TopK().Match(key) is { Success: true } match => () => scores.TopK(Integer(match.Groups[1])),
            _ when Area().Match(key) is { Success: true } match && AveragingOf(match.Groups[2].Value) is { } averaging =>
                match.Groups[1].Value.EndsWith("average_precision", StringComparison.Ordinal)
                    ? () => scores.AveragePrecision(averaging)
                    : () => scores.RocAuc(averaging),
            _ => null,
        };
    }

    public static Func<string, Func<object?>?> MultiLabel(JsonElement one)
    {
        var table = one.GetProperty("score");
        var threshold = one.TryGetProperty("threshold", out var given) ? given.GetDouble() : 0.5;
        var labels = new MultiLabelScores(Positive(Flatten(one.GetProperty("truth"))), Flatten(table), Columns(table), threshold);
        return key => key switch
        {
            "roc_auc_per_label" or "torchmetrics_auroc_none" => () => labels.RocAucPerLabel(),
            "average_precision_per_label" or "torchmetrics_average_precision_none" => () => labels.AveragePrecisionPerLabel(),
            "roc_auc_samples" => () => labels.RocAucSamples(),
            "average_precision_samples" => () => labels.AveragePrecisionSamples(),
            "roc_auc_macro_defined_labels" => () => labels.RocAuc(),
            "undefined_labels" => () => labels.RocAucPerLabel().Index().Where(v => !v.Item.IsDefined).Select(v => v.Index).ToArray(),
            "hamming_loss" => () => labels.HammingLoss(),
            "subset_accuracy" => () => labels.SubsetAccuracy(),
            "mcc_per_label" => () => labels.Confusions().Select(LabelMetrics.Mcc).ToArray(),
            "confusion_per_label" => () => labels.Confusions().Select(m => Rows(m, [0, 1])).ToArray(),
            "label_ranking_average_precision" => () => LabelRanking.AveragePrecision(labels),
            "coverage_error" => () => LabelRanking.CoverageError(labels),
            "label_ranking_loss" => () => LabelRanking.Loss(labels),
            _ when Area().Match(key) is { Success: true } match && AveragingOf(match.Groups[2].Value) is { } averaging =>
                match.Groups[1].Value.EndsWith("average_precision", StringComparison.Ordinal)
                    ? () => labels.AveragePrecision(averaging)
                    : () => labels.RocAuc(averaging),
            _ when Hard().Match(key) is { Success: true } match =>
                HardMetric(labels, OfPositive(match.Groups[1].Value), match.Groups[2].Value),
            _ => null,
        };
    }

    private static Func<object?> HardMetric(MultiLabelScores labels, Func<ConfusionMatrix, double> metric, string how) => how switch
    {
        "per_label" => () => labels.Confusions().Select(metric).ToArray(),
        "samples" => () => labels.HardSamples(metric),
        _ => () => labels.Hard(metric, AveragingOf(how)!.Value),
    };

    private static Func<ConfusionMatrix, double> OfPositive(string metric) => metric switch
    {
        "precision" => m => LabelMetrics.Precision(m, 1),
        "recall" => m => LabelMetrics.Recall(m, 1),
        "jaccard" => m => LabelMetrics.Jaccard(m, 1),
        _ => m => LabelMetrics.F(m, 1, WithoutPoint(metric[1..])),
    };

    private static double AtThreshold(bool[] truth, double[] score, double threshold)
    {
        var m = new ConfusionMatrix(2);
        for (var i = 0; i < truth.Length; i++) m.Add(truth[i] ? 1 : 0, score[i] >= threshold ? 1 : 0);
        return LabelMetrics.F(m, 1);
    }

    private static Dictionary<string, object?>? Curve(RocCurve? curve) =>
        curve is null
            ? null
            : new() { ["fpr"] = curve.FalsePositiveRate, ["tpr"] = curve.TruePositiveRate, ["thresholds"] = curve.Thresholds };

    private static Dictionary<string, object?>? Curve(PrecisionRecallCurve? curve) =>
        curve is null ? null : new() { ["precision"] = curve.Precision, ["recall"] = curve.Recall, ["thresholds"] = curve.Thresholds };

    [GeneratedRegex(@"^top(\d+)_accuracy$", RegexOptions.CultureInvariant)]
    private static partial Regex TopK();

    [GeneratedRegex(
        @"^(roc_auc|roc_auc_ovr|average_precision|torchmetrics_auroc|torchmetrics_average_precision)_(macro|micro|weighted)$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Area();

    [GeneratedRegex(@"^(precision|recall|jaccard|f\d+)_(macro|micro|weighted|samples|per_label)$", RegexOptions.CultureInvariant)]
    private static partial Regex Hard();
}
