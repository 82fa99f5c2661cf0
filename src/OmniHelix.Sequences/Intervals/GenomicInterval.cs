using OmniHelix.Sequences.Genome;

namespace OmniHelix.Sequences.Intervals;

/// <summary>
/// A stretch of a contig, half-open and counted from 0. Start and end may be equal: a place between two bases, such as an insertion.
/// </summary>
/// <param name="Contig">The contig; aliases of one contig overlap.</param>
/// <param name="Start">First base.</param>
/// <param name="End">The base after the last.</param>
/// <param name="Strand">The strand, where one is known.</param>
public readonly record struct GenomicInterval(string Contig, long Start, long End, Strand Strand = Strand.None)
{
    /// <summary>Bases; 0 for a place between two bases.</summary>
    public long Length => End - Start;

    /// <summary>
    /// What the interval touches: itself, or the two bases beside a place between bases. Overlaps, distances and merging go by it, so that
    /// an insertion meets the feature it lies in or beside (the meaning of bedtools 2.30).
    /// </summary>
    internal Reach Reach => Start == End ? new(Start - 1, End + 1) : new(Start, End);

    /// <summary>
    /// The interval of this one's contig and strand that touches a reach; the inverse of <see cref="Reach"/> where this is a place between
    /// bases.
    /// </summary>
    internal GenomicInterval Touching(Reach reach)
    {
        var narrow = Start == End && reach.Start + 1 <= reach.End - 1;
        return narrow ? this with { Start = reach.Start + 1, End = reach.End - 1 } : this with { Start = reach.Start, End = reach.End };
    }
}

/// <summary>The bases that an interval touches.</summary>
internal readonly record struct Reach(long Start, long End)
{
    public long Length => End - Start;

    public bool Overlaps(Reach other) => Start < other.End && other.Start < End;

    public Reach Clip(Reach other) => new(Math.Max(Start, other.Start), Math.Min(End, other.End));

    /// <summary>0 when they overlap, 1 when they touch, else one more than the bases between them.</summary>
    public long Distance(Reach other) => Overlaps(other) ? 0 : Start >= other.End ? Start - other.End + 1 : other.Start - End + 1;
}
