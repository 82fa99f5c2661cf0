using OmniHelix.Sequences.Genome;

namespace OmniHelix.Sequences.Intervals;

/// <summary>How far intervals are extended.</summary>
/// <param name="Before">Bases at the start, or upstream when <paramref name="ByStrand"/>.</param>
/// <param name="After">Bases at the end, or downstream when <paramref name="ByStrand"/>.</param>
/// <param name="ByStrand">On the reverse strand the two change places.</param>
public readonly record struct Extent(long Before, long After, bool ByStrand = false)
{
    /// <summary>The same on both sides.</summary>
    public static Extent Both(long bases) => new(bases, bases);

    internal (long Left, long Right) On(Strand strand) => ByStrand && strand == Strand.Reverse ? (After, Before) : (Before, After);
}

/// <summary>Intervals made longer, and the stretches beside them; never beyond a contig.</summary>
public static class Extension
{
    /// <summary>Extends an interval.</summary>
    /// <param name="interval">The interval.</param>
    /// <param name="extent">How far.</param>
    /// <param name="contigLength">Where the contig ends.</param>
    public static GenomicInterval Slop(GenomicInterval interval, Extent extent, long contigLength)
    {
        var (left, right) = extent.On(interval.Strand);
        var reach = interval.Reach;
        return interval.Touching(new(Math.Clamp(reach.Start - left, 0, contigLength), Math.Clamp(reach.End + right, 0, contigLength)));
    }

    /// <summary>The stretches before and after an interval; none where the contig leaves no room.</summary>
    /// <inheritdoc cref="Slop"/>
    public static IEnumerable<GenomicInterval> Flank(GenomicInterval interval, Extent extent, long contigLength)
    {
        var (left, right) = extent.On(interval.Strand);
        var reach = interval.Reach;
        var before = interval with { Start = Math.Max(0, reach.Start - left), End = Math.Min(contigLength, reach.Start) };
        var after = interval with { Start = reach.End, End = Math.Min(contigLength, reach.End + right) };
        if (before.Length > 0) yield return before;
        if (after.Length > 0) yield return after;
    }

    /// <summary>Intervals within reach of one: those that overlap it when it is extended.</summary>
    /// <param name="interval">The interval.</param>
    /// <param name="extent">How far to look.</param>
    /// <param name="index">Where to look.</param>
    /// <param name="strands">How strands have to agree.</param>
    /// <param name="hits">Filled with positions, ascending.</param>
    public static void FindNear(GenomicInterval interval, Extent extent, IntervalIndex index, StrandRule strands, List<int> hits)
    {
        var (left, right) = extent.On(interval.Strand);
        var reach = interval.Reach;
        index.FindOverlaps(interval.Contig, new Reach(Math.Max(0, reach.Start - left), reach.End + right), hits);
        var rule = new OverlapRule { Strands = strands };
        hits.RemoveAll(hit => !rule.AcceptsStrands(interval.Strand, index.Intervals[hit].Strand));
    }
}
