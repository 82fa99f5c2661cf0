using OmniHelix.Rna.Folding;

namespace OmniHelix.Rna.Design;

/// <summary>
/// Why no sequence has a target as its structure of least energy: loops of it of which it was shown, over all choices of the bases that
/// their energy depends on, that another structure between the same pairs has less.
/// </summary>
/// <param name="Motif">The loops in dot-bracket, a star for what lies beyond a pair.</param>
/// <param name="First">Its first base in the target, from 1.</param>
/// <param name="Last">Its last base.</param>
/// <param name="Rivals">The structures one of which always has less energy, in the same form.</param>
/// <param name="Choices">Choices of bases that were gone through.</param>
public sealed record ImpossibleMotif(string Motif, int First, int Last, IReadOnlyList<string> Rivals, long Choices)
{
    private const int MostLoops = 3;
    private const long EachLimit = 1_000_000;
    private const long WholeLimit = 4_000_000;

    /// <summary>Looks for one, within a fixed number of choices; null when there is none, or none was found.</summary>
    internal static ImpossibleMotif? Find(DesignTarget target, EnergyModel model, CancellationToken cancellation)
    {
        var left = WholeLimit;
        for (var loops = 2; loops <= MostLoops; loops++)
            foreach (var motif in TargetMotif.Of(target.Structure, loops))
            {
                cancellation.ThrowIfCancellationRequested();
                var proof = new MotifProof(target, motif, model, cancellation);
                if (proof.Succeeds(Math.Min(left, EachLimit))) return Of(motif, proof);
                left -= proof.Choices;
            }
        return null;
    }

    private static ImpossibleMotif Of(TargetMotif motif, MotifProof proof) => new(
        motif.Text(motif.Structure), motif.Positions[0] + 1, motif.Positions[^1] + 1, [.. proof.Rivals.Select(motif.Text)], proof.Choices);
}
