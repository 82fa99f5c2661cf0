using OmniHelix.Rna.Design;

namespace OmniHelix.Rna.Tests.Design;

public class ParetoFrontsTests
{
    [Fact]
    public void FrontsAreThoseOfWhomNoneIsBetterInEverything()
    {
        Candidate[] all = [Of(1, 4), Of(2, 2), Of(4, 1), Of(2, 4), Of(3, 3), Of(4, 4), Of(5, 5)];

        var fronts = ParetoFronts.Of(all);

        Assert.Equal(4, fronts.Count);
        Assert.Equal([all[0], all[1], all[2]], fronts[0]);
        Assert.Equal([all[3], all[4]], fronts[1]);
        Assert.Equal([all[5]], fronts[2]);
        Assert.Equal([all[6]], fronts[3]);
    }

    [Fact]
    public void EveryMemberOfAFrontIsBeatenByOneOfTheFrontBefore()
    {
        var random = new Xoshiro256(3);
        Candidate[] all = [.. Enumerable.Range(0, 200).Select(_ => Of(random.Next(12), random.Next(12), random.Next(12)))];

        var fronts = ParetoFronts.Of(all);

        Assert.Equal(all.Length, fronts.Sum(front => front.Count));
        Assert.All(fronts, front => Assert.All(front, one => Assert.DoesNotContain(front, other => ParetoFronts.Compare(other, one) < 0)));
        foreach (var (before, front) in fronts.Zip(fronts.Skip(1)))
            Assert.All(front, one => Assert.Contains(before, other => ParetoFronts.Compare(other, one) < 0));
    }

    [Fact]
    public void WhatSequencesAreHeldToComesBeforeObjectives()
    {
        Assert.Equal(1, ParetoFronts.Compare(Of(0, 0, penalty: 60), Of(9, 9)));
        Assert.Equal(-1, ParetoFronts.Compare(Of(9, 9, penalty: 60), Of(0, 0, penalty: 120)));
        Assert.Equal(0, ParetoFronts.Compare(Of(1, 2), Of(2, 1)));
        Assert.Equal(0, ParetoFronts.Compare(Of(1, 2), Of(1, 2)));
    }

    [Fact]
    public void WithinAFrontThoseComeFirstThatHaveFewNearThem()
    {
        Candidate[] front = [Of(0, 10), Of(1, 9), Of(2, 8), Of(7, 3), Of(10, 0)];

        var room = ParetoFronts.Crowding(front);

        Assert.Equal([double.PositiveInfinity, 0.4, 1.2, 1.6, double.PositiveInfinity], room.Select(one => Math.Round(one, 9)));
        Assert.Equal([front[0], front[4], front[3], front[2], front[1]], ParetoFronts.Sorted(front));
    }

    [Fact]
    public void WithoutObjectivesTheOrderStays()
    {
        Candidate[] all = [Of(), Of(), Of()];

        Assert.Equal(all, ParetoFronts.Sorted(all));
        Assert.Empty(ParetoFronts.Sorted([]));
    }

    private static Candidate Of(params double[] objectives) => Of(0, objectives);

    private static Candidate Of(double first, double second, int penalty) => Of(penalty, [first, second]);

    private static Candidate Of(int penalty, double[] objectives) => new(new DesignState([], [], 0, penalty, 0), objectives, 0);
}
