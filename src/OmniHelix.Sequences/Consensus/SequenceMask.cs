using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Intervals;

namespace OmniHelix.Sequences.Consensus;

/// <summary>Intervals whose bases are replaced or change their case before variants are applied.</summary>
public sealed class SequenceMask
{
    private readonly Dictionary<string, List<(long Start, long End)>> intervals;
    private readonly Dictionary<string, long[]> ends;
    private readonly BaseMark mark;
    private readonly bool exactNames;

    private SequenceMask(IEnumerable<GenomicInterval> intervals, BaseMark mark, bool exactNames)
    {
        this.mark = mark;
        this.exactNames = exactNames;
        var byContig = intervals.ToLookup(interval => Key(interval.Contig), interval => (interval.Start, interval.End));
        this.intervals = byContig.ToDictionary(contig => contig.Key, contig => Merged([.. contig]));
        ends = byContig.ToDictionary(contig => contig.Key, contig => contig.Select(interval => interval.End).ToArray());
    }

    /// <summary>Reads the intervals of a file (<see cref="IntervalTable"/>).</summary>
    /// <param name="path">The file.</param>
    /// <param name="mark">A letter, or upper or lower case.</param>
    /// <param name="exactNames">Contig names must agree to the letter; otherwise <c>1</c> is <c>chr1</c>.</param>
    /// <exception cref="OmniException">OH1001 the file cannot be opened; OH1908 a line is no interval.</exception>
    public static SequenceMask Read(string path, BaseMark mark, bool exactNames = false) =>
        new(IntervalTable.Read(path), mark, exactNames);

    /// <summary>True when bases are replaced, so that variants there must not be applied.</summary>
    internal bool HidesVariants => mark.Letter != '\0';

    /// <summary>Whether an interval has a base in [<paramref name="start"/>, <paramref name="end"/>).</summary>
    internal bool Touches(string contig, long start, long end)
    {
        if (!intervals.TryGetValue(Key(contig), out var list)) return false;
        var at = FirstEndingAfter(list, start);
        return at < list.Count && list[at].Start < end;
    }

    /// <summary>Intervals that reach behind the last base of a contig of this length.</summary>
    internal int CountBeyond(string contig, long length) => ends.TryGetValue(Key(contig), out var all) ? all.Count(end => end > length) : 0;

    /// <summary>Intervals on contigs that are none of these.</summary>
    internal int CountElsewhere(IEnumerable<string> contigs)
    {
        var known = contigs.Select(Key).ToHashSet();
        return ends.Where(contig => !known.Contains(contig.Key)).Sum(contig => contig.Value.Length);
    }

    /// <summary>Masks the bases of a target in place.</summary>
    internal void Apply(ConsensusTarget target, Span<byte> bases)
    {
        if (!intervals.TryGetValue(Key(target.Contig), out var list)) return;
        for (var i = FirstEndingAfter(list, target.Start); i < list.Count; i++)
        {
            var from = Math.Max(list[i].Start - target.Start, 0);
            var to = Math.Min(list[i].End - target.Start, bases.Length);
            if (from >= bases.Length) return;
            foreach (ref var letter in bases[(int)from..(int)to]) letter = mark.Apply(letter);
        }
    }

    private string Key(string contig) => exactNames ? contig : ContigNames.Canonical(contig);

    private static List<(long Start, long End)> Merged(List<(long Start, long End)> list)
    {
        list.Sort();
        var merged = new List<(long Start, long End)>();
        foreach (var (start, end) in list)
        {
            if (start == end) continue;
            if (merged.Count > 0 && start <= merged[^1].End) merged[^1] = (merged[^1].Start, Math.Max(merged[^1].End, end));
            else merged.Add((start, end));
        }
        return merged;
    }

    private static int FirstEndingAfter(List<(long Start, long End)> list, long position)
    {
        int low = 0, high = list.Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (list[middle].End > position) high = middle;
            else low = middle + 1;
        }
        return low;
    }
}
