using OmniHelix.Rna.Design;

namespace OmniHelix.Workflows.Designing;

/// <summary>Designs the structures of Eterna100 one after the other, each within a time.</summary>
/// <param name="version">Which structures.</param>
/// <param name="options">How each is searched.</param>
public sealed class EternaBenchmark(EternaVersion version, DesignOptions options)
{
    /// <summary>Runs puzzle by puzzle.</summary>
    /// <param name="numbers">The puzzles' numbers; null for all.</param>
    /// <param name="table">Has the scores of puzzles that are done, and receives those of the others; null for none.</param>
    /// <param name="progress">Is told where each search stands.</param>
    /// <param name="cancellation">Ends the benchmark.</param>
    /// <exception cref="UsageException">OH1865: there is no puzzle of a number.</exception>
    public IEnumerable<EternaScore> Run(
        IReadOnlyList<int>? numbers = null, EternaTable? table = null, IProgress<EternaProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        var all = EternaPuzzle.All(version);
        foreach (var number in numbers ?? [])
            if (number < 1 || number > all.Count)
                throw new UsageException("OH1865", $"there is no puzzle {number}", null, $"Give numbers from 1 to {all.Count}.");
        return Each([.. all.Where(puzzle => numbers is null || numbers.Contains(puzzle.Number))], table, progress, cancellation);
    }

    private IEnumerable<EternaScore> Each(
        IReadOnlyList<EternaPuzzle> puzzles, EternaTable? table, IProgress<EternaProgress>? progress, CancellationToken cancellation)
    {
        var solved = 0;
        for (var at = 0; at < puzzles.Count; at++)
        {
            var puzzle = puzzles[at];
            if (table is null || !table.Scores.TryGetValue(puzzle.Number, out var score))
            {
                var told = progress is null ? null : new Told(progress, puzzle, (at, puzzles.Count, solved));
                score = EternaScore.Of(puzzle, new RnaDesigner(puzzle.Structure, options).Run(told, cancellation));
                table?.Append(score);
            }
            if (score.IsSolved) solved++;
            yield return score;
        }
    }

    private sealed class Told(IProgress<EternaProgress> progress, EternaPuzzle puzzle, (int Done, int All, int Solved) counts)
        : IProgress<DesignProgress>
    {
        public void Report(DesignProgress value) =>
            progress.Report(new EternaProgress(counts.Done, counts.All, counts.Solved, puzzle, value));
    }
}

/// <summary>Where the benchmark stands.</summary>
/// <param name="Done">Puzzles ended.</param>
/// <param name="All">Puzzles in all.</param>
/// <param name="Solved">Of those ended.</param>
/// <param name="Puzzle">The one under way.</param>
/// <param name="Search">Where its search stands.</param>
public sealed record EternaProgress(int Done, int All, int Solved, EternaPuzzle Puzzle, DesignProgress Search);
