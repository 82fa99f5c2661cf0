using System.Diagnostics;
using OmniHelix.Rna.Folding;

namespace OmniHelix.Rna.Design;

/// <summary>
/// The search of OmniGenBench as it is, with the folding of this library and a seed, for those who want to reproduce it;
/// <see cref="RnaDesigner"/> is better at everything. It keeps no parents, does not know that bases pair, may give a sequence twice, and
/// its fronts of non-dominated sequences decide only among sequences equally distant from the target.
/// </summary>
public sealed class OriginalSearch
{
    // Of a search without success so many are told.
    private const int Told = 25;

    // It draws a largest span for each sequence, which is never used below this number, and never above it.
    private const int Span = 400;

    private const string Letters = "ACGU";

    private readonly SecondaryStructure target;
    private readonly string structure;
    private readonly IBaseProbabilities bases;
    private readonly OriginalSearchOptions options;
    private readonly EnergyModel folding = new(new FoldingOptions { MaximumSpan = Span });
    private readonly Xoshiro256 random;
    private long folds;

    /// <param name="target">The structure.</param>
    /// <param name="bases">Fills in what is hidden.</param>
    /// <param name="options">The numbers; null for the defaults.</param>
    /// <exception cref="UsageException">OH1866 numbers out of range.</exception>
    /// <exception cref="OmniException">OH1855 a pseudoknot; OH1860 a structure that no sequence has.</exception>
    public OriginalSearch(SecondaryStructure target, IBaseProbabilities bases, OriginalSearchOptions? options = null)
    {
        DesignTarget.RequireFoldable(target);
        this.target = target;
        this.bases = bases;
        this.options = (options ?? new()).Checked();
        structure = target.ToDotBracket();
        random = new Xoshiro256(this.options.Seed);
    }

    /// <summary>Searches until a generation has solutions, or all generations are over.</summary>
    /// <param name="progress">Is told after each generation.</param>
    /// <param name="cancellation">Ends the search with an exception.</param>
    /// <returns>All solutions of the last generation, also repeated ones, or its 25 nearest sequences.</returns>
    public DesignResult Run(IProgress<DesignProgress>? progress = null, CancellationToken cancellation = default)
    {
        var watch = Stopwatch.StartNew();
        var population = Mutated(Fill([.. Enumerable.Range(0, options.Population).Select(_ => Initial())], cancellation), cancellation);
        Individual[] survivors = [];
        for (var generation = 0; generation < options.Generations; generation++)
        {
            var children = Mutated(Crossed(population), cancellation);
            survivors = [.. Sorted(Folded(children, cancellation)).Take(options.Population)];
            var solved = survivors.Count(one => one.Distance == 0);
            Tell(progress, watch.Elapsed, survivors[0], solved);
            if (solved > 0) return Result(survivors[..solved], watch);
            population = [.. survivors.Select(one => one.Sequence)];
        }
        return Result([.. survivors.Take(Told)], watch);
    }

    private string Initial() =>
        string.Create(target.Length, random, (text, draws) =>
        {
            for (var at = 0; at < text.Length; at++) text[at] = $"GC{IBaseProbabilities.Hidden}"[draws.Next(3)];
        });

    /// <summary>Children of pairs of parents: four segments by turns from either, and their complements.</summary>
    private List<string> Crossed(List<string> parents)
    {
        var children = new List<string>(2 * options.Population);
        for (var pair = 0; pair < options.Population; pair++)
        {
            var first = parents[random.Next(parents.Count)];
            var second = parents[random.Next(parents.Count)];
            int[] cuts = [.. Enumerable.Range(0, 3).Select(_ => 1 + random.Next(Math.Max(1, target.Length - 1))).Order()];
            children.Add(Alternated(first, second, cuts));
            children.Add(Alternated(second, first, cuts));
        }
        return children;
    }

    private static string Alternated(string first, string second, int[] cuts) =>
        $"{first[..cuts[0]]}{second[cuts[0]..cuts[1]]}{first[cuts[1]..cuts[2]]}{second[cuts[2]..]}";

    /// <summary>As many as there are, each a random one of them with some bases filled in anew: who is not drawn is lost.</summary>
    private List<string> Mutated(List<string> population, CancellationToken cancellation) =>
        Fill([.. population.Select(_ => Masked(population[random.Next(population.Count)]))], cancellation);

    private string Masked(string sequence) =>
        string.Concat(sequence.Select(letter => random.NextDouble() < options.MutationRatio ? IBaseProbabilities.Hidden : letter));

    private List<string> Fill(List<string> sequences, CancellationToken cancellation)
    {
        var answers = bases.Of(sequences, cancellation);
        var filled = new List<string>(sequences.Count);
        foreach (var (sequence, probabilities) in sequences.Zip(answers))
        {
            var next = 0;
            filled.Add(string.Concat(
                sequence.Select(letter => letter == IBaseProbabilities.Hidden ? Draw(probabilities[next++]) : letter)));
        }
        return filled;
    }

    private char Draw(double[] probabilities)
    {
        var rest = random.NextDouble();
        var at = 0;
        while (at < Letters.Length - 1 && (rest -= probabilities[at]) >= 0) at++;
        return Letters[at];
    }

    private Individual[] Folded(List<string> sequences, CancellationToken cancellation)
    {
        var folded = new Individual[sequences.Count];
        var parallel = new ParallelOptions { CancellationToken = cancellation };
        Parallel.For(0, folded.Length, parallel, at =>
        {
            var fold = folding.Fold(sequences[at]);
            folded[at] = new Individual(sequences[at], fold, Distance(fold.Structure.ToDotBracket()));
        });
        folds += folded.Length;
        return folded;
    }

    private int Distance(string folded) => structure.Zip(folded).Count(pair => pair.First != pair.Second);

    /// <summary>By fronts, then by distance: among equally distant ones the order of the fronts stays.</summary>
    private static Individual[] Sorted(Individual[] individuals)
    {
        // A front holds whom nobody dominates who is in no earlier one: strictly better in both, so that a chain of better ones is as
        // long as the number of the front.
        var order = Enumerable.Range(0, individuals.Length).OrderBy(at => individuals[at].Distance).ToArray();
        var fronts = new int[individuals.Length];
        foreach (var at in order)
            foreach (var other in order)
            {
                if (individuals[other].Distance >= individuals[at].Distance) break;
                if (individuals[other].Energy < individuals[at].Energy) fronts[at] = Math.Max(fronts[at], fronts[other] + 1);
            }
        return [.. individuals.Index().OrderBy(one => fronts[one.Index]).OrderBy(one => one.Item.Distance).Select(one => one.Item)];
    }

    private void Tell(IProgress<DesignProgress>? progress, TimeSpan elapsed, Individual best, int solved)
    {
        if (progress is null) return;
        var gap = folding.Evaluate(best.Sequence, target).Energy - best.Energy;
        progress.Report(new DesignProgress(elapsed, folds, solved, options.Population, best.Sequence, best.Fold.Structure, gap));
    }

    private DesignResult Result(Individual[] told, Stopwatch watch) =>
        new([.. told.Select(one => DesignedSequence.Of(one.Sequence, target, folding))], folds, watch.Elapsed, []);

    /// <summary>A sequence that was folded, with the bases that are in other states than in the target.</summary>
    private sealed record Individual(string Sequence, FoldedStructure Fold, int Distance)
    {
        public double Energy => Fold.Energy;
    }
}
