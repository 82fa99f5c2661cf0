using OmniHelix.Rna.Design;
using OmniHelix.Rna.Folding;

namespace OmniHelix.Rna.Tests.Design;

public class ImpossibleMotifTests
{
    private const string Cloverleaf = "(((((((..((((........)))).((((.........)))).....(((((.......))))))))))))....";

    private static readonly EnergyModel Model = new();

    // A lone pair; and two of the first Eterna100, which the second has otherwise.
    [Theory]
    [InlineData(".....(...).....")]
    [InlineData("((.(..(.(....).(....).)..).(....).))")]
    [InlineData("....((((((((.(....)).).).)))))....")]
    public void WhatAlwaysHasARivalIsProved(string structure)
    {
        var found = Find(structure);

        Assert.NotNull(found);
        Assert.InRange(found.First, 1, found.Last);
        Assert.NotEmpty(found.Rivals);
        Assert.DoesNotContain(found.Motif, found.Rivals);
        Assert.All(found.Rivals, rival => Assert.Equal(found.Motif.Length, rival.Length));
        Assert.True(found.Choices > 0);
    }

    [Theory]
    [InlineData(Cloverleaf)]
    [InlineData("................")]
    [InlineData("((((....))))..((((....))))")]
    public void WhatHasASolutionIsNot(string structure) => Assert.Null(Find(structure));

    [Fact]
    public void WhatEachBaseMayBeCounts()
    {
        const string target = "....((((....))))....";

        Assert.Null(Find(target));
        // Of UG around GU the stack costs more than the larger hairpin.
        Assert.NotNull(Find(target, "NNNNNNGUAAAAGUNNNNNN"));
    }

    [Fact]
    public void WhereItIsProvedNoSequenceIsFoundButTheNearest()
    {
        var result = new RnaDesigner(
            SecondaryStructure.Parse(".....(...)....."), new DesignOptions { MaximumFolds = 70_000, Chains = 1 }).Run();

        Assert.NotNull(result.Impossible);
        Assert.False(Assert.Single(result.Sequences).IsSolved);
    }

    [Fact]
    public void AMotifHasTheEnergiesOfTheWhole()
    {
        var whole = SecondaryStructure.Parse(Cloverleaf);
        var random = new Xoshiro256(2);
        foreach (var motif in TargetMotif.Of(whole, 2))
        {
            // The rival without the pair inside the motif, in the motif and in the whole.
            var inside = Assert.Single(motif.Structure.Pairs, pair => !motif.Around.Contains(pair));
            var removed = new BasePair(motif.Positions[inside.Open], motif.Positions[inside.Close]);
            var (letters, part) = Letters(motif, whole, random);

            var ofMotif = Energy(part, motif.Structure, inside) - Model.Evaluate(part, motif.Structure).Energy;
            var ofWhole = Energy(letters, whole, removed) - Model.Evaluate(letters, whole).Energy;

            Assert.Equal(ofWhole, ofMotif, 9);
        }
    }

    [Fact]
    public void MotifsAreAllConnectedSetsOfLoops()
    {
        // Two stacks and a hairpin on either side of the exterior loop: a path of seven loops.
        var target = SecondaryStructure.Parse("(((...))).(((...)))");

        Assert.Equal(6, TargetMotif.Of(target, 2).Count());
        Assert.Equal(5, TargetMotif.Of(target, 3).Count());
        Assert.Contains("((*)).(*)", TargetMotif.Of(target, 2).Select(motif => motif.Text(motif.Structure)));
        Assert.All(TargetMotif.Of(target, 3), motif => Assert.Equal(
            2, motif.Structure.Pairs.Count - motif.Around.Count));
    }

    private static ImpossibleMotif? Find(string structure, string? letters = null)
    {
        var target = new DesignTarget(SecondaryStructure.Parse(structure), new DesignOptions { Sequence = letters });
        return ImpossibleMotif.Find(target, Model, CancellationToken.None);
    }

    private static double Energy(string sequence, SecondaryStructure structure, BasePair without) => Model.Evaluate(
        sequence, SecondaryStructure.FromPairs(structure.Length, structure.Pairs.Where(pair => pair != without))).Energy;

    private static (string Whole, string Part) Letters(TargetMotif motif, SecondaryStructure whole, Xoshiro256 random)
    {
        var letters = Enumerable.Range(0, whole.Length).Select(_ => "ACGU"[random.Next(4)]).ToArray();
        foreach (var pair in whole.Pairs)
        {
            var type = new[] { "GC", "CG", "AU", "UA", "GU", "UG" }[random.Next(6)];
            letters[pair.Open] = type[0];
            letters[pair.Close] = type[1];
        }
        return (new string(letters), string.Concat(motif.Positions.Select(at => at < 0 ? 'A' : letters[at])));
    }
}
