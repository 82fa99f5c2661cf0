namespace OmniHelix.Rna.Folding;

/// <summary>
/// The place between two strands that are folded as one sequence. A loop that holds it is no loop: its helices are as free as those outside
/// of all pairs, and no base on one side of it stacks on the other.
/// </summary>
/// <remarks>
/// The strands are joined by <see cref="Bases"/> bases that pair with nothing and must not be unpaired, so that of themselves no loops hold
/// them; they give bases of both strands the distance that partners need.
/// </remarks>
/// <typeparam name="T">Energies or weights.</typeparam>
/// <typeparam name="S">How they are joined.</typeparam>
internal sealed class StrandBreak<T, S>
    where T : unmanaged
    where S : struct, ISemiring<T>
{
    /// <summary>Bases between the strands.</summary>
    public const int Bases = 3;

    private const int ShortestPair = 4;

    private readonly T[] tails;
    private readonly T[] heads;
    private Inside<T, S> inside = null!;

    /// <param name="first">Bases of the first strand.</param>
    /// <param name="second">Bases of the second.</param>
    public StrandBreak(int first, int second)
    {
        LastOfFirst = first;
        FirstOfSecond = first + Bases + 1;
        tails = new T[first + 2];
        heads = new T[first + Bases + second + 1];
        tails[first + 1] = S.One;
        heads[first + Bases] = S.One;
    }

    /// <summary>The first base of the second strand, from 1.</summary>
    public int FirstOfSecond { get; }

    /// <summary>The last base of the first strand.</summary>
    public int LastOfFirst { get; }

    /// <summary>Both strands with no pair between them.</summary>
    public T Apart => S.Join(tails[1], heads[^1]);

    /// <summary>The first strand alone.</summary>
    public T First => tails[1];

    /// <summary>The second strand alone.</summary>
    public T Second => heads[^1];

    /// <summary>The bases of the first strand from i on, outside of all pairs but those around the break.</summary>
    public T Tail(int i) => tails[i];

    /// <summary>The bases of the second strand to j.</summary>
    public T Head(int j) => heads[j];

    /// <summary>The bases of a sequence that holds both strands.</summary>
    public static byte[] Encode(ReadOnlySpan<char> first, ReadOnlySpan<char> second) =>
        [.. BaseCodes.Encode(first)[..^1], .. new byte[Bases], .. BaseCodes.Encode(second)[1..]];

    /// <summary>What may pair in it, and that the bases between the strands must not be unpaired.</summary>
    public static PairRules<T, S> Rules(int first, int second) => PairRules<T, S>.Of(
        first + Bases + second,
        FoldingConstraint.Parse($"{new string('.', first)}{new string('|', Bases)}{new string('.', second)}", enforce: true), null, 0);

    /// <summary>The same list of bases without those between the strands, and with the partners that they have then.</summary>
    public int[] WithoutBreak(int[] partners) =>
    [
        .. partners.Where((_, at) => at < LastOfFirst || at >= FirstOfSecond - 1).Select(to => to < LastOfFirst ? to : to - Bases),
    ];

    /// <summary>Begins a sequence.</summary>
    public void Begin(Inside<T, S> filled) => inside = filled;

    /// <summary>True when the bases lie on different strands.</summary>
    public bool AreApart(int i, int j) => i <= LastOfFirst && j >= FirstOfSecond;

    /// <summary>What is inside a pair between the strands when no other pair between them is.</summary>
    public T Around(int i, int j)
    {
        var before = j > FirstOfSecond ? inside.Codes[j - 1] : BaseCodes.None;
        var after = i < LastOfFirst ? inside.Codes[i + 1] : BaseCodes.None;
        var closing = inside.Tables.Exterior(BaseCodes.Pair(inside.Codes[j], inside.Codes[i]), before, after);
        return S.Join(S.Join(closing, inside.Scale[2]), S.Join(tails[i + 1], heads[j - 1]));
    }

    /// <summary>A helix of one strand in a loop that holds the break.</summary>
    public T Helix(int i, int j)
    {
        var before = i == FirstOfSecond ? BaseCodes.None : inside.Codes[i - 1];
        var after = j == LastOfFirst ? BaseCodes.None : inside.Codes[j + 1];
        return S.Join(inside.Paired[i, j], inside.Tables.Exterior(BaseCodes.Pair(inside.Codes[i], inside.Codes[j]), before, after));
    }

    /// <summary>Takes notice that the pairs that end at j are known.</summary>
    public void Filled(int j)
    {
        if (j == LastOfFirst)
            for (var i = j; i >= 1; i--) FillTail(i);
        if (j >= FirstOfSecond) FillHead(j);
    }

    private void FillTail(int i)
    {
        var tail = S.Join(inside.ExteriorUnpaired(i), tails[i + 1]);
        for (var j = i + ShortestPair; j <= LastOfFirst; j++)
            if (!S.IsZero(inside.Paired[i, j])) tail = S.Choose(tail, S.Join(Helix(i, j), tails[j + 1]));
        tails[i] = tail;
    }

    private void FillHead(int j)
    {
        var head = S.Join(heads[j - 1], inside.ExteriorUnpaired(j));
        for (var i = j - ShortestPair; i >= FirstOfSecond; i--)
            if (!S.IsZero(inside.Paired[i, j])) head = S.Choose(head, S.Join(heads[i - 1], Helix(i, j)));
        heads[j] = head;
    }
}
