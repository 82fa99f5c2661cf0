using OmniHelix.Rna.Decoding;
using OmniHelix.Rna.Drawing;

namespace OmniHelix.Rna.Tests.Drawing;

public class StructureLayoutTests
{
    // A tRNA, a hairpin with bulge and interior loop, and a three-way junction without unpaired bases.
    [Theory]
    [InlineData("(((((((..((((........)))).((((.........)))).....(((((.......))))))))))))....")]
    [InlineData("..((((.((((...((((....))))...)))).))))..")]
    [InlineData("((((((....))))((((....))))))")]
    [InlineData("((((....))))((((....))))((((((((((((((....))))))))))))))((((....))))")]
    [InlineData("............................................................")]
    [InlineData("(((((.....)))))")]
    public void BasesKeepTheirDistance(string dotBracket)
    {
        var structure = SecondaryStructure.Parse(dotBracket);
        var points = StructureLayout.Compute(structure);
        for (var i = 0; i < points.Length; i++)
            for (var j = i + 1; j < points.Length; j++)
                Assert.True(
                    Distance(points[i], points[j]) > 0.8,
                    $"{dotBracket}: bases {i} and {j} are {Distance(points[i], points[j]):0.00} apart");
        foreach (var (i, j) in structure.Pairs) Assert.Equal(1.6, Distance(points[i], points[j]), 0.05);
    }

    [Fact]
    public void NeighboursInAHairpinAreOneApart()
    {
        var points = StructureLayout.Compute(SecondaryStructure.Parse("((((((....))))))"));
        for (var i = 1; i < points.Length; i++) Assert.Equal(1.0, Distance(points[i - 1], points[i]), 0.02);
    }

    [Fact]
    public void EndsAreAtTheBottomAndTheStemGrowsUpwards()
    {
        var points = StructureLayout.Compute(SecondaryStructure.Parse("((((((....))))))"));
        Assert.True(points[7].Y < points[0].Y - 4);
        Assert.Equal(points[0].Y, points[^1].Y, 1e-9);
        Assert.True(points[0].X < points[^1].X);
    }

    [Fact]
    public void RandomStructuresAreFiniteAndTheSameEveryTime()
    {
        var random = new Xoshiro256(8);
        for (var trial = 0; trial < 20; trial++)
        {
            var (sequence, p) = RandomProblem.Next(random, 10 * trial);
            var structure = NestedStructureDecoder.Decode(sequence, p, new NestedDecodingOptions { MinimumHairpinLoop = trial % 4 });
            var points = StructureLayout.Compute(structure);
            Assert.All(points, q => Assert.True(double.IsFinite(q.X) && double.IsFinite(q.Y)));
            Assert.Equal(points, StructureLayout.Compute(structure));
        }
    }

    [Fact]
    public void PseudoknotsAndTinyStructuresAreDrawn()
    {
        Assert.Equal(14, StructureLayout.Compute(SecondaryStructure.Parse("((..[[..))..]]")).Length);
        Assert.Empty(StructureLayout.Compute(SecondaryStructure.Parse("")));
        Assert.All(StructureLayout.Compute(SecondaryStructure.Parse("()")), q => Assert.True(double.IsFinite(q.X)));
        Assert.Single(StructureLayout.Compute(SecondaryStructure.Parse(".")));
    }

    [Fact]
    public void ADeepHelixNeedsNoRecursion()
    {
        var points = StructureLayout.Compute(SecondaryStructure.Parse(new string('(', 20_000) + "..." + new string(')', 20_000)));
        Assert.Equal(40_003, points.Length);
    }

    private static double Distance(LayoutPoint a, LayoutPoint b) => Math.Sqrt(Math.Pow(a.X - b.X, 2) + Math.Pow(a.Y - b.Y, 2));
}
