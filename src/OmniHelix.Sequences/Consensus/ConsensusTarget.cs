using System.Globalization;

namespace OmniHelix.Sequences.Consensus;

/// <summary>Which records count as inside a target that is part of a contig.</summary>
public enum RegionOverlap
{
    /// <summary>Position inside the target (<c>0</c>, <c>pos</c>).</summary>
    Position,

    /// <summary>Any base of the record inside the target (<c>1</c>, <c>record</c>).</summary>
    Record,

    /// <summary>Any changed base inside the target (<c>2</c>, <c>variant</c>).</summary>
    Variant,
}

/// <summary>What a FASTA record stands for: a contig or a part of it.</summary>
/// <param name="Contig">Name of the contig.</param>
/// <param name="Start">First base, from 0; below 0 for a window that begins before its contig, with other letters there.</param>
/// <param name="End">The base after the last; <see cref="long.MaxValue"/> for a whole contig.</param>
public sealed record ConsensusTarget(string Contig, long Start, long End)
{
    /// <summary>A whole contig.</summary>
    public static ConsensusTarget Whole(string contig) => new(contig, 0, long.MaxValue);

    /// <summary>Whether it is not said to be a part.</summary>
    public bool IsWhole => Start == 0 && End == long.MaxValue;

    /// <summary>
    /// Reads the header of a FASTA record, without <c>&gt;</c>: the name ends at the first blank or colon, and <c>:from-to</c> (from 1,
    /// inclusive; a window around the start of a contig has <c>:-5-14</c>) names a part. What does not fit means the whole contig.
    /// </summary>
    public static ConsensusTarget Parse(string header)
    {
        var end = header.AsSpan().IndexOfAny(" \t:");
        if (end < 0) return Whole(header);
        var name = header[..end];
        if (header[end] != ':') return Whole(name);
        var rest = header.AsSpan(end + 1);
        var blank = rest.IndexOfAny(" \t");
        if (blank >= 0) rest = rest[..blank];
        var dash = rest.IsEmpty ? -1 : rest[1..].IndexOf('-') + 1;
        return dash > 0
            && long.TryParse(rest[..dash], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var from)
            && long.TryParse(rest[(dash + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var to)
            && to >= from
                ? new ConsensusTarget(name, from - 1, to)
                : Whole(name);
    }

    /// <summary>Whether an edit belongs to this target.</summary>
    internal bool Holds(in ConsensusEdit edit, RegionOverlap overlap)
    {
        if (edit.Position >= End) return false;
        switch (overlap)
        {
            case RegionOverlap.Position:
                return edit.Position >= Start;
            case RegionOverlap.Record:
                return edit.RecordEnd > Start;
            default:
                var kept = edit.Kind == EditKind.Delete ? 1
                    : edit.Kind == EditKind.Replace ? SharedLetters(edit.Reference, edit.Alternate)
                    : 0;
                var first = edit.Position + Math.Min(kept, edit.Span);
                // Inserted bases are inside when both bases around them are.
                return first < End && edit.End > Start;
        }
    }

    private static int SharedLetters(string a, string b)
    {
        var n = 0;
        while (n < a.Length && n < b.Length && char.ToUpperInvariant(a[n]) == char.ToUpperInvariant(b[n])) n++;
        return n;
    }
}
