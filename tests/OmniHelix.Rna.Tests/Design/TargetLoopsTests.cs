using OmniHelix.Rna.Design;
using OmniHelix.Rna.Folding;

namespace OmniHelix.Rna.Tests.Design;

public class TargetLoopsTests
{
    [Fact]
    public void TheSumOfTheLoopsIsTheEvaluatedEnergy()
    {
        var tables = new LoopTables<int, MinPlus>(EnergyParameters.Turner2004, FoldingOptions.Default);
        var model = new EnergyModel();
        var random = new Xoshiro256(4);
        for (var round = 0; round < 20; round++)
        {
            var structure = model.Fold(RandomProblem.Next(random, 100).Sequence).Structure;
            var sequence = RandomProblem.Next(random, 100).Sequence;

            var energy = new TargetLoops(tables, structure).Energy(BaseCodes.Encode(sequence));

            Assert.Equal(model.Evaluate(sequence, structure).Energy, energy / 100.0, 9);
        }
    }

    [Fact]
    public void ABaseBelongsToTheLoopsThatChangeWithIt()
    {
        var tables = new LoopTables<int, MinPlus>(EnergyParameters.Turner2004, FoldingOptions.Default);
        var loops = new TargetLoops(tables, SecondaryStructure.Parse("..((...))..((((....))))."));
        var codes = BaseCodes.Encode("AAGGAAACCAAGGCCAAAAGGCCA");

        for (var at = 0; at < codes.Length - 2; at++)
            foreach (var other in new byte[] { 1, 2, 3, 4 })
            {
                var changed = (byte[])codes.Clone();
                changed[at + 1] = other;
                for (var loop = 0; loop < loops.Count; loop++)
                    if (!loops.LoopsOf[at].Contains(loop)) Assert.Equal(loops.Energy(codes, loop), loops.Energy(changed, loop));
            }
    }
}
