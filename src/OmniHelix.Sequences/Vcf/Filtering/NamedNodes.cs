namespace OmniHelix.Sequences.Vcf.Filtering;

/// <summary><c>TYPE</c>, which can only be compared.</summary>
internal sealed class KindNode : FilterNode;

/// <summary><c>FILTER</c>, which can only be compared.</summary>
internal sealed class FilterColumnNode : FilterNode;

/// <summary><c>GT</c>: a text for every sample, or one of the kinds of calls.</summary>
internal sealed class GenotypeText(Subscript samples) : TextNode
{
    private readonly FormatText text = new("GT", samples);

    public Subscript Samples { get; } = samples;

    public override bool PerSample => true;

    public override void Evaluate(VariantRecord record, List<string> result)
    {
        if (record.FormatIndex("GT") >= 0) text.Evaluate(record, result);
    }
}

/// <summary>Some of the values of a site.</summary>
internal sealed class SelectedNumber(NumberNode of, Subscript which) : NumberNode
{
    private readonly NumberVector inner = new();

    public override void Evaluate(VariantRecord record, NumberVector result)
    {
        of.Evaluate(record, inner);
        result.Clear();
        for (var i = 0; i < inner.Count; i++)
            if (which.Includes(i)) result.Add(inner.Values[i]);
    }
}
