using OmniHelix.Rna.Folding;

namespace OmniHelix.Rna.Design;

/// <summary>A sequence for a target, and how well it folds into it.</summary>
/// <param name="Sequence">In A, C, G, U.</param>
/// <param name="Structure">Its structure of least energy.</param>
/// <param name="Energy">That energy, kcal/mol.</param>
/// <param name="TargetEnergy">Its energy in the target, kcal/mol.</param>
public sealed record DesignedSequence(string Sequence, SecondaryStructure Structure, double Energy, double TargetEnergy)
{
    /// <summary>True when the structure is the target and the sequence keeps to everything it is held to.</summary>
    public required bool IsSolved { get; init; }

    /// <summary>Base pairs that are in one of the two structures only.</summary>
    public required int Distance { get; init; }

    /// <summary>Bases whose dot-bracket symbol is another.</summary>
    public required int Hamming { get; init; }

    /// <summary>Pairs of the structure against those of the target.</summary>
    public required PairMetrics Pairs { get; init; }

    /// <summary>Share of G and C.</summary>
    public required double GcContent { get; init; }

    /// <summary>Mean share of bases that are not as in the target, over the ensemble.</summary>
    public required double Defect { get; init; }

    /// <summary>Share of the target in the ensemble.</summary>
    public required double Probability { get; init; }

    /// <summary>The generation in which it came up, from 0; null where there are none.</summary>
    public int? Generation { get; init; }

    /// <summary>Folds a sequence, and scores it.</summary>
    /// <param name="sequence">In A, C, G, U, as long as the target.</param>
    /// <param name="target">The structure wanted.</param>
    /// <param name="model">Conditions of folding.</param>
    internal static DesignedSequence Of(string sequence, SecondaryStructure target, EnergyModel model)
    {
        var (folded, least) = model.Fold(sequence);
        var energy = model.Evaluate(sequence, target).Energy;
        var ensemble = model.Ensemble(sequence);
        var canPair = target.Pairs.All(pair => DesignTarget.CanPair(sequence[pair.Open], sequence[pair.Close]));
        return new DesignedSequence(sequence, folded, least, energy)
        {
            IsSolved = folded.Equals(target),
            Distance = folded.Pairs.Except(target.Pairs).Count() + target.Pairs.Except(folded.Pairs).Count(),
            Hamming = target.ToDotBracket().Zip(folded.ToDotBracket()).Count(pair => pair.First != pair.Second),
            Pairs = PairMetrics.Compare(target, folded),
            GcContent = sequence.Count(letter => letter is 'G' or 'C') / (double)sequence.Length,
            Defect = ensemble.Defect(target),
            Probability = canPair ? ensemble.Frequency(energy) : 0,
        };
    }
}

/// <summary>A structure that sequences keep folding into instead of the target.</summary>
/// <param name="Structure">The structure.</param>
/// <param name="Count">How often it came out, among sequences near a solution.</param>
public sealed record RivalStructure(SecondaryStructure Structure, int Count);

/// <summary>What a search found.</summary>
/// <param name="Sequences">
/// The solutions, the purest ensemble first; when there is none, the nearest sequence alone.
/// </param>
/// <param name="Folds">Sequences tried; one that comes again counts, though it is not folded again.</param>
/// <param name="Elapsed">Time taken.</param>
/// <param name="Rivals">When there is no solution, the structures that stood in the way, most frequent first.</param>
public sealed record DesignResult(
    IReadOnlyList<DesignedSequence> Sequences, long Folds, TimeSpan Elapsed, IReadOnlyList<RivalStructure> Rivals)
{
    /// <summary>True when there is a solution.</summary>
    public bool IsSolved => Sequences.Any(sequence => sequence.IsSolved);

    /// <summary>Different solutions found, of which the best are told.</summary>
    public int Found { get; init; }

    /// <summary>Why there is no solution, where that could be proved; null where it could not, or was not tried.</summary>
    public ImpossibleMotif? Impossible { get; init; }

    /// <summary>How the search went, in the order of time; empty where nobody noted it.</summary>
    public IReadOnlyList<SearchPoint> Curve { get; init; } = [];
}

/// <summary>Where a search stands.</summary>
/// <param name="Elapsed">Time taken.</param>
/// <param name="Folds">Sequences folded.</param>
/// <param name="Solved">Solutions so far.</param>
/// <param name="Wanted">Solutions wanted.</param>
/// <param name="Sequence">The best sequence so far.</param>
/// <param name="Structure">Its structure.</param>
/// <param name="Gap">Energy of the target above that of the structure, kcal/mol.</param>
public sealed record DesignProgress(
    TimeSpan Elapsed, long Folds, int Solved, int Wanted, string Sequence, SecondaryStructure Structure, double Gap);
