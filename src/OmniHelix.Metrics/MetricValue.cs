namespace OmniHelix.Metrics;

/// <summary>
/// A metric's value, or why it has none. An undefined part (a label with one class only, a constant column) is left out of averages and
/// counted; it never becomes 0 or NaN.
/// </summary>
/// <param name="Value">The finite value; null when undefined.</param>
/// <param name="Skipped">Parts (labels, classes, pairs, rows, columns) that were undefined and left out.</param>
/// <param name="Reason">Why something was left out or the value is undefined; null when nothing is to be said.</param>
public readonly record struct MetricValue(double? Value, int Skipped = 0, string? Reason = null)
{
    /// <summary>
    /// Whether the formula has no value and <see cref="Value"/> is the number that other programs give there: it says nothing of the
    /// predictions.
    /// </summary>
    public bool IsConvention { get; init; }

    /// <summary>The value; null when undefined, and where it is a convention.</summary>
    public double? Measured => IsConvention ? null : Value;

    /// <summary>True when there is a value.</summary>
    public bool IsDefined => Value.HasValue;

    /// <summary>A value; a result that is not finite becomes undefined.</summary>
    public static MetricValue Of(double value) =>
        double.IsFinite(value) ? new(value) : Undefined("the result is not a finite number");

    /// <summary>No value.</summary>
    public static MetricValue Undefined(string reason, int skipped = 1) => new(null, skipped, reason);

    /// <summary>The unweighted mean of the defined parts, with the count of the others.</summary>
    public static MetricValue Mean(IReadOnlyList<MetricValue> parts) => WeightedMean(parts, null);

    /// <summary>The weighted mean of the defined parts of positive weight, with the count of the others; null weights are equal.</summary>
    public static MetricValue WeightedMean(IReadOnlyList<MetricValue> parts, IReadOnlyList<double>? weights)
    {
        double sum = 0, total = 0;
        var skipped = 0;
        string? reason = null;
        for (var i = 0; i < parts.Count; i++)
        {
            if (parts[i].Value is not { } value)
            {
                skipped++;
                reason ??= parts[i].Reason;
                continue;
            }
            var weight = weights?[i] ?? 1;
            sum += weight * value;
            total += weight;
        }
        return total > 0 ? new(sum / total, skipped, reason) : new(null, skipped, reason ?? "nothing to average");
    }
}
