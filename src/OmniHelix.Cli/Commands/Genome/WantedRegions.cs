using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Intervals;

namespace OmniHelix.Cli.Commands.Genome;

/// <summary>The regions of a command line, asked line by line; a contig that no line lies on is an error, because it is usually a slip.</summary>
internal sealed class WantedRegions
{
    private readonly IReadOnlyList<GenomicRegion> regions;
    private readonly IntervalIndex index;
    // Each contig's common name with the one that the file uses.
    private readonly Dictionary<string, string> seen = [];
    private readonly List<int> hits = [];
    private string lastContig = "";

    /// <summary>Reads regions.</summary>
    /// <exception cref="OmniException">OH1023: a text is no region.</exception>
    public WantedRegions(IReadOnlyList<string> texts)
    {
        regions = [.. texts.Select(GenomicRegion.Parse)];
        index = new IntervalIndex([.. regions.Select(Interval)]);
    }

    /// <summary>More than one region.</summary>
    public bool AreSeveral => regions.Count > 1;

    /// <summary>Disjoint regions in the order in which an index names contigs.</summary>
    /// <exception cref="OmniException">OH1020: a contig that the index does not name.</exception>
    public IEnumerable<GenomicRegion> InOrderOf(ContigNames names)
    {
        var named = regions.Select(r => Interval(r) with { Contig = names.NameOf(r.Contig, r.Text) }).ToList();
        return IntervalMerge.Merge(named).Select(m => m.Interval).OrderBy(i => names.IndexOf(i.Contig)).Select(i => new GenomicRegion(i.Contig, i.Start, i.End, i.Contig));
    }

    /// <summary>Whether a line is wanted: it overlaps a region, or none was named.</summary>
    public bool Want(GenomicInterval interval)
    {
        if (regions.Count == 0) return true;
        if (interval.Contig != lastContig) seen[ContigNames.Canonical(interval.Contig)] = lastContig = interval.Contig;
        index.FindOverlaps(interval, hits);
        return hits.Count > 0;
    }

    /// <summary>Says at the end of a file which contigs it does not have.</summary>
    /// <exception cref="OmniException">OH1020: no line lay on the contig of a region.</exception>
    public void CheckContigs(string path)
    {
        foreach (var region in regions)
            if (!seen.ContainsKey(ContigNames.Canonical(region.Contig)))
                throw new OmniException("OH1020", $"nothing lies on a contig '{region.Contig}'", path, NearestName.Ask(region.Contig, seen.Values));
    }

    private static GenomicInterval Interval(GenomicRegion region) => new(region.Contig, Math.Max(0, region.Start), region.End);
}
