using System.Diagnostics;
using OmniHelix.Rna.Folding;

namespace OmniHelix.Rna.Design;

/// <summary>
/// Searches sequences that fold into a structure: several walks over sequences side by side, led by the energy between the target and the
/// structure of least energy, and by the bases that differ.
/// </summary>
public sealed class RnaDesigner
{
    private const int RivalsTold = 3;

    private readonly DesignTarget target;
    private readonly DesignOptions options;
    private readonly EnergyModel model;
    private readonly DesignChain[] chains;
    private readonly PriorDraws? prior;

    /// <summary>A search that has not begun.</summary>
    /// <param name="structure">The target.</param>
    /// <param name="options">How to search.</param>
    /// <param name="bases">A language model that takes part; null for none.</param>
    /// <exception cref="UsageException">
    /// OH1850 a temperature out of range; OH1864 a count, a time or chains below 1; OH1867 numbers of the prior out of range.
    /// </exception>
    /// <exception cref="OmniException">
    /// OH1855 a pseudoknot; OH1860 a structure that no sequence has; OH1861 a constraint of the wrong length or with an unknown letter;
    /// OH1862 a pair that the constraint forbids; OH1863 a share of G and C that cannot be reached.
    /// </exception>
    public RnaDesigner(SecondaryStructure structure, DesignOptions? options = null, IBaseProbabilities? bases = null)
    {
        this.options = options ?? new DesignOptions();
        if (this.options.Count < 1 || this.options.Chains < 1 || this.options.TimeLimit <= TimeSpan.Zero || this.options.MaximumFolds < 1)
            throw new UsageException("OH1864", "a search needs a count, a time, chains and folds above 0", null, "Give numbers from 1.");
        this.options.Prior.Check();
        target = new DesignTarget(structure, this.options);
        var folding = new FoldingOptions { Temperature = this.options.Temperature };
        model = new EnergyModel(folding);
        var tables = new LoopTables<int, MinPlus>(EnergyParameters.Turner2004, folding);
        chains = [.. Enumerable.Range(0, this.options.Chains).Select(number => new DesignChain(target, tables, folding, number))];
        // A stream of its own: without a model the walks are the same as ever.
        if (bases is not null) prior = new PriorDraws(target, bases, new Xoshiro256(this.options.Seed, -1));
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
            if (prior is not null) Supply(prior, cancellation);
            foreach (var solution in Round(Math.Min(round, Math.Max(1, left / chains.Length)), IsOver))
                if (solutions.Count < options.Count && known.Add(DesignTarget.Text(solution.Codes))) solutions.Add(solution);
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

    /// <summary>Has the model draw what the chains will start and go on from, for all at once.</summary>
    private void Supply(PriorDraws prior, CancellationToken cancellation)
    {
        var drawn = new List<byte[]>();
        foreach (var chain in chains)
        {
            if (chain.NextStart is null && prior.TakesPart()) chain.NextStart = Drawn(prior.AllHidden());
            if (chain.BestOfStart is not { } from || chain.Restart?.From == from) continue;
            chain.Restart = (from, prior.TakesPart() ? Drawn(prior.HalfHidden(from)) : null);
        }
        prior.Fill(drawn, cancellation);

        byte[] Drawn(byte[] codes)
        {
            drawn.Add(codes);
            return codes;
        }
    }

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
        var folded = SecondaryStructure.FromMatched(best.Folded);
        progress.Report(new DesignProgress(
            elapsed, Folds, solutions.Count, options.Count, DesignTarget.Text(best.Codes), folded, best.Gap / 100.0));
    }

    private DesignedSequence Describe(DesignState state) =>
        DesignedSequence.Of(DesignTarget.Text(state.Codes), target.Structure, model) with { IsSolved = state.IsSolved };

    private List<RivalStructure> Rivals() =>
    [
        .. chains.SelectMany(chain => chain.Rivals)
            .GroupBy(rival => rival.Key, rival => rival.Value)
            .Select(same => new RivalStructure(SecondaryStructure.Parse(same.Key), same.Sum()))
            .OrderByDescending(rival => rival.Count)
            .Take(RivalsTold),
    ];
}
