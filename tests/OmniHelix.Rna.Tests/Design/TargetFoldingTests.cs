using OmniHelix.Rna.Design;
using OmniHelix.Rna.Folding;

namespace OmniHelix.Rna.Tests.Design;

public class TargetFoldingTests
{
    [Fact]
    public void ASequenceIsFoldedOnceAndAsTheModelFoldsIt()
    {
        var model = new EnergyModel();
        var random = new Xoshiro256(8);
        var structure = model.Fold(RandomProblem.Next(random, 60).Sequence).Structure;
        var target = new DesignTarget(structure, new DesignOptions());
        var folding = new TargetFolding(target, new TargetLoops(model.Energies, structure), model);
        for (var round = 0; round < 50; round++)
        {
            var sequence = string.Concat(Enumerable.Range(0, 60).Select(_ => "ACGU"[random.Next(4)]));

            var state = folding.Fold(BaseCodes.Encode(sequence));

            var (folded, energy) = model.Fold(sequence);
            Assert.Equal(folded, SecondaryStructure.FromMatched(state.Folded));
            Assert.Equal(model.Evaluate(sequence, structure).Energy - energy, state.Gap / 100.0, 9);
            Assert.Equal(folded.Pairs.Except(structure.Pairs).Count() + structure.Pairs.Except(folded.Pairs).Count(), state.Distance);
            Assert.Same(state, folding.Fold(BaseCodes.Encode(sequence)));
        }
    }
}
