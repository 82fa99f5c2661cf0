using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using OmniHelix.Metrics;

namespace OmniHelix.Goldens.Groups;

/// <summary>
/// Finds, for a case, what its expected keys ask for. A resolver returns null for a key it does not know; the work happens when the answer
/// is called.
/// </summary>
internal static partial class MetricsQuestions
{
    public static Func<string, Func<object?>?>? For(JsonElement one)
    {
        bool Has(string name) => one.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;
        bool Table(string name) => one.GetProperty(name) is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0
            && list[0].ValueKind == JsonValueKind.Array;
        if (Has("logits") && Has("labels")) return MetricsLabelQuestions.Token(one);
        if (Has("relevance") && Has("score")) return MetricsRankingQuestions.Ranking(one);
        if (!Has("truth")) return null;
        if (Has("prediction") && Has("labels")) return MetricsLabelQuestions.Labels(one);
        if (Has("prediction")) return Table("truth") ? MetricsRegressionQuestions.MultiOutput(one) : MetricsRegressionQuestions.Single(one);
        if (Has("probability") && one.GetProperty("probability").ValueKind == JsonValueKind.Array)
            return MetricsScoreQuestions.MultiClass(one);
        if (!Has("score")) return null;
        if (Table("truth")) return MetricsScoreQuestions.MultiLabel(one);
        return Table("score") ? MetricsRankingQuestions.Splice(one) : MetricsScoreQuestions.Binary(one);
    }

    /// <summary>The names under which the float64 libraries give the same quantity.</summary>
    public static IEnumerable<string> SameAsTorchMetrics(string name) =>
    [
        name,
        .. name switch
        {
            "accuracy_micro" => new[] { "accuracy" },
            "accuracy_macro" => ["recall_macro"],
            "accuracy_weighted" => ["recall_weighted"],
            "auroc" => ["roc_auc"],
            "auroc_none" => ["roc_auc_ovr_per_class", "roc_auc_per_label"],
            "average_precision_none" => ["average_precision_per_class", "average_precision_per_label"],
            _ when name.StartsWith("auroc_", StringComparison.Ordinal) => [$"roc_auc_ovr_{name[6..]}", $"roc_auc_{name[6..]}"],
            _ => [],
        },
    ];

    /// <summary>The calibration error that a key such as <c>ece_l2_bins15</c> asks for.</summary>
    public static (CalibrationNorm Norm, int Bins)? CalibrationKey(string key)
    {
        var match = CalibrationPattern().Match(key);
        return match.Success ? (Enum.Parse<CalibrationNorm>(match.Groups[1].Value, ignoreCase: true), Integer(match.Groups[2])) : null;
    }

    /// <summary>The number after a prefix, as in <c>ndcg_at_5</c>.</summary>
    public static double? NumberAfter(string key, string prefix) =>
        key.StartsWith(prefix, StringComparison.Ordinal)
            && double.TryParse(key.AsSpan(prefix.Length), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>A decimal number whose point was dropped: <c>05</c> is 0.5, <c>2</c> is 2.</summary>
    public static double WithoutPoint(string digits) =>
        double.Parse(digits is ['0', _, ..] ? $"0.{digits[1..]}" : digits, CultureInfo.InvariantCulture);

    public static Averaging? AveragingOf(string name) =>
        Enum.TryParse<Averaging>(name, ignoreCase: true, out var averaging) ? averaging : null;

    public static double[] Vector(JsonElement list) => [.. list.EnumerateArray().Select(GoldenJson.Number)];

    public static int[] Integers(JsonElement list) => [.. list.EnumerateArray().Select(v => (int)GoldenJson.Number(v))];

    /// <summary>All numbers of a nested list, row by row.</summary>
    public static double[] Flatten(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().SelectMany(Flatten)] : [GoldenJson.Number(list)];

    public static int Columns(JsonElement table) => table[0].GetArrayLength();

    public static bool[] Positive(double[] values) => [.. values.Select(v => v > 0)];

    public static double[][] Rows(double[,] table) =>
        [.. Enumerable.Range(0, table.GetLength(0))
            .Select(i => Enumerable.Range(0, table.GetLength(1)).Select(j => table[i, j]).ToArray())];

    public static long[][] Rows(ConfusionMatrix m, IReadOnlyList<int> classes) =>
        [.. classes.Select(k => classes.Select(j => m[k, j]).ToArray())];

    public static int Integer(Group group) => int.Parse(group.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^ece_(l1|l2|max)_bins(\d+)$", RegexOptions.CultureInvariant)]
    private static partial Regex CalibrationPattern();
}
