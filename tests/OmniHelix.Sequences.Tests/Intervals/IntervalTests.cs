using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Intervals;

namespace OmniHelix.Sequences.Tests.Intervals;

public class IntervalTests
{
    [Fact]
    public void TheIndexFindsWhatComparingAllPairsFinds()
    {
        var random = new Xoshiro256(1);
        var all = Random(random, 300);
        var index = new IntervalIndex(all);
        var hits = new List<int>();
        foreach (var query in Random(random, 300))
        {
            index.FindOverlaps(query, hits);
            Assert.Equal(
                Enumerable.Range(0, all.Count).Where(i => all[i].Contig == query.Contig && OverlapRule.Default.Accepts(query, all[i])),
                hits);
        }
    }

    [Theory]
    [InlineData(StrandRule.Any)]
    [InlineData(StrandRule.Same)]
    [InlineData(StrandRule.Opposite)]
    public void TheNearestAreThoseOfComparingAllPairs(StrandRule strands)
    {
        var random = new Xoshiro256(2);
        var all = Random(random, 60);
        var index = new IntervalIndex(all);
        var rule = new OverlapRule { Strands = strands };
        foreach (var query in Random(random, 300))
        {
            var distances = Enumerable.Range(0, all.Count)
                .Where(i => all[i].Contig == query.Contig && rule.AcceptsStrands(query.Strand, all[i].Strand))
                .Select(i => new Neighbour(i, query.Reach.Distance(all[i].Reach))).ToList();
            var expected = distances.Where(d => d.Distance == distances.Min(o => o.Distance)).OrderBy(d => all[d.Index].Start)
                .ThenBy(d => d.Index);
            Assert.Equal(expected, Nearest.Find(query, index, strands));
        }
    }

    [Fact]
    public void MergedIntervalsCoverTheSameBasesAndLieApart()
    {
        var all = Random(new Xoshiro256(3), 200).Where(i => i.Length > 0).ToList();
        var merged = IntervalMerge.Merge(all);
        Assert.Equal(Bases(all), Bases(merged.Select(m => m.Interval)));
        Assert.Equal(Enumerable.Range(0, all.Count), merged.SelectMany(m => m.Members).Order());
        foreach (var (a, b) in merged.Zip(merged.Skip(1)))
            Assert.True(a.Interval.Contig != b.Interval.Contig || a.Interval.End < b.Interval.Start);
    }

    [Fact]
    public void SubtractingAndComplementingLeaveTheOtherBases()
    {
        var random = new Xoshiro256(4);
        var (a, b) = (Random(random, 100).Where(i => i.Length > 0).ToList(), Random(random, 50).Where(i => i.Length > 0).ToList());
        var index = new IntervalIndex(b);
        Assert.Equal(Bases(a).Except(Bases(b)), Bases(a.SelectMany(i => Subtraction.Subtract(i, index))));
        var genome = new ContigLengths(new ContigNames(["c", "d"], "g"), [1000, 1000]);
        var whole = Bases([new("c", 0, 1000), new("d", 0, 1000)]);
        Assert.Equal(whole.Except(Bases(a)), Bases(Subtraction.Complement(a, genome)));
    }

    [Fact]
    public void JaccardAndCoverageCountBases()
    {
        var random = new Xoshiro256(5);
        var (a, b) = (Random(random, 30).Where(i => i.Length > 0).ToList(), Random(random, 30).Where(i => i.Length > 0).ToList());
        var found = Coverage.Jaccard(a, b);
        Assert.Equal((Bases(a).Intersect(Bases(b)).Count(), Bases(a).Union(Bases(b)).Count()), ((int)found.Intersection, (int)found.Union));
        var index = new IntervalIndex(b);
        foreach (var interval in a)
            Assert.Equal(Bases([interval]).Intersect(Bases(b)).Count(), (int)Coverage.Of(interval, index).Covered);
    }

    [Fact]
    public void NamesOfOneContigOverlap()
    {
        var index = new IntervalIndex([new("chr1", 0, 10), new("MT", 0, 10)]);
        var hits = new List<int>();
        index.FindOverlaps(new("1", 5, 6), hits);
        Assert.Equal([0], hits);
        index.FindOverlaps(new("chrM", 5, 6), hits);
        Assert.Equal([1], hits);
        index.FindOverlaps(new("2", 5, 6), hits);
        Assert.Empty(hits);
    }

