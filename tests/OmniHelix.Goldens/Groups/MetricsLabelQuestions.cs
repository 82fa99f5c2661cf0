using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using OmniHelix.Metrics;
using static OmniHelix.Goldens.Groups.MetricsQuestions;

namespace OmniHelix.Goldens.Groups;

/// <summary>Hard labels, and logits with masked labels.</summary>
internal static partial class MetricsLabelQuestions
{
    public static Func<string, Func<object?>?> Labels(JsonElement one)
    {
        int[] truth = Integers(one.GetProperty("truth")), prediction =
            Integers(one.GetProperty("prediction")), all = Integers(one.GetProperty("labels"));
        var m = ConfusionMatrix.From(truth, prediction, all.Concat(truth).Concat(prediction).Max() + 1);
        return key => OfMatrix(m, all, key);
    }

    public static Func<string, Func<object?>?> Token(JsonElement one)
    {
        var logits = one.GetProperty("logits");
        var classes = logits[0][0].GetArrayLength();
        var ignore = (int)GoldenJson.Number(one.GetProperty("ignore_index"));
        var evaluator = new ClassificationEvaluator(
            classes,
            new ClassificationEvaluatorOptions { KeepScores = true, IgnoreLabel = ignore });
        evaluator.Add([.. Flatten(one.GetProperty("labels")).Select(v => (int)v)], [.. Flatten(logits).Select(v => (float)v)]);
        // The references were computed from float64 probabilities: compare the score metrics through the same functions without the float32
        // step.
        var (truth, probability) = Valid(Flatten(one.GetProperty("labels")), Flatten(logits), classes, ignore);
        var scores = new MultiClassScores(truth, probability, classes);
        var m = evaluator.Confusion;
        return key => key switch
        {
            "n_valid" => () => evaluator.Confusion.Total,
            "f1_per_class" => () => Enumerable.Range(0, classes).Select(k => LabelMetrics.F(m, k)).ToArray(),
            "confusion_matrix" => () => Rows(m, [.. Enumerable.Range(0, classes)]),
            "cross_entropy" or "torch_cross_entropy" => () => scores.LogLoss(),
            "perplexity" => () => scores.LogLoss() is { Value: { } loss }
                ? MetricValue.Of(Math.Exp(loss))
                : MetricValue.Undefined("no labelled position"),
            "roc_auc_ovr_macro" or "torchmetrics_auroc_macro" => () => scores.RocAuc(),
            _ => OfMatrix(m, [.. Enumerable.Range(0, classes)], key),
        };
    }

    private static (int[] Truth, double[] Probability) Valid(double[] labels, double[] logits, int classes, int ignore)
    {
        var truth = new List<int>();
        var probability = new List<double>();
        for (var i = 0; i < labels.Length; i++)
        {
            if ((int)labels[i] == ignore) continue;
            truth.Add((int)labels[i]);
            var row = logits.AsSpan(i * classes, classes).ToArray();
            var max = row.Max();
            var sum = row.Sum(v => Math.Exp(v - max));
            probability.AddRange(row.Select(v => Math.Exp(v - max) / sum));
        }
        return ([.. truth], [.. probability]);
    }

