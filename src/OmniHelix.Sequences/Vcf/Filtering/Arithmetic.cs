namespace OmniHelix.Sequences.Vcf.Filtering;

/// <summary>Two numbers combined, value by value; one value, or one per sample, stands for all.</summary>
internal sealed class ArithmeticNode(char @operator, NumberNode left, NumberNode right) : NumberNode
{
    private readonly NumberVector first = new(), second = new();

    public override void Evaluate(VariantRecord record, NumberVector result)
    {
        left.Evaluate(record, first);
        right.Evaluate(record, second);
        var samples = Math.Max(first.Samples, second.Samples);
        result.Clear(samples);
        if (samples == 0) Combine(first.Values, second.Values, result);
        else
            for (var i = 0; i < samples; i++) Combine(first.Of(i), second.Of(i), result);
    }

    private void Combine(ReadOnlySpan<double> a, ReadOnlySpan<double> b, NumberVector result)
    {
        var count = a.IsEmpty || b.IsEmpty ? 0 : Math.Max(a.Length, b.Length);
        for (var i = 0; i < count; i++)
        {
            // Where one side is longer, its surplus has no partner.
            if ((a.Length > 1 && i >= a.Length) || (b.Length > 1 && i >= b.Length)) result.Add(NumberVector.Missing);
            else result.Add(Apply(a[a.Length == 1 ? 0 : i], b[b.Length == 1 ? 0 : i]));
        }
    }

    private double Apply(double x, double y)
    {
        if (NumberVector.IsPadding(x) || NumberVector.IsPadding(y)) return NumberVector.Padding;
        if (double.IsNaN(x) || double.IsNaN(y)) return NumberVector.Missing;
        return @operator switch
        {
            '+' => x + y,
            '-' => x - y,
            '*' => x * y,
            '/' => x / y,
            _ => x % y,
        };
    }
}

/// <summary>A function of every value.</summary>
internal sealed class MappedNumber(NumberNode of, Func<double, double> function) : NumberNode
{
    private readonly NumberVector inner = new();

    public override void Evaluate(VariantRecord record, NumberVector result)
    {
        of.Evaluate(record, inner);
        result.Clear(inner.Samples);
        foreach (var value in inner.Values) result.Add(double.IsNaN(value) ? value : function(value));
    }
}

/// <summary>A summary of values such as <c>MAX</c>: of all of them, or of those of every sample (<c>SMPL_MAX</c>).</summary>
internal sealed class SummaryNumber(NumberNode of, Func<List<double>, double> summary, bool perSample) : NumberNode
{
    private readonly NumberVector inner = new();
    private readonly List<double> present = [];

    /// <summary>The summaries by the names they have in expressions.</summary>
    public static IReadOnlyDictionary<string, Func<List<double>, double>> ByName { get; } =
        new Dictionary<string, Func<List<double>, double>>
        {
            ["MAX"] = values => values.Max(),
            ["MIN"] = values => values.Min(),
            ["AVG"] = values => values.Average(),
            ["MEAN"] = values => values.Average(),
            ["MEDIAN"] = Median,
            ["STDEV"] = StandardDeviation,
            ["SUM"] = values => values.Sum(),
            ["COUNT"] = values => values.Count,
        };

    public override void Evaluate(VariantRecord record, NumberVector result)
    {
        of.Evaluate(record, inner);
        var samples = perSample ? inner.Samples : 0;
        result.Clear(samples);
        if (samples == 0) Summarise(inner.Values, result);
        else
            for (var i = 0; i < samples; i++) Summarise(inner.Of(i), result);
    }

    private void Summarise(ReadOnlySpan<double> values, NumberVector result)
    {
        present.Clear();
        foreach (var value in values)
            if (!double.IsNaN(value)) present.Add(value);
        if (present.Count > 0) result.Add(summary(present));
        else result.Add(NumberVector.Missing);
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values.Count % 2 == 1 ? values[values.Count / 2] : (values[values.Count / 2] + values[values.Count / 2 - 1]) / 2;
    }

    private static double StandardDeviation(List<double> values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / values.Count);
    }
}

/// <summary>How many samples meet a condition, or which share of them.</summary>
internal sealed class PassingSamples(ConditionNode condition, bool share) : NumberNode
{
    private readonly Verdict verdict = new();

    public override void Evaluate(VariantRecord record, NumberVector result)
    {
        condition.Judge(record, verdict);
        result.Clear();
        double passing = verdict.SampleCount == 0 && verdict.Site ? record.Header.Samples.Count : verdict.Samples.Count(true);
        result.Add(share ? passing / record.Header.Samples.Count : passing);
    }
}

/// <summary>Lengths of texts.</summary>
internal sealed class TextLength(TextNode of) : NumberNode
{
    private readonly List<string> texts = [];

    public override void Evaluate(VariantRecord record, NumberVector result)
    {
        texts.Clear();
        of.Evaluate(record, texts);
        result.Clear();
        foreach (var text in texts)
            foreach (var range in text.AsSpan().Split(','))
                result.Add(text == "." ? 0 : range.End.Value - range.Start.Value);
    }
}
