namespace OmniHelix.Sequences.Genome;

/// <summary>The strand that a feature lies on.</summary>
public enum Strand
{
    /// <summary>Not known, or without meaning: <c>.</c>.</summary>
    None,

    /// <summary>As the contig is written: <c>+</c>.</summary>
    Forward,

    /// <summary>The other strand: <c>-</c>.</summary>
    Reverse,
}

/// <summary>How files write strands.</summary>
public static class StrandNames
{
    /// <summary>Reads <c>+</c>, <c>-</c>, <c>.</c> or the <c>?</c> of GFF3; null for anything else.</summary>
    public static Strand? Parse(ReadOnlySpan<char> text) => text.Length != 1 ? null : text[0] switch
    {
        '+' => Strand.Forward,
        '-' => Strand.Reverse,
        '.' or '?' => Strand.None,
        _ => null,
    };

    /// <summary>The strand's sign.</summary>
    public static char Sign(this Strand strand) => strand switch { Strand.Forward => '+', Strand.Reverse => '-', _ => '.' };
}
