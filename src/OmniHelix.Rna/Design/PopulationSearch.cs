using OmniHelix.Rna.Folding;

namespace OmniHelix.Rna.Design;

/// <summary>
/// A population of different sequences: children get the inside of a pair of the target from one parent and the rest from another, and a
/// few new bases; who survives is decided by several objectives (NSGA-II). When it comes no further, it is drawn anew.
/// </summary>
internal sealed class PopulationSearch : IDesignSearch
{
    private const int Patience = 20;
    private const double Elite = 0.1;

    private readonly DesignTarget target;
    private readonly DesignOptions options;
    private readonly EnergyModel model;
    private readonly PriorDraws? prior;
    private readonly Xoshiro256 random;
    private readonly SequenceProposals proposals;
    private readonly TargetFolding[] workers;
    private readonly RivalCounts rivals = new();
    private readonly int[] opens;
    private readonly double[] least;
    private List<Candidate> population = [];
    private int generation;
    private int unimproved;

    /// <summary>A population that has no members yet.</summary>
    public PopulationSearch(DesignTarget target, EnergyModel model, PriorDraws? prior)
    {
        this.target = target;
        this.model = model;
        this.prior = prior;
        options = target.Options;
        random = new Xoshiro256(options.Seed);
        var loops = new TargetLoops(model.Energies, target.Structure);
        proposals = new SequenceProposals(target, loops, random);
        workers =
        [
            .. Enumerable.Range(0, Math.Min(options.Population, Environment.ProcessorCount))
                .Select(_ => new TargetFolding(target, loops, model)),
        ];
        opens = [.. target.Structure.Pairs.Select(pair => pair.Open)];
        least = [.. options.Objectives.Select(_ => double.PositiveInfinity)];
    }

    /// <inheritdoc/>
    public long Folds { get; private set; }

    /// <inheritdoc/>
    public DesignState? Best { get; private set; }

    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<string, int>> Rivals => rivals.Counts;

    /// <inheritdoc/>
    public bool IsDone(int found) => generation >= options.Generations;

    /// <inheritdoc/>
    public IReadOnlyList<Candidate> Round(long most, Func<bool> isOver, CancellationToken cancellation)
    {
        var wanted = (int)Math.Min(options.Population, most);
        var drawn = generation == 0 ? Initial(wanted, cancellation)
            : unimproved >= Patience ? Restarted(wanted, cancellation)
            : Children(wanted, cancellation);
        var fresh = Evaluate(drawn, isOver);
        generation++;
        unimproved = Improves(fresh) ? 0 : unimproved + 1;
        population = Survivors([.. population, .. fresh]);
        return [.. fresh.Where(one => one.State.IsSolved)];
    }

    private List<byte[]> Initial(int wanted, CancellationToken cancellation) =>
        Drawn(wanted, prior => prior.AllHidden(), proposals.Initial, cancellation);

    /// <summary>Without a solution the best live on; solutions are in the archive, and others are to be found.</summary>
    private List<byte[]> Restarted(int wanted, CancellationToken cancellation)
    {
        var isSolved = Best is { IsSolved: true };
        population = isSolved ? [] : [.. population.Take((int)Math.Ceiling(Elite * options.Population))];
        if (isSolved) Array.Fill(least, double.PositiveInfinity);
        unimproved = 0;
        return Initial(wanted, cancellation);
    }

    private List<byte[]> Children(int wanted, CancellationToken cancellation)
    {
        return Drawn(wanted, prior => prior.PartlyHidden(Child(Parent().State)), Mutated, cancellation);

        byte[] Mutated()
        {
            var parent = Parent().State;
            return proposals.Neighbour(Child(parent), parent.Folded);
        }

        byte[] Child(DesignState parent) => Crossed(parent.Codes, Parent().State.Codes);
    }

