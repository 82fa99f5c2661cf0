namespace OmniHelix.Sequences.Vcf.Filtering;

internal enum Comparison
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// <summary>
/// Compares numbers: any of the left ones with any of the right ones. A missing value equals only a missing value, and is neither smaller
/// nor larger than any.
/// </summary>
internal sealed class NumberComparison(Comparison comparison, NumberNode left, NumberNode right) : ConditionNode
{
    private readonly NumberVector first = new(), second = new();

    public override void Judge(VariantRecord record, Verdict verdict)
    {
        left.Evaluate(record, first);
        right.Evaluate(record, second);
        var samples = Math.Max(first.Samples, second.Samples);
        if (samples == 0)
        {
            verdict.Set(Any(first.Values, second.Values));
            return;
        }
        verdict.Begin(samples);
        for (var i = 0; i < samples; i++) verdict.Sample(i, Any(first.Of(i), second.Of(i)));
    }

    private bool Any(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var (noneLeft, noneRight) = (NumberVector.IsEmpty(a), NumberVector.IsEmpty(b));
        if (noneLeft || noneRight)
            return comparison switch
            {
                Comparison.Equal => noneLeft && noneRight,
                Comparison.NotEqual => noneLeft != noneRight,
                _ => false,
            };
        foreach (var x in a)
            foreach (var y in b)
                if (!double.IsNaN(x) && !double.IsNaN(y) && Holds(x, y)) return true;
        return false;
    }

    private bool Holds(double x, double y) => comparison switch
    {
        Comparison.Equal => x == y,
        Comparison.NotEqual => x != y,
        Comparison.Less => x < y,
        Comparison.LessOrEqual => x <= y,
        Comparison.Greater => x > y,
        _ => x >= y,
    };
}

/// <summary>Asks whether a number is missing: <c>QUAL="."</c>.</summary>
internal sealed class MissingCheck(NumberNode number, bool negate) : ConditionNode
{
    private readonly NumberVector values = new();

    public override void Judge(VariantRecord record, Verdict verdict)
    {
        number.Evaluate(record, values);
        if (values.Samples == 0)
        {
            verdict.Set(Holds(values.Values));
            return;
        }
        verdict.Begin(values.Samples);
        for (var i = 0; i < values.Samples; i++) verdict.Sample(i, Holds(values.Of(i)));
    }

    private bool Holds(ReadOnlySpan<double> of)
    {
        if (of.IsEmpty) return !negate;
        foreach (var value in of)
            if (!NumberVector.IsPadding(value) && double.IsNaN(value) != negate) return true;
        return false;
    }
}
