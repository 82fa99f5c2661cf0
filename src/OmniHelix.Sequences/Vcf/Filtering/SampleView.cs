namespace OmniHelix.Sequences.Vcf.Filtering;

/// <summary>Records with some of their people.</summary>
internal sealed class SampleView
{
    private readonly ViewLine line;
    private readonly VariantRecord view;

    /// <param name="header">The header of the records.</param>
    /// <param name="columns">The people, from 0, in the order wanted.</param>
    public SampleView(VcfHeader header, int[] columns)
    {
        Header = header.With([.. columns.Select(column => header.Samples[column])], []);
        line = new ViewLine(columns);
        view = new VariantRecord(Header, "");
    }

    /// <summary>The header with these people.</summary>
    public VcfHeader Header { get; }

    /// <summary>A record with these people; valid until the next.</summary>
    public VariantRecord Of(VariantRecord record)
    {
        view.Source = record.Source;
        view.Load(line.Of(record, filter: null, counts: null), record.Line);
        return view;
    }
}
