using OmniHelix.Rna.Folding;

namespace OmniHelix.Rna.Design;

/// <summary>
/// Tries to show of one motif that whatever its bases are, a rival has less energy: every choice of the bases that the energies depend on
/// is gone through, and covered by a rival known already, or by one that is folded for it (in the way of Zhou et al. 2024).
/// </summary>
internal sealed class MotifProof
{
    // Where so many tries find no sequence for the motif, it is worth going through all.
    private const int Tries = 100;

    private readonly DesignTarget target;
    private readonly TargetMotif motif;
    private readonly EnergyModel model;
    private readonly TargetLoops loops;
    private readonly Inside<int, MinPlus> inside;
    private readonly PairRules<int, MinPlus> rules;
    private readonly int[] noScale;
    private readonly byte[] codes;
    private readonly List<Rival> rivals = [];
    private readonly HashSet<string> known = new(StringComparer.Ordinal);
    private readonly CancellationToken cancellation;
    private long most;

    public MotifProof(DesignTarget whole, TargetMotif motif, EnergyModel model, CancellationToken cancellation)
    {
        this.motif = motif;
        this.model = model;
        this.cancellation = cancellation;
        var length = motif.Structure.Length;
        target = new DesignTarget(motif.Structure, new DesignOptions { Sequence = Letters(whole, motif) });
        loops = new TargetLoops(model.Energies, motif.Structure);
        inside = new Inside<int, MinPlus>(model.Energies, model.Options);
        var beyond = Enumerable.Range(0, length).Where(at => motif.Positions[at] < 0);
        rules = PairRules<int, MinPlus>.Of(
            length, FoldingConstraint.Of(length, beyond, motif.Around, []), null, model.Energies.Thermal);
        noScale = new int[length + 40];
        codes = BaseCodes.Encode(new string('N', length));
        foreach (var at in beyond) codes[at + 1] = 1;
    }

    /// <summary>Choices of bases gone through.</summary>
    public long Choices { get; private set; }

    /// <summary>The rivals, in the order found.</summary>
    public IEnumerable<SecondaryStructure> Rivals => rivals.Select(rival => rival.Structure);

    /// <summary>True when there is a rival of less energy for every choice of bases.</summary>
    /// <param name="limit">The most choices to go through.</param>
    public bool Succeeds(long limit)
    {
        if (IsDesignable()) return false;
        var depends = Dependence(motif.Structure);
        int[] places = [
            .. depends.Where(at => codes[at + 1] == 0 && (motif.Structure.Partners[at] < 0 || motif.Structure.Partners[at] > at))];
        if (places.Aggregate(1.0, (product, at) => product * Options(at).Count()) > limit) return false;
        most = limit;
        // Pairs first: they decide more.
        return AllCovered([.. places.OrderBy(at => motif.Structure.Partners[at] < 0)], 0);
    }

    /// <summary>Whether a short search finds bases for which no rival has less energy.</summary>
    private bool IsDesignable()
    {
        var proposals = new SequenceProposals(target, loops, new Xoshiro256(0));
        var best = proposals.Initial();
        var (folded, gap) = Fold(best);
        for (var tries = 0; tries < Tries && gap > 0; tries++)
        {
            var next = tries % 10 == 0 ? proposals.Initial() : proposals.Neighbour(best, folded);
            var (nextFolded, nextGap) = Fold(next);
            if (nextGap > gap) continue;
            best = next;
            folded = nextFolded;
            gap = nextGap;
        }
        return gap <= 0;
    }

    /// <summary>True when all choices of the bases at these places are covered.</summary>
    private bool AllCovered(int[] places, int next)
    {
        if (next == places.Length) return IsCovered();
        var at = places[next];
        var partner = motif.Structure.Partners[at];
        var covered = true;
        foreach (var (open, close) in Options(at))
        {
            codes[at + 1] = (byte)open;
            if (partner >= 0) codes[partner + 1] = (byte)close;
            covered = AllCovered(places, next + 1);
            if (!covered) break;
        }
        codes[at + 1] = 0;
        if (partner >= 0) codes[partner + 1] = 0;
        return covered;
    }

