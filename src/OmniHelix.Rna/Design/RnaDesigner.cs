using System.Diagnostics;
using OmniHelix.Rna.Folding;

namespace OmniHelix.Rna.Design;

/// <summary>
/// Searches sequences that fold into a structure, led by the energy between the target and the structure of least energy, and by the bases
/// that differ: by several walks over sequences side by side, or by a population of sequences.
/// </summary>
public sealed class RnaDesigner
{
    private const int RivalsTold = 3;

    // Easy targets are solved before anybody asks whether they can be.
    private const int RoundsBeforeProof = 3;

    // What has no solution is searched for its nearest sequence only, which takes a share of the time.
    private const double TimeForImpossible = 0.1;

    private readonly DesignTarget target;
    private readonly DesignOptions options;
    private readonly EnergyModel model;
    private readonly IDesignSearch search;

    /// <summary>A search that has not begun.</summary>
    /// <param name="structure">The target.</param>
    /// <param name="options">How to search.</param>
    /// <param name="bases">A language model that takes part; null for none.</param>
    /// <exception cref="UsageException">
    /// OH1850 a temperature out of range; OH1864 a count, a time or chains below 1; OH1867 numbers of the prior out of range; OH1868
    /// weights of pairs or a share of G and C out of range, or no objective.
    /// </exception>
    /// <exception cref="OmniException">
    /// OH1855 a pseudoknot; OH1860 a structure that no sequence has; OH1861 a constraint of the wrong length or with an unknown letter;
    /// OH1862 a pair that the constraint forbids; OH1863 a share of G and C that cannot be reached.
    /// </exception>
    public RnaDesigner(SecondaryStructure structure, DesignOptions? options = null, IBaseProbabilities? bases = null)
    {
        this.options = options ?? new DesignOptions();
        this.options.Check();
        target = new DesignTarget(structure, this.options);
        model = new EnergyModel(new FoldingOptions { Temperature = this.options.Temperature });
        // A stream of its own: without a model the search is the same as ever.
        var prior = bases is null ? null : new PriorDraws(target, bases, new Xoshiro256(this.options.Seed, -1));
        search = this.options.Search == DesignSearch.Population
            ? new PopulationSearch(target, model, prior)
            : new WalkSearch(target, model, prior);
    }

    /// <summary>Searches until there are as many solutions as wanted, all generations are over, or time is.</summary>
    /// <param name="progress">Is told after each round.</param>
    /// <param name="cancellation">Ends the search with an exception.</param>
    public DesignResult Run(IProgress<DesignProgress>? progress = null, CancellationToken cancellation = default)
    {
        var watch = Stopwatch.StartNew();
        var archive = new SolutionArchive(options.Count, options.Apart);
        var curve = new SearchCurve();
        var limit = options.TimeLimit;
        ImpossibleMotif? impossible = null;
        var isTried = false;
        for (var round = 0; !search.IsDone(archive.Count) && watch.Elapsed < limit; round++)
        {
            if (round == RoundsBeforeProof && archive.Count == 0)
            {
                isTried = true;
                impossible = ImpossibleMotif.Find(target, model, cancellation);
                if (impossible is not null) limit *= TimeForImpossible;
            }
            var left = (options.MaximumFolds ?? long.MaxValue) - search.Folds;
            if (left <= 0) break;
            foreach (var solution in search.Round(left, IsOver, cancellation))
                if (!search.IsDone(archive.Count)) archive.Add(solution);
            cancellation.ThrowIfCancellationRequested();
            if (search.Best is not { } best) continue;
            curve.Note(watch.Elapsed, search.Folds, archive.Count, best);
            progress?.Report(Told(watch.Elapsed, archive));
        }
        // A search that was over before it came to this.
        if (archive.Count == 0 && !isTried) impossible = ImpossibleMotif.Find(target, model, cancellation);
        DesignedSequence[] sequences = archive.Count > 0
            ? [.. archive.Chosen().Select(Describe).OrderBy(sequence => sequence.Defect)]
            : [.. search.Best is { } nearest ? [Describe(new Candidate(nearest, [], null))] : Array.Empty<DesignedSequence>()];
        return new DesignResult(sequences, search.Folds, watch.Elapsed, archive.Count > 0 ? [] : Rivals())
        {
            Found = archive.Found,
            Impossible = impossible,
            Curve = curve.Points,
        };

        // Looked at by those who work: a timer would wait for a thread that they hold.
        bool IsOver() => watch.Elapsed >= limit || cancellation.IsCancellationRequested;
    }

    private DesignProgress Told(TimeSpan elapsed, SolutionArchive archive)
    {
        var best = archive.First ?? search.Best!;
        var folded = SecondaryStructure.FromMatched(best.Folded);
        return new DesignProgress(
            elapsed, search.Folds, archive.Count, options.Count, DesignTarget.Text(best.Codes), folded, best.Gap / 100.0);
    }

    private DesignedSequence Describe(Candidate candidate) =>
        DesignedSequence.Of(DesignTarget.Text(candidate.State.Codes), target.Structure, model) with
        {
            IsSolved = candidate.State.IsSolved,
            Generation = candidate.Generation,
        };

    private List<RivalStructure> Rivals() =>
    [
        .. search.Rivals
            .GroupBy(rival => rival.Key, rival => rival.Value)
            .Select(same => new RivalStructure(SecondaryStructure.Parse(same.Key), same.Sum()))
            .OrderByDescending(rival => rival.Count)
            .Take(RivalsTold),
    ];
}
