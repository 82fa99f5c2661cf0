using OmniHelix.Rna.Distances;

namespace OmniHelix.Rna.Tests.Distances;

/// <summary>Distances of structures: by hand, and what holds of all distances.</summary>
public class StructureDistanceTests
{
    [Theory]
    [InlineData("((....))", "((....))", 0, 0, 0, 0)]
    [InlineData("((....))", "........", 2, 4, 8, 8)]
    [InlineData("((....))", "(......)", 1, 2, 4, 4)]
    [InlineData("((....))..", "..((....))", 4, 8, 4, 4)]
    [InlineData("(..)(..)", "(......)", 3, 2, 8, 8)]
    public void SmallStructuresByHand(string a, string b, int pairs, int hamming, int tree, int condensed)
    {
        var (one, other) = (SecondaryStructure.Parse(a), SecondaryStructure.Parse(b));
        Assert.Equal(pairs, StructureDistance.BasePairs(one, other));
        Assert.Equal(hamming, StructureDistance.Hamming(one, other));
        Assert.Equal(tree, StructureDistance.TreeEdit(one, other));
        Assert.Equal(condensed, StructureDistance.TreeEdit(one, other, condensed: true));
    }

    [Fact]
    public void TheMountainOfAPairIsOneOverItsSpan()
    {
        var one = SecondaryStructure.Parse("(...)");
        var none = SecondaryStructure.Parse(".....");
        // Raised where it opens, level again where it closes; unpaired bases count as height 0.
        Assert.Equal(0.25, StructureDistance.Mountain(one, none), 12);
        Assert.Equal(0.25, StructureDistance.Mountain(one, none, 2), 12);
    }

    [Fact]
    public void ADistanceIsOneOfAMetric()
    {
        var random = new Random(7);
        var structures = Enumerable.Range(0, 12).Select(_ => Structure(random, 40)).ToList();
        foreach (var distance in Distances())
            foreach (var a in structures)
                foreach (var b in structures)
                {
                    var there = distance(a, b);
                    Assert.Equal(there, distance(b, a), 9);
                    Assert.Equal(a.Equals(b), there == 0);
                    foreach (var c in structures) Assert.True(distance(a, c) <= there + distance(b, c) + 1e-9);
                }
    }

    [Fact]
    public void TreesOfDifferentLengthsAreComparedAndDeepOnesToo()
    {
        // A pair goes, 2, and two unpaired bases come, 1 + 1.
        Assert.Equal(4, StructureDistance.TreeEdit(SecondaryStructure.Parse("((...))"), SecondaryStructure.Parse("(...)..")));
        var deep = SecondaryStructure.Parse(new string('(', 300) + "..." + new string(')', 300));
        Assert.Equal(600, StructureDistance.TreeEdit(deep, SecondaryStructure.Parse("...")));
        Assert.Equal(600, StructureDistance.TreeEdit(deep, SecondaryStructure.Parse("..."), condensed: true));
        Assert.Equal(0, StructureDistance.TreeEdit(SecondaryStructure.Parse(""), SecondaryStructure.Parse("")));
    }

    [Fact]
    public void WhatCannotBeComparedIsRefused()
    {
        var (five, six) = (SecondaryStructure.Unpaired(5), SecondaryStructure.Unpaired(6));
        Assert.Throws<ArgumentException>(() => StructureDistance.BasePairs(five, six));
        Assert.Throws<ArgumentException>(() => StructureDistance.Hamming(five, six));
        Assert.Throws<ArgumentException>(() => StructureDistance.Mountain(five, six));
        var knot = SecondaryStructure.Parse("((..[[..))..]]");
        Assert.Equal("OH1855", Assert.Throws<OmniException>(() => StructureDistance.TreeEdit(knot, five)).Code);
        Assert.Equal(0, StructureDistance.BasePairs(knot, knot));
    }

    private static IEnumerable<Func<SecondaryStructure, SecondaryStructure, double>> Distances() =>
    [
        (a, b) => StructureDistance.BasePairs(a, b),
        (a, b) => StructureDistance.TreeEdit(a, b),
    ];

    private static SecondaryStructure Structure(Random random, int length)
    {
        var text = Enumerable.Repeat('.', length).ToArray();
        var open = new Stack<int>();
        for (var at = 0; at < length; at++)
        {
            if (random.Next(3) == 0) open.Push(at);
            else if (open.Count > 0 && at - open.Peek() > 3 && random.Next(2) == 0)
            {
                text[open.Pop()] = '(';
                text[at] = ')';
            }
        }
        return SecondaryStructure.Parse(text);
    }
}