    private static Func<object?>? OfMatrix(ConfusionMatrix m, int[] all, string key)
    {
        var present = m.PresentClasses();
        switch (key)
        {
            case "accuracy" or "torchmetrics_accuracy_micro": return () => LabelMetrics.Accuracy(m);
            case "torchmetrics_accuracy_macro": return () => LabelMetrics.Recall(m, Averaging.Macro);
            case "torchmetrics_accuracy_weighted": return () => LabelMetrics.Recall(m, Averaging.Weighted);
            case "balanced_accuracy": return () => LabelMetrics.BalancedAccuracy(m);
            case "balanced_accuracy_adjusted": return () => LabelMetrics.BalancedAccuracy(m, adjusted: true);
            case "mcc" or "torchmetrics_mcc": return () => LabelMetrics.Mcc(m);
            case "cohen_kappa": return () => LabelMetrics.CohenKappa(m);
            case "hamming_loss" or "zero_one_loss": return () => LabelMetrics.ZeroOneLoss(m);
            case "labels_present": return () => present;
            case "confusion_matrix": return () => Rows(m, present);
            case "confusion_matrix_all_labels": return () => Rows(m, all);
            case "confusion_matrix_normalized_true": return () => Present(m.Normalized(ConfusionNormalization.Truth), present);
            case "confusion_matrix_normalized_pred": return () => Present(m.Normalized(ConfusionNormalization.Prediction), present);
            case "confusion_matrix_normalized_all": return () => Present(m.Normalized(ConfusionNormalization.All), present);
            case "report": return () => Report(m, present);
        }
        var match = Averaged().Match(key);
        if (!match.Success) return null;
        var zeroDivision = match.Groups["zero"].Value switch { "" or "0" => 0, "1" => 1, _ => double.NaN };
        var metric = match.Groups["metric"].Value;
        var classes = match.Groups["all"].Success ? all : present;
        return match.Groups["how"].Value switch
        {
            "binary" => () => PerClass(m, metric, match.Groups["label"].Success ? Integer(match.Groups["label"]) : 1, zeroDivision),
            "per_class" => () => classes.Select(k => PerClass(m, metric, k, zeroDivision)).ToArray(),
            var how => () => OverClasses(m, metric, AveragingOf(how)!.Value, zeroDivision, classes),
        };
    }

    private static double PerClass(ConfusionMatrix m, string metric, int k, double zeroDivision) => metric switch
    {
        "precision" => LabelMetrics.Precision(m, k, zeroDivision),
        "recall" => LabelMetrics.Recall(m, k, zeroDivision),
        "jaccard" => LabelMetrics.Jaccard(m, k, zeroDivision),
        _ => LabelMetrics.F(m, k, WithoutPoint(metric[1..]), zeroDivision),
    };

    private static MetricValue OverClasses(
        ConfusionMatrix m,
        string metric,
        Averaging averaging,
        double zeroDivision,
        int[] classes) => metric switch
        {
            "precision" => LabelMetrics.Precision(m, averaging, zeroDivision, classes),
            "recall" => LabelMetrics.Recall(m, averaging, zeroDivision, classes),
            "jaccard" => LabelMetrics.Jaccard(m, averaging, zeroDivision, classes),
            _ => LabelMetrics.F(m, averaging, WithoutPoint(metric[1..]), zeroDivision, classes),
        };

    private static double[][] Present(double[,] shares, int[] present) =>
        [.. present.Select(k => present.Select(j => shares[k, j]).ToArray())];

    private static Dictionary<string, object?> Report(ConfusionMatrix m, int[] present)
    {
        static Dictionary<string, object?> Line(object precision, object recall, object f1, long support) =>
            new() { ["precision"] = precision, ["recall"] = recall, ["f1-score"] = f1, ["support"] = support };
        Dictionary<string, object?> Average(Averaging a) =>
            Line(LabelMetrics.Precision(m, a), LabelMetrics.Recall(m, a), LabelMetrics.F(m, a), m.Total);
        var report = present.ToDictionary(
            k => k.ToString(CultureInfo.InvariantCulture),
            object? (k) => Line(LabelMetrics.Precision(m, k), LabelMetrics.Recall(m, k), LabelMetrics.F(m, k), m.Truth(k)));
        report["accuracy"] = LabelMetrics.Accuracy(m);
        report["macro avg"] = Average(Averaging.Macro);
        report["micro avg"] = Average(Averaging.Micro);
        report["weighted avg"] = Average(Averaging.Weighted);
        return report;
    }

    [GeneratedRegex(
        @"^(torchmetrics_)?(?<metric>precision|recall|jaccard|f\d+)_(?<how>binary|micro|macro|weighted|per_class)"
            + @"(_zero_division_(?<zero>0|1|nan))?(_pos_label_(?<label>\d+))?(?<all>_all_labels)?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Averaged();
}
