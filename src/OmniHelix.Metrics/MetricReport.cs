namespace OmniHelix.Metrics;

/// <summary>Named results of one evaluation, in the order asked for.</summary>
public sealed class MetricReport
{
    /// <summary>The code of a prediction that is NaN.</summary>
    public const string ScoreIsNotANumber = "OH5103";

    private readonly List<KeyValuePair<string, MetricValue>> values;

    private MetricReport(List<KeyValuePair<string, MetricValue>> values) => this.values = values;

    /// <summary>Names and values in order.</summary>
    public IReadOnlyList<KeyValuePair<string, MetricValue>> Values => values;

    /// <summary>The value of a metric that was asked for.</summary>
    /// <exception cref="KeyNotFoundException">It was not asked for.</exception>
    public MetricValue this[string name] =>
        values.Find(v => v.Key == name) is { Key: not null } found
            ? found.Value
            : throw new KeyNotFoundException($"'{name}' was not computed");

    internal static MetricReport Of(
        IEnumerable<string> names, TaskTarget target, int outputs, Func<string, MetricValue> compute, TaskUnit? unit = null)
    {
        var found = names.Distinct(StringComparer.Ordinal).Select(name => MetricCatalog.Find(name, target, outputs, unit).Name);
        return new([.. found.Select(name => KeyValuePair.Create(name, compute(name)))]);
    }
}
