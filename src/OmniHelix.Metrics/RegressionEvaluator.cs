namespace OmniHelix.Metrics;

/// <summary>
/// Accumulates regression results batch by batch, for whole sequences and for positions. Missing cells are given by a mask, never by a
/// magic value: −100 is a number like any other.
/// </summary>
public sealed class RegressionEvaluator
{
    private readonly int columns;
    private readonly List<double> truth = [];
    private readonly List<double> prediction = [];
    private readonly List<bool> valid = [];

    /// <summary>An empty evaluator of <paramref name="columns"/> outputs.</summary>
    public RegressionEvaluator(int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        this.columns = columns;
    }

    /// <summary>Cells left out by the mask.</summary>
    public long MaskedCells { get; private set; }

    /// <summary>Adds a batch.</summary>
    /// <param name="truthValues">Row-major, <c>[rows, columns]</c>.</param>
    /// <param name="predictions">Row-major, <c>[rows, columns]</c>.</param>
    /// <param name="mask">True for cells that count; empty when all do.</param>
    /// <exception cref="OmniException">OH5101 for wrong sizes, OH5103 for NaN in a cell that counts.</exception>
    public void Add(ReadOnlySpan<float> truthValues, ReadOnlySpan<float> predictions, ReadOnlySpan<bool> mask = default)
    {
        MetricInput.SameLength(truthValues.Length, predictions.Length);
        if (!mask.IsEmpty) MetricInput.SameLength(truthValues.Length, mask.Length);
        MetricInput.Rows(truthValues.Length, columns, truthValues.Length / columns);
        for (var i = 0; i < truthValues.Length; i++)
        {
            if (!mask.IsEmpty && !mask[i]) continue;
            MetricInput.NotNaN(truthValues[i], i);
            MetricInput.NotNaN(predictions[i], i);
        }
        for (var i = 0; i < truthValues.Length; i++)
        {
            var counts = mask.IsEmpty || mask[i];
            if (!counts) MaskedCells++;
            valid.Add(counts);
            truth.Add(truthValues[i]);
            prediction.Add(predictions[i]);
        }
    }

    /// <summary>Everything added, by column.</summary>
    public MultiOutputRegression Columns() => new(truth.ToArray(), prediction.ToArray(), columns, valid.ToArray());

    /// <summary>The named metrics, in the order of the names; with several columns the mean over the columns where it is defined.</summary>
    /// <exception cref="UsageException">OH5110 for an unknown name, OH5111 for one that does not fit the task.</exception>
    public MetricReport Compute(IEnumerable<string> names)
    {
        var table = Columns();
        return MetricReport.Of(names, TaskTarget.Number, columns, name => name == "mcrmse" ? table.Mcrmse() : table.Mean(Metric(name)));
    }

    private static ColumnMetric Metric(string name) => name switch
    {
        "rmse" => Regression.Rmse,
        "mse" => Regression.Mse,
        "mae" => Regression.Mae,
        "median_ae" => Regression.MedianAbsoluteError,
        "max_error" => Regression.MaxError,
        "r2" => (t, p) => Regression.R2(t, p),
        "explained_variance" => (t, p) => Regression.ExplainedVariance(t, p),
        "pearson" => (t, p) => Correlation.Pearson(t, p).Coefficient,
        "spearman" => (t, p) => Correlation.Spearman(t, p).Coefficient,
        "kendall_tau_b" => (t, p) => KendallTau.B(t, p).Coefficient,
        "ccc" => Correlation.Concordance,
        _ => throw new InvalidOperationException($"the catalogue lists '{name}', which nothing computes"),
    };
}
