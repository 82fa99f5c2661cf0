using System.Diagnostics;
using OmniHelix.Rna.Folding;

namespace OmniHelix.Rna.Design;

/// <summary>
/// Searches sequences that fold into a structure: several walks over sequences side by side, led by the energy between the target and the
/// structure of least energy, and by the bases that differ.
/// </summary>
public sealed class RnaDesigner
{
    private const string Letters = "NACGU";
    private const int RivalsTold = 3;

    private readonly DesignTarget target;
    private readonly DesignOptions options;
    private readonly EnergyModel model;
    private readonly DesignChain[] chains;

    /// <summary>A search that has not begun.</summary>
    /// <param name="structure">The target.</param>
    /// <param name="options">How to search.</param>
    /// <exception cref="UsageException">OH1850 a temperature out of range; OH1864 a count, a time or chains below 1.</exception>
    /// <exception cref="OmniException">
    /// OH1855 a pseudoknot; OH1860 a structure that no sequence has; OH1861 a constraint of the wrong length or with an unknown letter;
    /// OH1862 a pair that the constraint forbids; OH1863 a share of G and C that cannot be reached.
    /// </exception>
    public RnaDesigner(SecondaryStructure structure, DesignOptions? options = null)
    {
        this.options = options ?? new DesignOptions();
        if (this.options.Count < 1 || this.options.Chains < 1 || this.options.TimeLimit <= TimeSpan.Zero || this.options.MaximumFolds < 1)
            throw new UsageException("OH1864", "a search needs a count, a time, chains and folds above 0", null, "Give numbers from 1.");
        target = new DesignTarget(structure, this.options);
        var folding = new FoldingOptions { Temperature = this.options.Temperature };
        model = new EnergyModel(folding);
        var tables = new LoopTables<int, MinPlus>(EnergyParameters.Turner2004, folding);
        chains = [.. Enumerable.Range(0, this.options.Chains).Select(number => new DesignChain(target, tables, folding, number))];
    }

    /// <summary>Searches until there are as many solutions as wanted or time is over.</summary>
    /// <param name="progress">Is told after each round of all chains.</param>
    /// <param name="cancellation">Ends the search with an exception.</param>
    public DesignResult Run(IProgress<DesignProgress>? progress = null, CancellationToken cancellation = default)
    {
        var watch = Stopwatch.StartNew();
        var solutions = new List<DesignState>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        // A round is a fixed number of folds, so that what is found does not depend on which chain is faster.
        var round = Math.Max(20, 4_000_000L / ((long)target.Length * target.Length));
        while (solutions.Count < options.Count && watch.Elapsed < options.TimeLimit)
        {
            var left = (options.MaximumFolds ?? long.MaxValue) - Folds;
            if (left <= 0) break;
            foreach (var solution in Round(Math.Min(round, Math.Max(1, left / chains.Length)), IsOver))
                if (solutions.Count < options.Count && known.Add(Text(solution))) solutions.Add(solution);
            cancellation.ThrowIfCancellationRequested();
            Tell(progress, watch.Elapsed, solutions);
        }
        DesignedSequence[] sequences = solutions.Count > 0
            ? [.. solutions.Select(Describe).OrderBy(sequence => sequence.Defect)]
            : [.. Best is { } best ? [Describe(best)] : Array.Empty<DesignedSequence>()];
        return new DesignResult(sequences, Folds, watch.Elapsed, solutions.Count > 0 ? [] : Rivals());

        // Looked at by those who work: a timer would wait for a thread that they hold.
        bool IsOver() => watch.Elapsed >= options.TimeLimit || cancellation.IsCancellationRequested;
    }

    private long Folds => chains.Sum(chain => chain.Folds);

    private DesignState? Best => chains.Select(chain => chain.Best).Where(best => best is not null).MinBy(best => best!.Cost);

    private DesignState[] Round(long folds, Func<bool> isOver)
    {
        var found = new DesignState?[chains.Length];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Min(chains.Length, Environment.ProcessorCount) };
        Parallel.For(0, chains.Length, parallel, number => found[number] = chains[number].Run(folds, isOver));
        return [.. found.OfType<DesignState>()];
    }

    private void Tell(IProgress<DesignProgress>? progress, TimeSpan elapsed, List<DesignState> solutions)
    {
        if (progress is null || (solutions.Count > 0 ? solutions[0] : Best) is not { } best) return;
        progress.Report(new DesignProgress(
            elapsed, Folds, solutions.Count, options.Count, Text(best), SecondaryStructure.FromMatched(best.Folded), best.Gap / 100.0));
    }

    private DesignedSequence Describe(DesignState state)
    {
        var sequence = Text(state);
        var folded = SecondaryStructure.FromMatched(state.Folded);
        var energy = model.Evaluate(sequence, target.Structure).Energy;
        var ensemble = model.Ensemble(sequence);
        return new DesignedSequence(sequence, folded, energy - state.Gap / 100.0, energy)
        {
            IsSolved = state.IsSolved,
            Distance = state.Distance,
            Hamming = target.Structure.ToDotBracket().Zip(folded.ToDotBracket()).Count(pair => pair.First != pair.Second),
            Pairs = PairMetrics.Compare(target.Structure, folded),
            GcContent = sequence.Count(letter => letter is 'G' or 'C') / (double)sequence.Length,
            Defect = ensemble.Defect(target.Structure),
            Probability = ensemble.Frequency(energy),
        };
    }

    private List<RivalStructure> Rivals() =>
    [
        .. chains.SelectMany(chain => chain.Rivals)
            .GroupBy(rival => rival.Key, rival => rival.Value)
            .Select(same => new RivalStructure(SecondaryStructure.Parse(same.Key), same.Sum()))
            .OrderByDescending(rival => rival.Count)
            .Take(RivalsTold),
    ];

    private static string Text(DesignState state) =>
        string.Concat(state.Codes.Skip(1).Take(state.Codes.Length - 2).Select(code => Letters[code]));
}
