using System.Text.Json;
using OmniHelix.Metrics;
using static OmniHelix.Goldens.Groups.MetricsQuestions;

namespace OmniHelix.Goldens.Groups;

/// <summary>Regression with one and with several columns.</summary>
internal static class MetricsRegressionQuestions
{
    public static Func<string, Func<object?>?> Single(JsonElement one)
    {
        double[] t = Vector(one.GetProperty("truth")), p = Vector(one.GetProperty("prediction"));
        return key => key switch
        {
            "mse" => () => Regression.Mse(t, p),
            "rmse" => () => Regression.Rmse(t, p),
            "mae" => () => Regression.Mae(t, p),
            "median_ae" => () => Regression.MedianAbsoluteError(t, p),
            "max_error" => () => Regression.MaxError(t, p),
            "r2" or "torchmetrics_r2" => () => Regression.R2(t, p, forceFinite: true),
            "r2_no_force_finite" => () => Regression.R2(t, p),
            "explained_variance" => () => Regression.ExplainedVariance(t, p, forceFinite: true),
            "pearson" or "torchmetrics_pearson" => () => Correlation.Pearson(t, p).Coefficient,
            "pearson_pvalue" => () => Correlation.Pearson(t, p).PValue,
            "spearman" or "torchmetrics_spearman" => () => Correlation.Spearman(t, p).Coefficient,
            "spearman_pvalue" => () => Correlation.Spearman(t, p).PValue,
            "kendall_tau_b" => () => KendallTau.B(t, p).Coefficient,
            "kendall_tau_b_pvalue" => () => KendallTau.B(t, p).PValue,
            "kendall_tau_c" => () => KendallTau.C(t, p).Coefficient,
            "kendall_tau_c_pvalue" => () => KendallTau.C(t, p).PValue,
            "ranks_truth" => () => Ranks.Average(t),
            "ranks_prediction" => () => Ranks.Average(p),
            "concordance_ccc" => () => Correlation.Concordance(t, p),
            "linregress" => () => Correlation.Line(t, p) is { } line
                ? new Dictionary<string, object?> { ["slope"] = line.Slope, ["intercept"] = line.Intercept }
                : null,
            _ => null,
        };
    }

    public static Func<string, Func<object?>?> MultiOutput(JsonElement one)
    {
        var table = one.GetProperty("truth");
        bool[] valid = one.TryGetProperty("mask", out var mask) && mask.ValueKind == JsonValueKind.Array ? Positive(Flatten(mask)) : [];
        var columns = new MultiOutputRegression(Flatten(table), Flatten(one.GetProperty("prediction")), Columns(table), valid);
        static MetricValue R2(ReadOnlySpan<double> t, ReadOnlySpan<double> p) => Regression.R2(t, p, forceFinite: true);
        return key => key switch
        {
            "rmse_per_column" or "rmse_per_column_masked" => () => columns.PerColumn(Regression.Rmse),
            "valid_per_column" => () => columns.ValidPerColumn(),
            "mcrmse" => () => columns.Mcrmse(),
            "flattened_rmse" => () => columns.Flattened(Regression.Rmse),
            "mse_uniform" => () => columns.Mean(Regression.Mse),
            "r2_raw_values" => () => columns.PerColumn(R2),
            "r2_uniform_average" => () => columns.Mean(R2),
            "r2_variance_weighted" => () => columns.R2VarianceWeighted(),
            _ => null,
        };
    }
}
