using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OmniHelix.Rna.Folding;

/// <summary>
/// The choice among all structures of every interval of a sequence (McCaskill 1990; with energies it is Zuker and Stiegler 1981): each
/// structure is derived in one way. Holds its arrays from one sequence to the next.
/// </summary>
/// <typeparam name="T">Energies or weights.</typeparam>
/// <typeparam name="S">How they are joined.</typeparam>
internal sealed class Inside<T, S>(LoopTables<T, S> tables, FoldingOptions options)
    where T : unmanaged
    where S : struct, ISemiring<T>
{
    private const int ShortestPair = 4;

    private readonly TwoPairWindow<T, S> window = new(tables, outward: false);
    private T[] tail = [];
    private T[] parted = [];
    private T[] partedBefore = [];

    /// <summary>The tables of the loops.</summary>
    public LoopTables<T, S> Tables => tables;

    /// <summary>The sequence by <see cref="BaseCodes.Encode"/>.</summary>
    public byte[] Codes { get; private set; } = [];

    /// <summary>Number of bases.</summary>
    public int Length { get; private set; }

    /// <summary>The most bases a pair spans.</summary>
    public int Span { get; private set; }

    /// <summary>What may pair.</summary>
    public PairRules<T, S> Rules { get; private set; } = PairRules<T, S>.None;

    /// <summary>Of the intervals whose ends pair, by column.</summary>
    public Triangle<T> Paired { get; } = new(byColumn: true);

    /// <summary>
    /// When lonely pairs are not allowed, of the intervals whose ends pair and are stacked on a pair outside, by column; else empty.
    /// </summary>
    public Triangle<T> Stacked { get; } = new(byColumn: true);

    /// <summary>Of the parts of a multiloop with exactly one helix, which starts at i; by column.</summary>
    public Triangle<T> Branch { get; } = new(byColumn: true);

    /// <summary>Of the parts of a multiloop with one helix or more; by row.</summary>
    public Triangle<T> Multi { get; } = new(byColumn: false);

    /// <summary><c>[length + 1]</c>: of the first bases of the sequence.</summary>
    public T[] Prefix { get; private set; } = [];

    /// <summary><c>[length + 3]</c> or more: what 0, 1, 2 … bases cost beside their energy.</summary>
    public T[] Scale { get; private set; } = [];

    /// <summary>True when each helix has two pairs or more. In an ensemble only pairs that could never stack are left out.</summary>
    public bool HelicesOnly { get; } = !options.LonelyPairs && typeof(T) == typeof(int);

    /// <summary>An unpaired base of a multiloop.</summary>
    public T MultiUnpaired(int at) => S.Join(S.Join(tables.MultiUnpaired, Scale[1]), Rules.Unpaired(at));

    /// <summary>An unpaired base outside of all loops.</summary>
    public T ExteriorUnpaired(int at) => S.Join(Scale[1], Rules.Unpaired(at));

    /// <summary>Fills the arrays.</summary>
    /// <param name="codes">By <see cref="BaseCodes.Encode"/>.</param>
    /// <param name="rules">What may pair and what bases cost.</param>
    /// <param name="scale"><c>[length + 3]</c>: what 0, 1, 2 … bases cost beside their energy.</param>
    /// <exception cref="OmniException">OH1851 when the sequence is too long.</exception>
    public void Fill(byte[] codes, PairRules<T, S> rules, T[] scale)
    {
        Begin(codes, rules, scale);
        for (var j = 1; j <= Length; j++) FillColumn(j);
    }

    private void Begin(byte[] codes, PairRules<T, S> rules, T[] scale)
    {
        Codes = codes;
        Rules = rules;
        Scale = scale;
        Length = codes.Length - 2;
        Span = Math.Min(Length, options.MaximumSpan ?? int.MaxValue);
        window.Begin(codes, scale, rules.Costs);
        Paired.Begin(Length, Span, S.Zero);
        if (HelicesOnly) Stacked.Begin(Length, Span, S.Zero);
        Branch.Begin(Length, Span, S.Zero);
        Multi.Begin(Length, Span, S.Zero);
        Prefix = new T[Length + 1];
        Prefix[0] = S.One;
        tail = new T[Length + 3];
        parted = new T[Length + 3];
        partedBefore = new T[Length + 3];
        foreach (var line in new[] { tail, parted, partedBefore }) Array.Fill(line, S.Zero);
    }

    private void FillColumn(int j)
    {
        (parted, partedBefore) = (partedBefore, parted);
        var starts = tables.HairpinStarts(Length);
        var prefix = S.Join(Prefix[j - 1], ExteriorUnpaired(j));
        var hairpinBases = S.One;
        if (Rules.Costs is { } costs)
            for (var at = Math.Max(1, j - ShortestPair + 1); at < j; at++) hairpinBases = S.Join(hairpinBases, costs.Unpaired[at]);
        // The part of a multiloop that starts at i and has one helix somewhere: from the helix at i, or after an unpaired base.
        var one = S.Zero;
        for (var i = j - ShortestPair; i >= Math.Max(1, j - Span + 1); i--)
        {
            var value = S.Zero;
            if (Rules.MayPair(Codes, i, j, options) is var type && type >= 0 && (options.LonelyPairs || MayStack(i, j)))
            {
                value = Pair(i, j, type, S.Join(hairpinBases, Scale[j - i + 1]), starts);
                if (HelicesOnly) value = Stack(i, j, type, value);
                window.Put(i, j, value, BaseCodes.Pair(Codes[j], Codes[i]), Codes[j + 1], Codes[i - 1]);
                Paired.Values[Paired.Line(j) + i] = value;
            }
            else
            {
                window.PutNone(i, j);
            }
            hairpinBases = S.Settle(S.Join(hairpinBases, Rules.Unpaired(i)));
            prefix = S.Choose(prefix, S.Join(Prefix[i - 1], Helix(i, j, exterior: true)));
            FillMulti(i, j, ref one);
        }
        Prefix[j] = S.Settle(prefix);
    }

    /// <summary>True when some pair is directly inside or around this one, so that it need not be lonely.</summary>
    private bool MayStack(int i, int j) =>
        (j - i - 2 >= ShortestPair && Rules.MayPair(Codes, i + 1, j - 1, options) >= 0)
        || (i > 1 && j < Length && Rules.MayPair(Codes, i - 1, j + 1, options) >= 0);

    /// <summary>Keeps what the pair is worth inside another; by itself it is worth what it is around the pair inside it.</summary>
    private T Stack(int i, int j, int type, T inside)
    {
        var around = S.Zero;
        if (j - i - 2 >= ShortestPair)
        {
            around = S.Join(Stacked[i + 1, j - 1], tables.Stack[type * 7 + BaseCodes.Pair(Codes[j - 1], Codes[i + 1])]);
            if (Rules.Costs is { } costs) around = S.Join(around, costs.Stack(i, j));
            around = S.Settle(S.Join(around, Rules.PairCost(i, j)));
        }
        Stacked[i, j] = S.Choose(inside, around);
        return around;
    }

    /// <summary>One helix whose ends, or the bases stacked on its ends, are i and j.</summary>
    private T Helix(int i, int j, bool exterior)
    {
        return S.Join(Paired[i, j], exterior
            ? tables.Exterior(BaseCodes.Pair(Codes[i], Codes[j]), Codes[i - 1], Codes[j + 1])
            : tables.Branch(BaseCodes.Pair(Codes[i], Codes[j]), Codes[i - 1], Codes[j + 1]));
    }

    private T Pair(int i, int j, int type, T hairpinBases, ReadOnlySpan<T> hairpinStarts)
    {
        var closing = tables.Closing(BaseCodes.Pair(Codes[j], Codes[i]), Codes[j - 1], Codes[i + 1]);
        var value = S.Choose(
            S.Join(tables.Hairpin(Codes, i, j, type, hairpinStarts), hairpinBases),
            S.Join(S.Join(closing, Scale[2]), partedBefore[i + 1]));
        value = S.Choose(value, window.Loops(i, j, type, j - i - 2 - ShortestPair));
        value = S.Join(value, Rules.PairCost(i, j));
        return S.Settle(value);
    }

    private void FillMulti(int i, int j, ref T one)
    {
        var column = Branch.Line(j);
        var branches = Branch.Values;
        var branch = S.Choose(S.Join(Branch[i, j - 1], MultiUnpaired(j)), Helix(i, j, exterior: false));
        branches[column + i] = branch;
        one = S.Choose(branch, S.Join(MultiUnpaired(i), one));
        var several = S.Zero;
        // Both parts need five bases.
        var count = j - i - 2 * ShortestPair;
        if (count > 0)
            several = Dot(
                ref Multi.Values[Multi.Line(i) + i + ShortestPair], ref branches[column + i + ShortestPair + 1], count);
        parted[i] = several;
        Multi.Values[Multi.Line(i) + j] = S.Choose(one, several);
    }

    /// <summary>The choice among all places to part an interval. Both lines go on with <c>Zero</c> past their end.</summary>
    private static T Dot(ref T left, ref T right, int count)
    {
        var sum = Vector512.Create(S.Zero);
        var at = 0;
        if (count > 4 * Vector512<T>.Count)
        {
            var second = sum;
            for (; at < count - 2 * Vector512<T>.Count; at += 2 * Vector512<T>.Count)
            {
                var next = at + Vector512<T>.Count;
                sum = S.ChooseJoin(sum, Vector512.LoadUnsafe(ref left, (nuint)at), Vector512.LoadUnsafe(ref right, (nuint)at));
                second = S.ChooseJoin(second, Vector512.LoadUnsafe(ref left, (nuint)next), Vector512.LoadUnsafe(ref right, (nuint)next));
            }
            sum = S.Choose(sum, second);
        }
        for (; at < count; at += Vector512<T>.Count)
            sum = S.ChooseJoin(sum, Vector512.LoadUnsafe(ref left, (nuint)at), Vector512.LoadUnsafe(ref right, (nuint)at));
        return S.ChooseAll(sum);
    }
}
