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
    // Vectors read and write past the end of a line.
    private const int Padding = 20;

    private readonly TwoPairWindow<T, S> window = new(tables, outward: false);
    private T[] parted = [];
    private T[] partedBefore = [];
    private T[] partedTwoBefore = [];
    private T[] stackedHelices = [];

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

    /// <summary>Of the parts of a multiloop with one helix or more; by column where only the best counts, else by row.</summary>
    public Triangle<T> Multi { get; } = new(byColumn: S.IsSelective);

    /// <summary><c>[length + 1]</c>: of the first bases of the sequence.</summary>
    public T[] Prefix { get; private set; } = [];

    /// <summary><c>[length + 3]</c> or more: what 0, 1, 2 … bases cost beside their energy.</summary>
    public T[] Scale { get; private set; } = [];

    /// <summary>Where the sequence is two strands, the place between them; null when it is one.</summary>
    public StrandBreak<T, S>? Strands { get; private set; }

    /// <summary>True when each helix has two pairs or more. In an ensemble only pairs that could never stack are left out.</summary>
    public bool HelicesOnly { get; } = !options.LonelyPairs && typeof(T) == typeof(int);

    /// <summary>True when an unpaired base stacks on one helix at most. In an ensemble it stacks on both.</summary>
    public bool BasesChoose { get; } = options.Dangles is DangleModel.Unpaired or DangleModel.Coaxial && typeof(T) == typeof(int);

    /// <summary>True when helices of a multiloop without a base between them may stack on one another. Not in an ensemble.</summary>
    public bool HelicesStack { get; } = options.Dangles == DangleModel.Coaxial && typeof(T) == typeof(int);

    /// <summary>An unpaired base of a multiloop.</summary>
    public T MultiUnpaired(int at) => S.Join(S.Join(tables.MultiUnpaired, Scale[1]), Rules.Unpaired(at));

    /// <summary>An unpaired base outside of all loops.</summary>
    public T ExteriorUnpaired(int at) => S.Join(Scale[1], Rules.Unpaired(at));

    /// <summary>Fills the arrays.</summary>
    /// <param name="codes">By <see cref="BaseCodes.Encode"/>.</param>
    /// <param name="rules">What may pair and what bases cost.</param>
    /// <param name="scale"><c>[length + 3]</c>: what 0, 1, 2 … bases cost beside their energy.</param>
    /// <param name="strands">Where the sequence is two strands; else null.</param>
    /// <exception cref="OmniException">OH1851 when the sequence is too long.</exception>
    public void Fill(byte[] codes, PairRules<T, S> rules, T[] scale, StrandBreak<T, S>? strands = null)
    {
        Strands = strands;
        strands?.Begin(this);
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
        parted = new T[Length + Padding];
        partedBefore = new T[Length + Padding];
        partedTwoBefore = new T[Length + Padding];
        stackedHelices = new T[Length + 3];
        foreach (var line in new[] { parted, partedBefore, partedTwoBefore, stackedHelices }) Array.Fill(line, S.Zero);
    }

    private void FillColumn(int j)
    {
        var free = partedTwoBefore;
        partedTwoBefore = partedBefore;
        partedBefore = parted;
        parted = free;
        var column = new Column(j, tables.HairpinStarts(Length), Paired.Line(j), MultiUnpaired(j));
        if (S.IsSelective) StartParted(column);
        var prefix = S.Join(Prefix[j - 1], ExteriorUnpaired(j));
        var hairpinBases = S.One;
        if (Rules.Costs is { } costs)
            for (var at = Math.Max(1, j - ShortestPair + 1); at < j; at++) hairpinBases = S.Join(hairpinBases, costs.Unpaired[at]);
        // The part of a multiloop that starts at i and has one helix somewhere: from the helix at i, or after an unpaired base.
        var one = S.Zero;
        var stacked = S.Zero;
        for (var i = j - ShortestPair; i >= Math.Max(1, j - Span + 1); i--)
        {
            var branch = S.Zero;
            var type = Rules.MayPair(Codes, i, j, options);
            if (type >= 0 && (options.LonelyPairs || MayStack(i, j)))
            {
                var value = Pair(i, j, type, S.Join(hairpinBases, Scale[j - i + 1]), column.HairpinStarts);
                if (HelicesOnly) value = Stack(i, j, type, value);
                window.Put(i, j, value, BaseCodes.Pair(Codes[j], Codes[i]), Codes[j + 1], Codes[i - 1]);
                Paired.Values[column.Start + i] = value;
                if (!BasesChoose)
                {
                    prefix = S.Choose(prefix, S.Join(Prefix[i - 1], S.Join(value, tables.Exterior(type, Codes[i - 1], Codes[j + 1]))));
                    branch = S.Join(value, tables.Branch(type, Codes[i - 1], Codes[j + 1]));
                }
            }
            else
            {
                window.PutNone(i, j);
            }
            if (Rules.Costs is not null) hairpinBases = S.Settle(S.Join(hairpinBases, Rules.Unpaired(i)));
            if (BasesChoose)
            {
                prefix = S.Choose(prefix, S.Join(Prefix[i - 1], Helix(i, j, exterior: true)));
                branch = Helix(i, j, exterior: false);
            }
            FillMulti(i, column, branch, ref one, ref stacked);
        }
        Prefix[j] = S.Settle(prefix);
        Strands?.Filled(j);
    }

    /// <summary>What the cells of a column have in common.</summary>
    private readonly ref struct Column(int j, ReadOnlySpan<T> hairpinStarts, int start, T multiUnpaired)
    {
        public int J { get; } = j;
        public ReadOnlySpan<T> HairpinStarts { get; } = hairpinStarts;
        public int Start { get; } = start;
        public T MultiUnpaired { get; } = multiUnpaired;
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

    /// <summary>A helix outside of all loops whose outer bases are i and j; where bases choose, they may be stacked on it.</summary>
    public T ExteriorHelix(int i, int j) => BasesChoose
        ? Helix(i, j, exterior: true)
        : S.Join(Paired[i, j], tables.Exterior(BaseCodes.Pair(Codes[i], Codes[j]), Codes[i - 1], Codes[j + 1]));

    /// <summary>A helix whose outer bases are i and j, each the helix's end or a base stacked on it.</summary>
    private T Helix(int i, int j, bool exterior)
    {
        var with = S.Choose(HelixWith(i, j, 1, 0, exterior), S.Choose(HelixWith(i, j, 0, 1, exterior), HelixWith(i, j, 1, 1, exterior)));
        return S.Choose(HelixWith(i, j, 0, 0, exterior), with);
    }

    /// <summary>A helix with so many of its outer bases i and j stacked on its ends.</summary>
    public T HelixWith(int i, int j, int before, int after, bool exterior)
    {
        var (p, q) = (i + before, j - after);
        if (q - p < ShortestPair) return S.Zero;
        var type = BaseCodes.Pair(Codes[p], Codes[q]);
        var left = before == 0 ? BaseCodes.None : Codes[i];
        var right = after == 0 ? BaseCodes.None : Codes[j];
        var helix = exterior ? tables.Exterior(type, left, right) : Branched(type, left, right);
        if (before > 0) helix = S.Join(helix, exterior ? ExteriorUnpaired(i) : MultiUnpaired(i));
        if (after > 0) helix = S.Join(helix, exterior ? ExteriorUnpaired(j) : MultiUnpaired(j));
        return S.Join(Paired[p, q], helix);
    }

    /// <summary>The closing pair of a multiloop with so many of the bases inside it stacked on it, without the parts.</summary>
    public T ClosingWith(int i, int j, int before, int after)
    {
        var type = BaseCodes.Pair(Codes[j], Codes[i]);
        var left = before == 0 ? BaseCodes.None : Codes[j - 1];
        var right = after == 0 ? BaseCodes.None : Codes[i + 1];
        var closing = HelicesStack
            ? S.Join(Branched(type, left, right), tables.ClosingAlone(type))
            : tables.Closing(type, left, right);
        if (before > 0) closing = S.Join(closing, MultiUnpaired(j - 1));
        if (after > 0) closing = S.Join(closing, MultiUnpaired(i + 1));
        return closing;
    }

    /// <summary>Two helices that lie side by side and stack on one another, the first ending at <paramref name="end"/>.</summary>
    public T Stacked2(int i, int end, int j) => S.Join(
        S.Join(S.Join(Paired[i, end], Paired[end + 1, j]), S.Join(tables.MultiBranch, tables.MultiBranch)),
        tables.Stack[BaseCodes.Pair(Codes[end], Codes[i]) * 7 + BaseCodes.Pair(Codes[j], Codes[end + 1])]);

    /// <summary>The closing pair stacked on the helix (i + 1, end) inside it.</summary>
    public T ClosingOnFirst(int i, int end, int j) => S.Join(
        S.Join(Paired[i + 1, end], Multi[end + 1, j - 1]),
        S.Join(StackedClosing(i, j), tables.Stack[BaseCodes.Pair(Codes[i], Codes[j]) * 7 + BaseCodes.Pair(Codes[end], Codes[i + 1])]));

    /// <summary>The closing pair stacked on the helix (start, j − 1) inside it.</summary>
    public T ClosingOnLast(int i, int start, int j) => S.Join(
        S.Join(Multi[i + 1, start - 1], Paired[start, j - 1]),
        S.Join(StackedClosing(i, j), tables.Stack[BaseCodes.Pair(Codes[j - 1], Codes[start]) * 7 + BaseCodes.Pair(Codes[i], Codes[j])]));

    private T StackedClosing(int i, int j) =>
        S.Join(S.Join(tables.MultiBranch, tables.MultiBranch), tables.ClosingAlone(BaseCodes.Pair(Codes[j], Codes[i])));

    private T Branched(int type, int before, int after) =>
        HelicesStack ? tables.BranchByEachBase(type, before, after) : tables.Branch(type, before, after);

    private T ClosedMulti(int i, int j)
    {
        if (!BasesChoose)
            return S.Join(tables.Closing(BaseCodes.Pair(Codes[j], Codes[i]), Codes[j - 1], Codes[i + 1]), partedBefore[i + 1]);
        var value = S.Choose(
            S.Choose(S.Join(ClosingWith(i, j, 0, 0), partedBefore[i + 1]), S.Join(ClosingWith(i, j, 0, 1), partedBefore[i + 2])),
            S.Choose(S.Join(ClosingWith(i, j, 1, 0), partedTwoBefore[i + 1]), S.Join(ClosingWith(i, j, 1, 1), partedTwoBefore[i + 2])));
        if (!HelicesStack) return value;
        for (var end = i + 1 + ShortestPair; end < j - 1 - ShortestPair; end++) value = S.Choose(value, ClosingOnFirst(i, end, j));
        for (var start = i + 2 + ShortestPair; start < j - ShortestPair; start++) value = S.Choose(value, ClosingOnLast(i, start, j));
        return value;
    }

    private T Pair(int i, int j, int type, T hairpinBases, ReadOnlySpan<T> hairpinStarts)
    {
        var value = S.Choose(
            S.Join(tables.Hairpin(Codes, i, j, type, hairpinStarts), hairpinBases), S.Join(ClosedMulti(i, j), Scale[2]));
        value = S.Choose(value, window.Loops(i, j, type, j - i - 2 - ShortestPair));
        if (Strands is { } strands && strands.AreApart(i, j)) value = S.Choose(value, strands.Around(i, j));
        return S.Settle(S.Join(value, Rules.PairCost(i, j)));
    }

    private void FillMulti(int i, Column column, T helix, ref T one, ref T stacked)
    {
        var j = column.J;
        ref var branches = ref MemoryMarshal.GetArrayDataReference(Branch.Values);
        // The triangles by column have one shape.
        ref var branch = ref Unsafe.Add(ref branches, column.Start + i);
        var extended = S.Join(Branch[i, j - 1], column.MultiUnpaired);
        branch = S.Choose(extended, helix);
        if (HelicesStack) branch = S.Choose(branch, HelicesOnHelices(i, j, ref stacked));
        var later = S.Join(MultiUnpaired(i), one);
        one = S.Choose(branch, later);
        ref var multi = ref MemoryMarshal.GetArrayDataReference(Multi.Values);
        if (S.IsSelective)
        {
            var others = S.Choose(S.Choose(extended, later), parted[i]);
            // Two stacked helices are several by themselves.
            parted[i] = S.Choose(parted[i], stacked);
            Unsafe.Add(ref multi, Multi.Line(j) + i) = S.Choose(one, parted[i]);
            if (!EqualityComparer<T>.Default.Equals(S.Choose(branch, others), others)) Part(i, column, branch);
            return;
        }
        ref var row = ref Unsafe.Add(ref multi, Multi.Line(i) + i);
        // Both parts need five bases.
        var count = j - i - 2 * ShortestPair;
        parted[i] = count > 0
            ? Dot(ref Unsafe.Add(ref row, ShortestPair), ref Unsafe.Add(ref branch, ShortestPair + 1), count)
            : S.Zero;
        Unsafe.Add(ref row, j - i) = S.Choose(one, parted[i]);
    }

    /// <summary>Begins a column's parts of several helices with those of the column before and an unpaired base.</summary>
    private void StartParted(Column column)
    {
        var one = Vector512.Create(column.MultiUnpaired);
        ref var before = ref MemoryMarshal.GetArrayDataReference(partedBefore);
        ref var now = ref MemoryMarshal.GetArrayDataReference(parted);
        for (var at = 0; at <= column.J; at += Vector512<T>.Count)
            S.Join(Vector512.LoadUnsafe(ref before, (nuint)at), one).StoreUnsafe(ref now, (nuint)at);
    }

    /// <summary>
    /// Lets every interval to j that starts before i take its last helix from i on. Only a helix that no other part from i to j beats is
    /// worth that: with any other, what beats it would do better there too (Wexler et al. 2007, Backofen et al. 2011). They are few.
    /// </summary>
    private void Part(int i, Column column, T helix)
    {
        var first = Math.Max(1, column.J - Span + 1);
        var value = Vector512.Create(helix);
        ref var before = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Multi.Values), Multi.Line(i - 1));
        ref var now = ref MemoryMarshal.GetArrayDataReference(parted);
        for (var at = first; at < i - ShortestPair; at += Vector512<T>.Count)
        {
            var lane = (nuint)at;
            S.ChooseJoin(Vector512.LoadUnsafe(ref now, lane), Vector512.LoadUnsafe(ref before, lane), value).StoreUnsafe(ref now, lane);
        }
    }

    /// <summary>The choice among two helices from i to j that stack on one another; kept also with unpaired bases around them.</summary>
    private T HelicesOnHelices(int i, int j, ref T stacked)
    {
        var both = S.Zero;
        for (var end = i + ShortestPair; end < j - ShortestPair; end++) both = S.Choose(both, Stacked2(i, end, j));
        stackedHelices[i] = S.Choose(both, S.Join(stackedHelices[i], MultiUnpaired(j)));
        stacked = S.Choose(stackedHelices[i], S.Join(MultiUnpaired(i), stacked));
        return both;
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
