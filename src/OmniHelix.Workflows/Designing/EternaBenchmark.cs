using OmniHelix.Rna.Design;

namespace OmniHelix.Workflows.Designing;

/// <summary>What came of one puzzle.</summary>
/// <param name="Puzzle">The puzzle.</param>
/// <param name="Result">What the search found.</param>
public sealed record EternaRow(EternaPuzzle Puzzle, DesignResult Result);

/// <summary>Designs the structures of Eterna100 one after the other, each within a time.</summary>
/// <param name="version">Which structures.</param>
/// <param name="options">How each is searched.</param>
public sealed class EternaBenchmark(EternaVersion version, DesignOptions options)
{
    /// <summary>Runs puzzle by puzzle.</summary>
    /// <param name="numbers">The puzzles' numbers; null for all.</param>
    /// <param name="progress">Is told where each search stands.</param>
    /// <param name="cancellation">Ends the benchmark.</param>
    /// <exception cref="UsageException">OH1865: there is no puzzle of a number.</exception>
    public IEnumerable<EternaRow> Run(
        IReadOnlyList<int>? numbers = null, IProgress<EternaProgress>? progress = null, CancellationToken cancellation = default)
    {
        var all = EternaPuzzle.All(version);
        foreach (var number in numbers ?? [])
            if (number < 1 || number > all.Count)
                throw new UsageException("OH1865", $"there is no puzzle {number}", null, $"Give numbers from 1 to {all.Count}.");
        return Each([.. all.Where(puzzle => numbers is null || numbers.Contains(puzzle.Number))], progress, cancellation);
    }

    private IEnumerable<EternaRow> Each(
        IReadOnlyList<EternaPuzzle> puzzles, IProgress<EternaProgress>? progress, CancellationToken cancellation)
    {
        var solved = 0;
        for (var at = 0; at < puzzles.Count; at++)
        {
            var puzzle = puzzles[at];
            var told = progress is null ? null : new Told(progress, puzzle, (at, puzzles.Count, solved));
            var result = new RnaDesigner(puzzle.Structure, options).Run(told, cancellation);
            if (result.IsSolved) solved++;
            yield return new EternaRow(puzzle, result);
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
