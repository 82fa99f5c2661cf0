namespace OmniHelix.Rna.Folding;

/// <summary>
/// The loop of a circular RNA that holds the place where its ends are joined (Hofacker and Stadler 2006). What is inside pairs is that of a
/// linear RNA whose first and last bases are neighbours; here the loop is closed. It is a hairpin of one pair, an interior loop between
/// two, a multiloop of three helices or more, or all there is.
/// </summary>
/// <typeparam name="T">Energies or weights.</typeparam>
/// <typeparam name="S">How they are joined.</typeparam>
internal sealed class Circle<T, S>
    where T : unmanaged
    where S : struct, ISemiring<T>
{
    private const int ShortestPair = 4;
    private const int LongestLoop = LoopTables<T, S>.LongestLoop;

    private readonly Inside<T, S> inside;
    private readonly CircularLoops<T, S> loops;
    private readonly int length;
    // Unpaired bases before a base, and after one.
    private readonly T[] head;
    private readonly T[] tail;
    // Two helices or more in the first bases; the two last helices, the first of which starts at a base.
    private readonly T[] several;
    private readonly T[] lastTwo;

    /// <param name="inside">Filled for <see cref="BaseCodes.EncodeCircle"/>.</param>
    public Circle(Inside<T, S> inside)
    {
        this.inside = inside;
        length = inside.Length;
        loops = new CircularLoops<T, S>(inside.Tables, inside.Codes);
        head = [.. Enumerable.Repeat(S.One, length + 2)];
        tail = [.. head];
        several = [.. Enumerable.Repeat(S.Zero, length + 2)];
        lastTwo = [.. several];
        for (var i = 1; i <= length; i++) head[i + 1] = S.Settle(S.Join(head[i], inside.ExteriorUnpaired(i)));
        for (var j = length; j >= 1; j--) tail[j - 1] = S.Settle(S.Join(tail[j], inside.ExteriorUnpaired(j)));
        for (var last = 1; last <= length; last++)
            for (var start = ShortestPair + 2; start <= last - ShortestPair; start++)
                several[last] = S.Choose(several[last], S.Join(inside.Multi[1, start - 1], inside.Branch[start, last]));
        for (var start = length; start >= 1; start--)
            for (var next = start + ShortestPair + 1; next <= length - ShortestPair; next++)
                lastTwo[start] = S.Choose(lastTwo[start], S.Join(inside.Branch[start, next - 1], inside.Branch[next, length]));
        Whole = Sum();
    }

    /// <summary>The value of all structures.</summary>
    public T Whole { get; }

    /// <summary>All pairs that there can be, those of fewer bases first.</summary>
    public IEnumerable<(int I, int J)> Pairs()
    {
        for (var between = ShortestPair; between < length; between++)
            for (var i = 1; i + between <= length; i++)
                if (!S.IsZero(inside.Paired[i, i + between])) yield return (i, i + between);
    }

    /// <summary>The pairs behind (i, j) that are near enough for an interior loop: p ascending, then q descending.</summary>
    public IEnumerable<(int P, int Q)> Behind(int i, int j)
    {
        for (var p = j + 1; p <= Math.Min(length - ShortestPair, j + 1 + LongestLoop); p++)
            for (var q = length; q >= p + ShortestPair && p - j - 1 + i - 1 + length - q <= LongestLoop; q--)
                if (!S.IsZero(inside.Paired[p, q])) yield return (p, q);
    }

    /// <summary>The pair (i, j), and all around it unpaired.</summary>
    public T Hairpin(int i, int j) => S.Join(inside.Paired[i, j], HairpinAround(i, j));

    /// <summary>The pairs (i, j) and (p, q) behind it, and all else unpaired.</summary>
    public T Interior(int i, int j, int p, int q) => S.Join(inside.Paired[i, j], S.Join(inside.Paired[p, q], Loop(i, j, p, q)));

    /// <summary>Three helices or more, of which the last but one starts at a base.</summary>
    public T Multi(int start) => start <= ShortestPair + 1
        ? S.Zero
        : S.Join(inside.Tables.MultiClosing, S.Join(inside.Multi[1, start - 1], lastTwo[start]));

    /// <summary>What is around the pair (i, j) when no other helix closes the loop, or one.</summary>
    public T AroundPair(int i, int j)
    {
        var around = HairpinAround(i, j);
        foreach (var (p, q) in Behind(i, j)) around = S.Choose(around, S.Join(inside.Paired[p, q], Loop(i, j, p, q)));
        foreach (var (p, q) in Before(i, j)) around = S.Choose(around, S.Join(inside.Paired[p, q], Loop(p, q, i, j)));
        return around;
    }

    /// <summary>What is around a part from i to j of exactly one helix in a multiloop.</summary>
    public T AroundBranch(int i, int j)
    {
        if (i <= ShortestPair + 1) return S.Zero;
        var around = j == length ? several[i - 1]
            : j < length - ShortestPair ? S.Join(inside.Multi[1, i - 1], inside.Branch[j + 1, length])
            : S.Zero;
        return S.Join(inside.Tables.MultiClosing, around);
    }

    /// <summary>What is around a part from the first base to j of one helix or more in a multiloop.</summary>
    public T AroundMulti(int j) => S.Join(inside.Tables.MultiClosing, lastTwo[j + 1]);

    private IEnumerable<(int I, int J)> Before(int p, int q)
    {
        for (var j = p - 1; j > ShortestPair && p - j - 1 <= LongestLoop; j--)
            for (var i = 1; i <= j - ShortestPair && p - j - 1 + i - 1 + length - q <= LongestLoop; i++)
                if (!S.IsZero(inside.Paired[i, j])) yield return (i, j);
    }

    private T HairpinAround(int i, int j) => S.Join(loops.Hairpin(i, j), S.Join(head[i], tail[j]));

    private T Loop(int i, int j, int p, int q)
    {
        var loop = S.Join(loops.TwoPairs(i, j, p, q), inside.Scale[p - j - 1 + i - 1 + length - q]);
        if (inside.Rules.Costs is not { } costs) return loop;
        var isStack = p == j + 1 && i == 1 && q == length;
        return S.Join(loop, isStack
            ? costs.StackAround(i, j, p, q)
            : S.Join(costs.AheadOf(j, p - j - 1), S.Join(costs.AheadOf(0, i - 1), costs.AheadOf(q, length - q))));
    }

    private T Sum()
    {
        var whole = S.Join(loops.Open(), tail[0]);
        foreach (var (i, j) in Pairs())
        {
            whole = S.Choose(whole, Hairpin(i, j));
            foreach (var (p, q) in Behind(i, j)) whole = S.Choose(whole, Interior(i, j, p, q));
        }
        for (var start = 1; start <= length; start++) whole = S.Choose(whole, Multi(start));
        return S.Settle(whole);
    }
}
