namespace OmniHelix.Training.TensorBoard;

/// <summary>One record of an event file.</summary>
/// <param name="WallTime">Seconds since 1970.</param>
/// <param name="Step">Training step.</param>
/// <param name="FileVersion">Set in the first record only.</param>
/// <param name="Writer">The program that wrote the file, in the first record.</param>
/// <param name="Values">The summaries of this step.</param>
public sealed record TensorBoardEvent(
    double WallTime, long Step = 0, string? FileVersion = null, string? Writer = null, IReadOnlyList<SummaryValue>? Values = null);

/// <summary>One tagged value.</summary>
/// <param name="Tag">Name, with <c>/</c> between groups.</param>
public sealed record SummaryValue(string Tag)
{
    /// <summary>A scalar of the first generation of the format.</summary>
    public float? Scalar { get; init; }

    /// <summary>A histogram.</summary>
    public HistogramSummary? Histogram { get; init; }

    /// <summary>A tensor: text, or a scalar of the second generation.</summary>
    public TensorSummary? Tensor { get; init; }

    /// <summary>The plug-in that shows it.</summary>
    public PluginData? Plugin { get; init; }
}

/// <summary>Which plug-in shows a value.</summary>
/// <param name="Name">Such as <c>text</c>.</param>
/// <param name="Content">What only the plug-in understands.</param>
public sealed record PluginData(string Name, ReadOnlyMemory<byte> Content = default);

/// <summary>Counts between limits.</summary>
/// <param name="Min">Smallest value.</param>
/// <param name="Max">Largest value.</param>
/// <param name="Count">Number of values.</param>
/// <param name="Sum">Their sum.</param>
/// <param name="SumOfSquares">The sum of their squares.</param>
/// <param name="Limits">Upper limit of each bucket, ascending.</param>
/// <param name="Buckets">Values in each bucket.</param>
public sealed record HistogramSummary(
    double Min, double Max, double Count, double Sum, double SumOfSquares, IReadOnlyList<double> Limits, IReadOnlyList<double> Buckets);

/// <summary>A small tensor.</summary>
/// <param name="DataType">The format's own number: 1 float, 7 string.</param>
/// <param name="Shape">Sizes; null when the file gives none (a scalar).</param>
public sealed record TensorSummary(int DataType, IReadOnlyList<long>? Shape)
{
    /// <summary>Number of the float type.</summary>
    public const int Float = 1;

    /// <summary>Number of the string type.</summary>
    public const int String = 7;

    /// <summary>Values of a float tensor.</summary>
    public IReadOnlyList<float> Floats { get; init; } = [];

    /// <summary>Values of a string tensor, UTF-8.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Strings { get; init; } = [];
}