    /// <summary>Sequences of which the model draws its share, all at once.</summary>
    private List<byte[]> Drawn(int wanted, Func<PriorDraws, byte[]> hiddenOne, Func<byte[]> one, CancellationToken cancellation)
    {
        var drawn = new List<byte[]>();
        var hidden = new List<byte[]>();
        for (var number = 0; number < wanted; number++)
        {
            var byModel = prior?.TakesPart() ?? false;
            drawn.Add(byModel ? hiddenOne(prior!) : one());
            if (byModel) hidden.Add(drawn[^1]);
        }
        prior?.Fill(hidden, cancellation);
        return drawn;
    }

    /// <summary>The better of two at random: the population is in the order of fronts and crowding.</summary>
    private Candidate Parent() => population[Math.Min(random.Next(population.Count), random.Next(population.Count))];

    /// <summary>The first sequence with the second's bases inside a pair of the target, or where there is none, after some base.</summary>
    private byte[] Crossed(byte[] first, byte[] second)
    {
        var child = (byte[])first.Clone();
        var from = opens.Length > 0 ? opens[random.Next(opens.Length)] : random.Next(target.Length);
        var to = opens.Length > 0 ? target.Partners[from] : target.Length - 1;
        second.AsSpan(from + 1, to - from + 1).CopyTo(child.AsSpan(from + 1));
        return child;
    }

    /// <summary>Those that are new, with their objectives; the same whatever the number of threads.</summary>
    private List<Candidate> Evaluate(List<byte[]> drawn, Func<bool> isOver)
    {
        Folds += drawn.Count;
        var known = population.Select(one => DesignTarget.Text(one.State.Codes)).ToHashSet(StringComparer.Ordinal);
        byte[][] fresh = [.. drawn.Where(codes => known.Add(DesignTarget.Text(codes)))];
        var found = new Candidate?[fresh.Length];
        Parallel.For(0, workers.Length, worker =>
        {
            for (var at = worker; at < fresh.Length && !isOver(); at += workers.Length) found[at] = Scored(workers[worker].Fold(fresh[at]));
        });
        List<Candidate> scored = [.. found.OfType<Candidate>()];
        foreach (var one in scored)
        {
            if (Best is null || Order(one.State).CompareTo(Order(Best)) < 0) Best = one.State;
            rivals.Note(one.State, Best);
        }
        return scored;

        static (bool, int) Order(DesignState state) => (!state.IsSolved, state.Cost);
    }

    private Candidate Scored(DesignState state)
    {
        var text = DesignTarget.Text(state.Codes);
        return new Candidate(state, [.. options.Objectives.Select(Value)], generation);

        double Value(DesignObjective objective) => objective switch
        {
            DesignObjective.Distance => state.Distance,
            DesignObjective.Gap => state.Gap,
            DesignObjective.Defect => model.Ensemble(text).Defect(target.Structure),
            _ => Math.Abs(text.Count(letter => letter is 'G' or 'C') / (double)text.Length - options.WantedGc),
        };
    }

    /// <summary>True when one of the sequences is the best yet in some objective.</summary>
    private bool Improves(List<Candidate> fresh)
    {
        var improves = false;
        foreach (var one in fresh)
            for (var objective = 0; objective < least.Length; objective++)
            {
                if (one.State.Penalty > 0 || one.Objectives[objective] >= least[objective]) continue;
                least[objective] = one.Objectives[objective];
                improves = true;
            }
        return improves;
    }

    /// <summary>As many as the population has: first the tenth nearest to a solution, then by fronts.</summary>
    private List<Candidate> Survivors(List<Candidate> all)
    {
        var nearest = all.OrderBy(one => one.State.Cost).Take((int)Math.Ceiling(Elite * options.Population)).ToHashSet();
        var sorted = ParetoFronts.Sorted(all);
        var others = sorted.Where(one => !nearest.Contains(one)).Take(options.Population - nearest.Count).ToHashSet();
        return [.. sorted.Where(one => nearest.Contains(one) || others.Contains(one))];
    }
}
