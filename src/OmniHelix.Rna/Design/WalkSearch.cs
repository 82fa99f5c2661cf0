using OmniHelix.Rna.Folding;

namespace OmniHelix.Rna.Design;

/// <summary>Several walks side by side.</summary>
/// <param name="target">What is searched for.</param>
/// <param name="model">How it is folded.</param>
/// <param name="prior">A language model that takes part; null for none.</param>
internal sealed class WalkSearch(DesignTarget target, EnergyModel model, PriorDraws? prior) : IDesignSearch
{
    private readonly DesignChain[] chains =
        [.. Enumerable.Range(0, target.Options.Chains).Select(number => new DesignChain(target, model, number))];


    // The same for every chain and at any speed.
    private readonly long round = Math.Max(20, 4_000_000L / ((long)target.Length * target.Length));

    /// <inheritdoc/>
    public long Folds => chains.Sum(chain => chain.Folds);

    /// <inheritdoc/>
    public DesignState? Best => chains.Select(chain => chain.Best).Where(best => best is not null).MinBy(best => best!.Cost);

    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<string, int>> Rivals => chains.SelectMany(chain => chain.Rivals);

    /// <inheritdoc/>
    public bool IsDone(int found) => found >= target.Options.Count;

    /// <inheritdoc/>
    public IReadOnlyList<Candidate> Round(long most, Func<bool> isOver, CancellationToken cancellation)
    {
        if (prior is not null) Supply(prior, cancellation);
        var folds = Math.Min(round, Math.Max(1, most / chains.Length));
        var found = new DesignState?[chains.Length];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Min(chains.Length, Environment.ProcessorCount) };
        Parallel.For(0, chains.Length, parallel, number => found[number] = chains[number].Run(folds, isOver));
        return [.. found.OfType<DesignState>().Select(state => new Candidate(state, [], null))];
    }

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
}
