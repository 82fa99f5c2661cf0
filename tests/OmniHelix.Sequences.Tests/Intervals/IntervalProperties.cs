using CsCheck;
using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Intervals;

namespace OmniHelix.Sequences.Tests.Intervals;

/// <summary>The algebra of intervals against sets of bases, on intervals that CsCheck draws.</summary>
public class IntervalProperties
{
    private const int Length = 60;
    private const int Draws = 2000;

    private static readonly ContigLengths Genome = new(new ContigNames(["a", "b"], "g"), [Length, Length]);

    private static readonly Gen<GenomicInterval> One =
        from contig in Gen.OneOf("a", "b")
        from start in Gen.Int[0, Length - 1]
        from bases in Gen.Int[1, 12]
        from strand in Gen.OneOf(Strand.Forward, Strand.Reverse)
        select new GenomicInterval(contig, start, Math.Min(Length, start + bases), strand);

    private static readonly Gen<List<GenomicInterval>> Some = One.List[0, 12];

    [Fact]
    public void HitsAreTheIntervalsThatShareABase() => Gen.Select(One, Some).Sample((interval, others) =>
    {
        var hits = new List<int>();
        Intersection.Find(interval, new IntervalIndex(others), null, hits);
        Assert.Equal(Enumerable.Range(0, others.Count).Where(i => Bases(others[i]).Overlaps(Bases(interval))), hits);
        foreach (var hit in hits)
        {
            var both = Bases(interval).Intersect(Bases(others[hit])).ToHashSet();
            Assert.Equal(both, Bases(Intersection.Shared(interval, others[hit])));
            Assert.Equal(both.Count, Intersection.SharedBases(interval, others[hit]));
        }
    }, iter: Draws);

    [Fact]
    public void RulesOfOverlapCountSharesOfBases() =>
        Gen.Select(One, Some, Gen.OneOf<double>(0, 0.25, 0.5, 1), Gen.OneOf<double>(0, 0.5, 1), Gen.Enum<StrandRule>())
            .Sample((interval, others, ofFirst, ofSecond, strands) =>
            {
                var rule = new OverlapRule { FractionOfFirst = ofFirst, FractionOfSecond = ofSecond, Strands = strands };
                var hits = new List<int>();
                Intersection.Find(interval, new IntervalIndex(others), rule, hits);
                Assert.Equal(Enumerable.Range(0, others.Count).Where(i => Accepts(others[i])), hits);

                bool Accepts(GenomicInterval other)
                {
                    var shared = Bases(interval).Intersect(Bases(other)).Count();
                    return shared > 0 && shared >= ofFirst * interval.Length && shared >= ofSecond * other.Length
                        && (strands == StrandRule.Any || (strands == StrandRule.Same) == (interval.Strand == other.Strand));
                }
            }, iter: Draws);

    [Fact]
    public void WhatIsLeftAndWhatIsTakenAwayIsTheWhole() => Gen.Select(One, Some).Sample((interval, others) =>
    {
        var left = Bases([.. Subtraction.Subtract(interval, new IntervalIndex(others))]);
        Assert.Equal(Bases(interval).Except(Bases([.. others])).ToHashSet(), left);
    }, iter: Draws);

    [Fact]
    public void MergedIntervalsAndTheirComplementAreTheGenome() => Gen.Select(Some, Gen.Int[0, 4]).Sample((intervals, gap) =>
    {
        var merged = IntervalMerge.Merge(intervals).Select(one => one.Interval).ToList();
        Assert.Equal(Bases([.. intervals]), Bases([.. merged]));
        Assert.Equal(
            Bases([.. Genome.Whole()]).Except(Bases([.. intervals])).ToHashSet(),
            Bases([.. Subtraction.Complement(intervals, Genome)]));
        var joined = IntervalMerge.Merge(intervals, gap);
        Assert.Equal(Enumerable.Range(0, intervals.Count), joined.SelectMany(one => one.Members).Order());
        foreach (var (first, second) in joined.Zip(joined.Skip(1)))
            Assert.True(first.Interval.Contig != second.Interval.Contig || first.Interval.End + gap < second.Interval.Start);
    }, iter: Draws);

    [Fact]
    public void CoverageAndLikenessCountBases() => Gen.Select(One, Some, Some).Sample((interval, first, second) =>
    {
        Assert.Equal(
            Bases(interval).Intersect(Bases([.. first])).Count(), Coverage.Of(interval, new IntervalIndex(first)).Covered);
        var found = Coverage.Jaccard(first, second);
        Assert.Equal(Bases([.. first]).Intersect(Bases([.. second])).Count(), found.Intersection);
        Assert.Equal(Bases([.. first]).Union(Bases([.. second])).Count(), found.Union);
    }, iter: Draws);

    [Fact]
    public void NoIntervalIsNearerThanTheNearest() => Gen.Select(One, Some, Gen.Bool).Sample((interval, others, apart) =>
    {
        var found = Nearest.Find(interval, new IntervalIndex(others), StrandRule.Any, apart);
        var distances = others.Where(other => other.Contig == interval.Contig).Select(other => Distance(interval, other))
            .Where(distance => !apart || distance > 0).ToList();
        Assert.Equal(distances.Count(distance => distance == distances.Min()), found.Count);
        Assert.All(found, neighbour => Assert.Equal(distances.Min(), neighbour.Distance));
    }, iter: Draws);

    [Fact]
    public void WindowsCoverWhatTheyTileWithoutGaps() => Gen.Select(One, Gen.Int[1, 9], Gen.Int[1, 9]).Sample((interval, size, step) =>
    {
        var windows = Tiling.Windows(interval, size, Math.Min(size, step)).ToList();
        Assert.Equal(Bases(interval), Bases([.. windows]));
        Assert.All(windows, window => Assert.InRange(window.Length, 1, size));
    }, iter: Draws);

    [Fact]
    public void ExtendedIntervalsAreTheirFlanksAndThemselves() =>
        Gen.Select(One, Gen.Int[0, 9], Gen.Int[0, 9], Gen.Bool).Sample((interval, before, after, byStrand) =>
        {
            var extent = new Extent(before, after, byStrand);
            var flanks = Extension.Flank(interval, extent, Length).ToList();
            Assert.Equal(Bases([interval, .. flanks]), Bases(Extension.Slop(interval, extent, Length)));
            Assert.DoesNotContain(flanks, flank => Bases(flank).Overlaps(Bases(interval)));
        }, iter: Draws);

    private static long Distance(GenomicInterval a, GenomicInterval b)
    {
        if (a.Start < b.End && b.Start < a.End) return 0;
        return a.Start >= b.End ? a.Start - b.End + 1 : b.Start - a.End + 1;
    }

    private static HashSet<(string Contig, long Base)> Bases(params GenomicInterval[] intervals)
    {
        var bases = new HashSet<(string Contig, long Base)>();
        foreach (var interval in intervals)
            for (var at = interval.Start; at < interval.End; at++) bases.Add((interval.Contig, at));
        return bases;
    }
}
