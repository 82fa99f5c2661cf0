namespace OmniHelix.Metrics;

/// <summary>Regression of several columns <c>[rows, columns]</c> where each cell may be missing.</summary>
public sealed class MultiOutputRegression
{
    private readonly double[][] truth;
    private readonly double[][] prediction;

    /// <summary>Keeps the valid cells, column by column.</summary>
    /// <param name="truth">Row-major, <c>[rows, columns]</c>.</param>
    /// <param name="prediction">Row-major, <c>[rows, columns]</c>.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="valid">True for cells that count, <c>[rows, columns]</c>; empty when all do.</param>
    /// <exception cref="OmniException">OH5101 for wrong sizes, OH5103 for NaN in a valid cell.</exception>
    public MultiOutputRegression(
        ReadOnlySpan<double> truth, ReadOnlySpan<double> prediction, int columns, ReadOnlySpan<bool> valid = default)
    {
        MetricInput.SameLength(truth.Length, prediction.Length);
        if (!valid.IsEmpty) MetricInput.SameLength(truth.Length, valid.Length);
        MetricInput.Rows(truth.Length, columns, columns < 1 ? 0 : truth.Length / columns);
        this.truth = new double[columns][];
        this.prediction = new double[columns][];
        for (var c = 0; c < columns; c++)
        {
            var (t, p) = (new List<double>(), new List<double>());
            for (var i = c; i < truth.Length; i += columns)
            {
                if (!valid.IsEmpty && !valid[i]) continue;
                MetricInput.NotNaN(truth[i], i);
                MetricInput.NotNaN(prediction[i], i);
                t.Add(truth[i]);
                p.Add(prediction[i]);
            }
            (this.truth[c], this.prediction[c]) = ([.. t], [.. p]);
        }
    }

    /// <summary>Number of columns.</summary>
    public int Columns => truth.Length;

    /// <summary>Valid cells of each column.</summary>
    public int[] ValidPerColumn() => [.. truth.Select(t => t.Length)];

    /// <summary>A metric of each column.</summary>
    public MetricValue[] PerColumn(ColumnMetric metric) => [.. truth.Select((t, c) => metric(t, prediction[c]))];

    /// <summary>Mean over columns of the column's root mean squared error; columns without a valid cell are left out and counted.</summary>
    public MetricValue Mcrmse() => MetricValue.Mean(PerColumn(Regression.Rmse));

    /// <summary>Mean of a metric over the columns where it is defined.</summary>
    public MetricValue Mean(ColumnMetric metric) => MetricValue.Mean(PerColumn(metric));

    /// <summary>A metric over all valid cells as one vector.</summary>
    public MetricValue Flattened(ColumnMetric metric) => metric([.. truth.SelectMany(t => t)], [.. prediction.SelectMany(p => p)]);

    /// <summary>R² of the columns weighted by their sums of squared deviations; constant columns are left out and counted.</summary>
    public MetricValue R2VarianceWeighted() =>
        MetricValue.WeightedMean(PerColumn((t, p) => Regression.R2(t, p)), [.. truth.Select(t => Regression.SquaredDeviation(t))]);
}

/// <summary>A metric of one column's truth and prediction.</summary>
public delegate MetricValue ColumnMetric(ReadOnlySpan<double> truth, ReadOnlySpan<double> prediction);
