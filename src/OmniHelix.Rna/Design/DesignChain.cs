using OmniHelix.Rna.Folding;

namespace OmniHelix.Rna.Design;

/// <summary>
/// One search: a walk over sequences that accepts what brings the target's energy nearer to the least energy, and now and then what does
/// not (simulated annealing); it starts again, from its best or anew, when it comes no further.
/// </summary>
internal sealed class DesignChain
{
    private const double Hot = 60;
    private const double Cold = 8;
    private const double Cooling = 0.998;

    private readonly DesignTarget target;
    private readonly TargetFolding folding;
    private readonly SequenceProposals proposals;
    private readonly Xoshiro256 random;
    private readonly RivalCounts rivals = new();
    private DesignState? state;
    private DesignState? best;
    private double temperature;
    private int sinceBest;

    /// <summary>A chain that has not begun.</summary>
    public DesignChain(DesignTarget target, EnergyModel model, int number)
    {
        this.target = target;
        var loops = new TargetLoops(model.Energies, target.Structure);
        folding = new TargetFolding(target, loops, model);
        random = new Xoshiro256(target.Options.Seed, number);
        proposals = new SequenceProposals(target, loops, random);
    }

    /// <summary>The sequence to start from next time; null for one that the chain draws itself.</summary>
    public byte[]? NextStart { get; set; }

    /// <summary>The sequence from which the chain goes on when it comes no further; null before the first.</summary>
    public DesignState? BestOfStart => best;

    /// <summary>How to go on from a sequence, if it is still the best then; null for what the chain draws itself.</summary>
    public (DesignState From, byte[]? Codes)? Restart { get; set; }

    /// <summary>Sequences tried so far; those that came again count, though they are not folded again.</summary>
    public long Folds { get; private set; }

    /// <summary>The best of the walk, over all its starts.</summary>
    public DesignState? Best { get; private set; }

    /// <summary>Structures other than the target that sequences near a solution had, with how often.</summary>
    public IReadOnlyDictionary<string, int> Rivals => rivals.Counts;

    /// <summary>Goes on until a sequence solves the target, so many were folded, or the search is over.</summary>
    /// <returns>The solution; the next call begins anew. Null when none was found yet.</returns>
    public DesignState? Run(long folds, Func<bool> isOver)
    {
        for (var end = Folds + folds; Folds < end && !isOver();)
        {
            if (state is null) Start(Fold(Initial()));
            else Step();
            if (state is not { IsSolved: true } solution) continue;
            state = null;
            return solution;
        }
        return null;
    }

    private void Start(DesignState from)
    {
        state = from;
        best = from;
        temperature = Hot;
        sinceBest = 0;
    }

    private void Step()
    {
        sinceBest++;
        var codes = proposals.Neighbour(state!.Codes, state.Folded);
        if (!codes.AsSpan().SequenceEqual(state.Codes)) Consider(Fold(codes));
        if (state.IsSolved || sinceBest <= Math.Max(400, 4 * target.Length)) return;
        // It comes no further: from its best with new bases where that folds wrongly, or anew.
        if (random.NextDouble() < 0.5) state = null;
        else Start(Fold(Kicked(best!)));
    }

    private byte[] Initial()
    {
        var drawn = NextStart ?? proposals.Initial();
        NextStart = null;
        return drawn;
    }

    private byte[] Kicked(DesignState from) =>
        Restart is { Codes: { } codes } restart && restart.From == from ? codes : proposals.Kick(from.Codes, from.Folded);

    private void Consider(DesignState next)
    {
        if (next.Cost <= state!.Cost || random.NextDouble() < Math.Exp((state.Cost - next.Cost) / temperature)) state = next;
        temperature = Math.Max(Cold, temperature * Cooling);
        if (state.Cost >= best!.Cost) return;
        best = state;
        sinceBest = 0;
    }

    private DesignState Fold(byte[] codes)
    {
        Folds++;
        var found = folding.Fold(codes);
        if (Best is null || found.IsSolved || found.Cost < Best.Cost) Best = found;
        rivals.Note(found, Best);
        return found;
    }
}
