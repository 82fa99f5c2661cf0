namespace OmniHelix.Sequences.Vcf;

/// <summary>Goes through one FORMAT field of all samples of a record.</summary>
internal ref struct SampleFields
{
    private readonly int field;
    private ReadOnlySpan<byte> rest;
    private bool ended;

    public SampleFields(VariantRecord record, string tag)
    {
        field = record.FormatIndex(tag);
        rest = record.SampleColumns;
        ended = record.Header.Samples.Count == 0;
    }

    /// <summary>The field of the next sample; <c>.</c> where the record or the sample leaves it out.</summary>
    public bool TryRead(out ReadOnlySpan<byte> text)
    {
        text = "."u8;
        if (ended) return false;
        var tab = rest.IndexOf((byte)'\t');
        var sample = tab < 0 ? rest : rest[..tab];
        rest = rest[(tab + 1)..];
        ended = tab < 0;
        if (field < 0) return true;
        text = Field(sample, field);
        return true;
    }

    /// <summary>One of the fields of a sample's column; <c>.</c> when it leaves it out.</summary>
    public static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> sample, int field)
    {
        for (; field > 0; field--)
        {
            var colon = sample.IndexOf((byte)':');
            if (colon < 0) return "."u8;
            sample = sample[(colon + 1)..];
        }
        var end = sample.IndexOf((byte)':');
        return end < 0 ? sample : sample[..end];
    }
}