    private IEnumerable<(int Open, int Close)> Options(int at) => motif.Structure.Partners[at] >= 0
        ? target.PairsAt(at)
        : Enumerable.Range(1, 4).Where(code => target.Allows(at, code)).Select(code => (code, 0));

    /// <summary>True when a rival has less energy whatever the bases are that are not chosen yet.</summary>
    private bool IsCovered()
    {
        if (++Choices > most) return false;
        if ((Choices & 1023) == 0) cancellation.ThrowIfCancellationRequested();
        var energy = loops.Energy(codes);
        for (var at = 0; at < rivals.Count; at++)
            if (Beats(rivals[at], energy)) return true;
        var whole = Completed();
        var (folded, gap) = Fold(whole);
        if (gap <= 0) return false;
        var structure = SecondaryStructure.FromMatched(folded);
        var rival = new Rival(structure, new TargetLoops(model.Energies, structure), [.. Dependence(structure)]);
        if (known.Add(structure.ToDotBracket())) rivals.Add(rival);
        int[] open = [.. rival.Depends.Where(at => codes[at + 1] == 0)];
        return open.Length == 0 || AllCovered(open, 0);
    }

    private bool Beats(Rival rival, int energy)
    {
        foreach (var at in rival.Depends)
            if (codes[at + 1] == 0) return false;
        foreach (var pair in rival.Structure.Pairs)
            if (BaseCodes.Pair(codes[pair.Open + 1], codes[pair.Close + 1]) == BaseCodes.Other) return false;
        return rival.Loops.Energy(codes) < energy;
    }

    private byte[] Completed()
    {
        var whole = (byte[])codes.Clone();
        for (var at = 0; at < target.Length; at++)
            if (whole[at + 1] == 0) whole[at + 1] = (byte)Options(at).First().Open;
        return whole;
    }

    private (int[] Folded, int Gap) Fold(byte[] sequence)
    {
        inside.Fill(sequence, rules, noScale);
        return (new Traceback(inside).Partners(), loops.Energy(sequence) - inside.Prefix[target.Length]);
    }

    /// <summary>The bases that the energy of a structure depends on.</summary>
    private SortedSet<int> Dependence(SecondaryStructure structure)
    {
        var depends = new SortedSet<int>();
        foreach (var loop in model.Evaluate(new string('N', structure.Length), structure).Loops)
        {
            BasePair[] inner = [.. loop.Inner];
            foreach (var pair in inner) depends.UnionWith([pair.Open, pair.Close]);
            if (loop.Closing is { } closing)
            {
                depends.UnionWith([closing.Open, closing.Close]);
                // Small hairpins are in the tables by all of their bases; beside the pairs of bulges no base counts.
                if (inner.Length == 0 && closing.Close - closing.Open - 1 is 3 or 4 or 6)
                    depends.UnionWith(Enumerable.Range(closing.Open, closing.Close - closing.Open));
                if (inner.Length == 1 && (inner[0].Open == closing.Open + 1 || inner[0].Close == closing.Close - 1)) continue;
                depends.UnionWith([closing.Open + 1, closing.Close - 1]);
            }
            foreach (var pair in inner) depends.UnionWith([pair.Open - 1, pair.Close + 1]);
        }
        depends.RemoveWhere(at => at < 0 || at >= structure.Length || motif.Positions[at] < 0);
        return depends;
    }

    private static string Letters(DesignTarget whole, TargetMotif motif) =>
        string.Concat(motif.Positions.Select(at => at < 0 ? 'A' : whole.Options.Sequence is { } letters ? letters[at] : 'N'));

    private sealed record Rival(SecondaryStructure Structure, TargetLoops Loops, int[] Depends);
}
