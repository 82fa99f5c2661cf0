namespace OmniHelix.Rna.Folding;

/// <summary>
/// Every way in which a part of a structure comes about from smaller parts, with its value by the filled arrays. Followed from
/// <see cref="Whole"/> down, they give each structure once. Not for models where unpaired bases choose the helix that they stack on.
/// </summary>
/// <typeparam name="T">Energies or weights.</typeparam>
/// <typeparam name="S">How they are joined.</typeparam>
internal sealed class Derivations<T, S>(Inside<T, S> inside)
    where T : unmanaged
    where S : struct, ISemiring<T>
{
    private const int ShortestPair = 4;

    private readonly SequenceLoops<T, S> loops = new(inside);

    /// <summary>The whole sequence.</summary>
    public Part Whole => Prefix(inside.Length);

    /// <summary>The value of all structures of a part.</summary>
    public T Value(Part part) => part.Kind switch
    {
        PartKind.Exterior => inside.Prefix[part.J],
        PartKind.Pair => inside.Paired[part.I, part.J],
        PartKind.Stacked => inside.Stacked[part.I, part.J],
        PartKind.Branch => inside.Branch[part.I, part.J],
        PartKind.Multi => inside.Multi[part.I, part.J],
        _ => S.One,
    };

    /// <summary>The ways of a part; some may have the value of what cannot be.</summary>
    public IEnumerable<Derivation<T>> Of(Part part) => part.Kind switch
    {
        PartKind.Exterior => Exterior(part.J),
        PartKind.Pair when inside.HelicesOnly =>
            [new Derivation<T>(inside.Paired[part.I, part.J], new Part(PartKind.Stacked, part.I + 1, part.J - 1))],
        PartKind.Pair => Pair(part.I, part.J),
        PartKind.Stacked => Stacked(part.I, part.J),
        PartKind.Branch => Branch(part.I, part.J),
        PartKind.Multi => Multi(part.I, part.J),
        _ => [],
    };

    private static Part Prefix(int j) => j == 0 ? default : new Part(PartKind.Exterior, 1, j);

    private IEnumerable<Derivation<T>> Exterior(int j)
    {
        yield return new Derivation<T>(S.Join(inside.Prefix[j - 1], inside.ExteriorUnpaired(j)), Prefix(j - 1));
        for (var i = j - ShortestPair; i >= Math.Max(1, j - inside.Span + 1); i--)
        {
            if (S.IsZero(inside.Paired[i, j])) continue;
            var value = S.Join(inside.Prefix[i - 1], inside.ExteriorHelix(i, j));
            yield return new Derivation<T>(value, Prefix(i - 1), new Part(PartKind.Pair, i, j));
        }
    }

    private IEnumerable<Derivation<T>> Branch(int i, int j)
    {
        if (j - i > ShortestPair)
            yield return new Derivation<T>(
                S.Join(inside.Branch[i, j - 1], inside.MultiUnpaired(j)), new Part(PartKind.Branch, i, j - 1));
        var helix = inside.Tables.Branch(loops.Type(i, j), inside.Codes[i - 1], inside.Codes[j + 1]);
        yield return new Derivation<T>(S.Join(inside.Paired[i, j], helix), new Part(PartKind.Pair, i, j));
    }

    private IEnumerable<Derivation<T>> Multi(int i, int j)
    {
        var unpaired = S.One;
        for (var start = i; start <= j - ShortestPair; start++)
        {
            yield return new Derivation<T>(S.Join(unpaired, inside.Branch[start, j]), new Part(PartKind.Branch, start, j));
            unpaired = S.Join(unpaired, inside.MultiUnpaired(start));
        }
        foreach (var several in Several(i, j, S.One)) yield return several;
    }

    /// <summary>Two helices or more from i to j, the last of them apart.</summary>
    private IEnumerable<Derivation<T>> Several(int i, int j, T around)
    {
        for (var start = i + ShortestPair + 1; start <= j - ShortestPair; start++)
            yield return new Derivation<T>(
                S.Join(around, S.Join(inside.Multi[i, start - 1], inside.Branch[start, j])), new Part(PartKind.Multi, i, start - 1),
                new Part(PartKind.Branch, start, j));
    }

    private IEnumerable<Derivation<T>> Stacked(int i, int j)
    {
        var inner = new Part(PartKind.Stacked, i + 1, j - 1);
        if (inner.J - inner.I >= ShortestPair)
            yield return new Derivation<T>(
                S.Join(S.Join(Value(inner), loops.TwoPairs(i, j, i + 1, j - 1)), inside.Rules.PairCost(i, j)), inner);
        foreach (var way in Pair(i, j))
            // A helix that starts directly inside this pair is the same helix.
            if (way.First != inner with { Kind = PartKind.Pair }) yield return way;
    }

    private IEnumerable<Derivation<T>> Pair(int i, int j)
    {
        var cost = inside.Rules.PairCost(i, j);
        foreach (var (p, q) in loops.Inner(i, j))
            yield return new Derivation<T>(
                S.Join(cost, S.Join(inside.Paired[p, q], loops.TwoPairs(i, j, p, q))), new Part(PartKind.Pair, p, q));
        yield return new Derivation<T>(S.Join(cost, loops.Hairpin(i, j)), default);
        var closing = inside.Tables.Closing(loops.Type(j, i), inside.Codes[j - 1], inside.Codes[i + 1]);
        foreach (var several in Several(i + 1, j - 1, S.Join(cost, S.Join(closing, inside.Scale[2])))) yield return several;
    }
}
