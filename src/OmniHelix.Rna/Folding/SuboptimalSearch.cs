namespace OmniHelix.Rna.Folding;

/// <summary>
/// All structures up to some energy above the least (Wuchty et al. 1999): parts of structures are decided one after the other, and only
/// what the best of the undecided parts can still bring below that energy is followed. Nothing is followed in vain.
/// </summary>
internal sealed class SuboptimalSearch(Inside<int, MinPlus> inside)
{
    private readonly Derivations<int, MinPlus> derivations = new(inside);

    /// <summary>All structures within a band of energy, or within a narrower one when there are too many.</summary>
    /// <param name="band">In 0.01 kcal/mol above the least energy.</param>
    /// <param name="limit">The most structures.</param>
    /// <exception cref="OmniException">OH1870: more than the limit have the least energy.</exception>
    public SuboptimalStructures Sorted(int band, int limit)
    {
        var found = Within(band, limit);
        if (found is null) (found, band) = Widest(band, limit);
        return new SuboptimalStructures(SuboptimalStructures.Sorted(found), band / 100.0);
    }

    /// <summary>The widest band below one that holds too many.</summary>
    private (List<FoldedStructure> Found, int Band) Widest(int tooWide, int limit)
    {
        var band = 0;
        var found = Within(0, limit) ?? throw new OmniException(
            "OH1870", $"more than {Plural.Count(limit, "structure", format: "N0")} have the least energy", null, "Raise the limit.");
        while (tooWide - band > 1)
        {
            var middle = band + (tooWide - band) / 2;
            if (Within(middle, limit) is { } more)
            {
                found = more;
                band = middle;
            }
            else
            {
                tooWide = middle;
            }
        }
        return (found, band);
    }

    /// <summary>The structures within a band.</summary>
    /// <param name="above">The most above the least energy, in 0.01 kcal/mol.</param>
    /// <param name="limit">The most structures.</param>
    /// <returns>In no order; null when there are more than the limit.</returns>
    private List<FoldedStructure>? Within(int above, int limit)
    {
        var whole = derivations.Whole;
        var least = derivations.Value(whole);
        var found = new List<FoldedStructure>();
        // The last in is followed first: few wait at a time.
        var waiting = new Stack<State>();
        waiting.Push(new State(And(whole, null), null, least));
        while (waiting.TryPop(out var state))
        {
            if (state.Open is null)
            {
                found.Add(new FoldedStructure(Structure(state.Pairs), state.Energy / 100.0));
                if (found.Count > limit) return null;
                continue;
            }
            var part = state.Open.Value;
            var fixedEnergy = state.Energy - derivations.Value(part);
            var pairs = part.Kind is PartKind.Pair or PartKind.Stacked ? new Chain<Part>(part, state.Pairs) : state.Pairs;
            foreach (var way in derivations.Of(part))
            {
                var energy = fixedEnergy + way.Value;
                if (energy > least + above) continue;
                waiting.Push(new State(And(way.First, And(way.Second, state.Open.Rest)), pairs, energy));
            }
        }
        return found;
    }

    private static Chain<Part>? And(Part part, Chain<Part>? rest) => part.Kind == PartKind.Nothing ? rest : new Chain<Part>(part, rest);

    private SecondaryStructure Structure(Chain<Part>? pairs)
    {
        var partners = new int[inside.Length];
        Array.Fill(partners, -1);
        for (var pair = pairs; pair is not null; pair = pair.Rest)
        {
            partners[pair.Value.I - 1] = pair.Value.J - 1;
            partners[pair.Value.J - 1] = pair.Value.I - 1;
        }
        return SecondaryStructure.FromMatched(partners);
    }

    /// <summary>A structure decided in part.</summary>
    /// <param name="Open">What is not decided yet.</param>
    /// <param name="Pairs">Its pairs so far.</param>
    /// <param name="Energy">The least it can come to.</param>
    private readonly record struct State(Chain<Part>? Open, Chain<Part>? Pairs, int Energy);

    /// <summary>A list whose end several share.</summary>
    private sealed class Chain<TItem>(TItem value, Chain<TItem>? rest)
    {
        public TItem Value => value;

        public Chain<TItem>? Rest => rest;
    }
}