    [Theory]
    [InlineData(5, 5, 5, 9, true)]
    [InlineData(5, 5, 0, 5, true)]
    [InlineData(5, 5, 6, 9, false)]
    [InlineData(5, 5, 5, 5, true)]
    [InlineData(5, 5, 7, 7, false)]
    [InlineData(0, 5, 5, 9, false)]
    public void APlaceBetweenBasesTouchesBoth(long start, long end, long otherStart, long otherEnd, bool overlaps)
    {
        var (one, other) = (new GenomicInterval("c", start, end), new GenomicInterval("c", otherStart, otherEnd));
        var hits = new List<int>();
        Intersection.Find(one, new IntervalIndex([other]), null, hits);
        Assert.Equal(overlaps ? [0] : [], hits);
        if (!overlaps || start != end) return;
        Assert.Equal(one, Intersection.Shared(one, other));
        Assert.Equal(0, Intersection.SharedBases(one, other));
    }

    [Theory]
    [InlineData(0.5, 0, true)]
    [InlineData(0.51, 0, false)]
    [InlineData(0, 0.25, true)]
    [InlineData(0, 0.26, false)]
    public void FractionsAreOfEachInterval(double first, double second, bool accepted) =>
        Assert.Equal(
            accepted, new OverlapRule { FractionOfFirst = first, FractionOfSecond = second }.Accepts(new("c", 0, 10), new("c", 5, 25)));

    [Fact]
    public void ExtensionsStopAtTheEndsOfTheContigAndTurnWithTheStrand()
    {
        Assert.Equal(
            new GenomicInterval("c", 0, 100, Strand.Forward), Extension.Slop(new("c", 10, 90, Strand.Forward), Extent.Both(50), 100));
        Assert.Equal(
            new GenomicInterval("c", 7, 25, Strand.Reverse),
            Extension.Slop(new("c", 10, 20, Strand.Reverse), new(5, 3, ByStrand: true), 100));
        Assert.Equal([new("c", 0, 10), new("c", 20, 24)], Extension.Flank(new("c", 10, 20), new(50, 4), 100));
        Assert.Empty(Extension.Flank(new("c", 0, 100), Extent.Both(5), 100));
        Assert.Equal(
            new GenomicInterval("c", 0, long.MaxValue >> 4), Extension.Slop(new("c", 5, 9), Extent.Both(1L << 61), long.MaxValue >> 4));
    }

    [Fact]
    public void WindowsTileToTheEnd()
    {
        Assert.Equal([new("c", 0, 30), new("c", 20, 50), new("c", 40, 50)], Tiling.Windows(new("c", 0, 50), 30, 20));
        Assert.Equal("OH1028", Assert.Throws<UsageException>(() => Tiling.Windows(new("c", 0, 50), 0, 20)).Code);
        Assert.Equal("OH1028", Assert.Throws<UsageException>(() => Tiling.Windows(new("c", 0, 50), 10, -1)).Code);
    }

    [Fact]
    public void AnUnknownContigHasNoComplement() =>
        Assert.Equal("OH1020", Assert.Throws<OmniException>(
            () => Subtraction.Complement([new("x", 0, 5)], new ContigLengths(new ContigNames(["c"], "g"), [10])).ToList()).Code);

    private static List<GenomicInterval> Random(Xoshiro256 random, int count) => [.. Enumerable.Range(0, count).Select(_ =>
    {
        var start = random.Next(990);
        return new GenomicInterval(
            random.Next(2) == 0 ? "c" : "d", start, Math.Min(1000, start + random.Next(30) * random.Next(3)), (Strand)random.Next(3));
    })];

    private static SortedSet<(string, long)> Bases(IEnumerable<GenomicInterval> intervals) =>
        [.. intervals.SelectMany(i => Enumerable.Range((int)i.Start, (int)i.Length).Select(b => (i.Contig, (long)b)))];

    [Fact]
    public void APartOfTheContigIsPointedOut()
    {
        var names = new ContigNames(["20:1000001-2000000", "MT"], "ref.fa");
        var error = Assert.Throws<OmniException>(() => names.IndexOf("20"));
        Assert.Equal("OH1020", error.Code);
        Assert.Contains("'20:1000001-2000000'", error.Advice, StringComparison.Ordinal);
    }
}
