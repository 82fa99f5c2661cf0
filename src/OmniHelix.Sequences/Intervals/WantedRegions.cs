using OmniHelix.Sequences.Genome;

namespace OmniHelix.Sequences.Intervals;

/// <summary>The regions somebody asked for; without any, everything is wanted. Not for several threads at once.</summary>
public sealed class WantedRegions
{
    private readonly IReadOnlyList<GenomicRegion> regions;
    private readonly bool contigsMayLack;
    private readonly IntervalIndex index;
    // Each contig's common name with the one that the file uses.
    private readonly Dictionary<string, string> seen = [];
    private readonly List<int> hits = [];
    private string lastContig = "";

    /// <summary>Takes regions that were named one by one: a contig that nothing lies on is usually a slip.</summary>
    public WantedRegions(IEnumerable<GenomicRegion> regions)
        : this([.. regions], contigsMayLack: false)
    {
    }

    private WantedRegions(IReadOnlyList<GenomicRegion> regions, bool contigsMayLack)
    {
        this.regions = regions;
        this.contigsMayLack = contigsMayLack;
        index = new IntervalIndex([.. regions.Select(Interval)]);
    }

    /// <summary>Everything is wanted.</summary>
    public static WantedRegions Everything => new([]);

    /// <summary>No region was named.</summary>
    public bool IsEverything => regions.Count == 0;

    /// <summary>Reads regions as users write them.</summary>
    /// <exception cref="OmniException">OH1023: a text is no region.</exception>
    public static WantedRegions Parse(IEnumerable<string> texts) => new(texts.Select(text => GenomicRegion.Parse(text)));

    /// <summary>Takes the intervals of a file, which may have contigs that nothing lies on.</summary>
    /// <param name="intervals">In any order; a place between two bases is wanted with both.</param>
    public static WantedRegions Of(IEnumerable<GenomicInterval> intervals) =>
        new([.. intervals.Select(one => new GenomicRegion(one.Contig, one.Reach.Start, one.Reach.End, one.Contig))], contigsMayLack: true);

    /// <summary>Disjoint regions in the order in which an index names contigs.</summary>
    /// <exception cref="OmniException">OH1020: a named contig that the index does not name.</exception>
    public IEnumerable<GenomicRegion> InOrderOf(ContigNames names)
    {
        var known = contigsMayLack ? regions.Where(region => names.TryIndexOf(region.Contig, out _)) : regions;
        var named = known.Select(region => Interval(region) with { Contig = names.NameOf(region.Contig, region.Text) }).ToList();
        return IntervalMerge.Merge(named).Select(merged => merged.Interval)
            .OrderBy(interval => names.IndexOf(interval.Contig))
            .Select(interval => new GenomicRegion(interval.Contig, interval.Start, interval.End, interval.Contig));
    }

    /// <summary>Whether an interval is wanted: it overlaps a region, or none was named.</summary>
    public bool Want(GenomicInterval interval)
    {
        if (IsEverything) return true;
        if (interval.Contig != lastContig) seen[ContigNames.Canonical(interval.Contig)] = lastContig = interval.Contig;
        index.FindOverlaps(interval, hits);
        return hits.Count > 0;
    }

    /// <summary>Says at the end of a file which named contigs it does not have.</summary>
    /// <exception cref="OmniException">OH1020: no interval lay on the contig of a region.</exception>
    public void CheckContigs(string path)
    {
        if (contigsMayLack) return;
        foreach (var region in regions)
            if (!seen.ContainsKey(ContigNames.Canonical(region.Contig)))
                throw new OmniException(
                    "OH1020", $"nothing lies on a contig '{region.Contig}'", path, NearestName.Ask(region.Contig, seen.Values));
    }

    private static GenomicInterval Interval(GenomicRegion region) => new(region.Contig, Math.Max(0, region.Start), region.End);
}
