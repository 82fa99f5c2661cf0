using System.Globalization;

namespace OmniHelix.Metrics;

/// <summary>Counts <c>M[k][j]</c>: truth k predicted as j. The sufficient statistic of every metric of hard labels.</summary>
public sealed class ConfusionMatrix
{
    private readonly long[] cells;

    /// <summary>An empty matrix.</summary>
    public ConfusionMatrix(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        Classes = classes;
        cells = new long[checked(classes * classes)];
    }

    /// <summary>Number of classes.</summary>
    public int Classes { get; }

    /// <summary>Positions counted (s).</summary>
    public long Total { get; private set; }

    /// <summary>Positions predicted right (c).</summary>
    public long Correct
    {
        get
        {
            long sum = 0;
            for (var k = 0; k < Classes; k++) sum += this[k, k];
            return sum;
        }
    }

    /// <summary>Positions of class <paramref name="truth"/> predicted as <paramref name="prediction"/>.</summary>
    public long this[int truth, int prediction] => cells[truth * Classes + prediction];

    /// <summary>Counts two label vectors of equal length.</summary>
    /// <exception cref="OmniException">OH5101 when the lengths differ, OH5102 when a label is not a class.</exception>
    public static ConfusionMatrix From(ReadOnlySpan<int> truth, ReadOnlySpan<int> prediction, int classes)
    {
        MetricInput.SameLength(truth.Length, prediction.Length);
        var matrix = new ConfusionMatrix(classes);
        for (var i = 0; i < truth.Length; i++)
        {
            MetricInput.Label(truth[i], classes, i);
            MetricInput.Label(prediction[i], classes, i);
            matrix.Add(truth[i], prediction[i]);
        }
        return matrix;
    }

    /// <summary>Counts one position, or <paramref name="count"/> equal ones.</summary>
    public void Add(int truth, int prediction, long count = 1)
    {
        if ((uint)truth >= (uint)Classes || (uint)prediction >= (uint)Classes)
            throw new ArgumentOutOfRangeException(
                nameof(truth), string.Create(CultureInfo.InvariantCulture, $"({truth}, {prediction}) lies outside {Classes} classes"));
        cells[truth * Classes + prediction] += count;
        Total += count;
    }

    /// <summary>Adds the counts of another matrix over the same classes.</summary>
    public void Add(ConfusionMatrix other)
    {
        if (other.Classes != Classes) throw new ArgumentException("the matrices count different classes", nameof(other));
        for (var i = 0; i < cells.Length; i++) cells[i] += other.cells[i];
        Total += other.Total;
    }

    /// <summary>Positions whose truth is <paramref name="k"/> (t_k).</summary>
    public long Truth(int k)
    {
        long sum = 0;
        for (var j = 0; j < Classes; j++) sum += this[k, j];
        return sum;
    }

    /// <summary>Positions predicted as <paramref name="k"/> (p_k).</summary>
    public long Predicted(int k)
    {
        long sum = 0;
        for (var j = 0; j < Classes; j++) sum += this[j, k];
        return sum;
    }

    /// <summary>The classes that occur in the truth or in the prediction, ascending.</summary>
    public int[] PresentClasses() => [.. Enumerable.Range(0, Classes).Where(k => Truth(k) + Predicted(k) > 0)];

    /// <summary>Shares instead of counts; a row or column without positions stays 0.</summary>
    public double[,] Normalized(ConfusionNormalization by)
    {
        var shares = new double[Classes, Classes];
        for (var k = 0; k < Classes; k++)
            for (var j = 0; j < Classes; j++)
            {
                var whole = by switch
                {
                    ConfusionNormalization.Truth => Truth(k),
                    ConfusionNormalization.Prediction => Predicted(j),
                    _ => Total,
                };
                shares[k, j] = whole == 0 ? 0 : (double)this[k, j] / whole;
            }
        return shares;
    }
}

/// <summary>What a normalised confusion matrix sums to 1 over.</summary>
public enum ConfusionNormalization
{
    /// <summary>Each row (recall on the diagonal).</summary>
    Truth,

    /// <summary>Each column (precision on the diagonal).</summary>
    Prediction,

    /// <summary>The whole matrix.</summary>
    All,
}
