using System.Globalization;
using OmniHelix.Rna.Design;

namespace OmniHelix.Workflows.Designing;

/// <summary>What came of one puzzle.</summary>
/// <param name="Puzzle">The puzzle.</param>
/// <param name="Sequence">The best sequence.</param>
public sealed record EternaScore(EternaPuzzle Puzzle, string Sequence)
{
    /// <summary>Names of the columns of a row.</summary>
    public const string Columns = "puzzle\tlength\tsolved\tseconds\tfolds\tdistance\tgap\tdefect\timpossible\tsequence\tname";

    /// <summary>The sequence folds into the puzzle.</summary>
    public required bool IsSolved { get; init; }

    /// <summary>Time taken.</summary>
    public required double Seconds { get; init; }

    /// <summary>Sequences tried.</summary>
    public required long Folds { get; init; }

    /// <summary>Pairs that only one of the puzzle and the sequence's structure has.</summary>
    public required int Distance { get; init; }

    /// <summary>Energy of the sequence in the puzzle above its least energy, kcal/mol.</summary>
    public required double Gap { get; init; }

    /// <summary>Its ensemble defect.</summary>
    public required double Defect { get; init; }

    /// <summary>It was proved that no sequence folds so.</summary>
    public required bool IsImpossible { get; init; }

    /// <summary>The score of a search.</summary>
    public static EternaScore Of(EternaPuzzle puzzle, DesignResult result)
    {
        var best = result.Sequences[0];
        return new EternaScore(puzzle, best.Sequence)
        {
            IsSolved = result.IsSolved,
            Seconds = result.Elapsed.TotalSeconds,
            Folds = result.Folds,
            Distance = best.Distance,
            Gap = best.TargetEnergy - best.Energy,
            Defect = best.Defect,
            IsImpossible = result.Impossible is not null,
        };
    }

    /// <summary>A row, separated by tabs.</summary>
    public string ToRow()
    {
        var numbers = string.Create(
            CultureInfo.InvariantCulture, $"{Seconds:0.0}\t{Folds}\t{Distance}\t{Gap:0.00}\t{Defect:0.0000}\t{(IsImpossible ? 1 : 0)}");
        return $"{Puzzle.Number}\t{Puzzle.Structure.Length}\t{(IsSolved ? 1 : 0)}\t{numbers}\t{Sequence}\t{Puzzle.Name}";
    }
}
