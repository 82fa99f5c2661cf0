using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OmniHelix.Rna.Folding;

/// <summary>
/// The choice among all stacks, bulges and interior loops that join one pair to the pairs within 30 unpaired bases of it. Pairs are put in
/// column by column; what a column holds for each kind of loop lies side by side, so that a vector takes sixteen loops at once.
/// </summary>
/// <remarks>
/// A cell is (x, y); its partners are (x + 1 + left, y − 1 − right). From inside out that is the closing pair and its inner pairs. From
/// outside in, on the reversed sequence, it is an inner pair and the pairs that may close it: <paramref name="outward"/>.
/// </remarks>
internal sealed class TwoPairWindow<T, S>(LoopTables<T, S> tables, bool outward)
    where T : unmanaged
    where S : struct, ISemiring<T>
{
    private const int Columns = 32;
    private const int Longest = LoopTables<T, S>.LongestLoop;
    private const int Padding = 96;
    // Of each row the last 32 columns, each in its place of a ring; first bulges, then loops with one base on a side.
    private const int RowSize = 2 * Columns;

    private static readonly (int Left, int Right)[] SmallLoops = [(1, 0), (0, 1), (1, 1), (1, 2), (2, 1), (2, 2), (2, 3), (3, 2)];

    private readonly T[] interior = new T[Columns * Columns];
    // By the place of a column in the ring, what the 32 columns before it cost in their places.
    private readonly T[] bulgeDown = new T[Columns * Columns];
    private readonly T[] bulgeUp = new T[Columns];
    private readonly T[] singleDown = new T[Columns * Columns];
    private readonly T[] singleUp = new T[Columns];
    private readonly T[] size = new T[8];
    private byte[] codes = [];
    private int stride;
    private T[] raw = [];
    private T[] ends = [];
    private T[] bulges = [];
    private T[] singles = [];
    private T[] rows = [];
    private BaseCosts<T, S>? costs;

    /// <summary>Empties the window.</summary>
    /// <param name="sequence">By <see cref="BaseCodes.Encode"/>; reversed when outward.</param>
    /// <param name="scale">What each base costs beside its energy, at index 1, and powers of it.</param>
    /// <param name="baseCosts">What single bases cost, when they do; reversed when outward.</param>
    public void Begin(byte[] sequence, ReadOnlySpan<T> scale, BaseCosts<T, S>? baseCosts)
    {
        codes = sequence;
        costs = baseCosts;
        // An odd number of cache lines: columns beside one another do not compete for the same places.
        stride = (((sequence.Length + Padding) / 16) | 1) * 16;
        Empty(ref raw, 8 * stride);
        Empty(ref ends, Columns * stride);
        Empty(ref bulges, 2 * stride);
        Empty(ref singles, 4 * stride);
        Empty(ref rows, stride * RowSize);
        SetSizes(scale);
    }

    /// <summary>Puts a pair in.</summary>
    /// <param name="x">Its row.</param>
    /// <param name="y">Its column; columns come in ascending order.</param>
    /// <param name="value">Of the pair.</param>
    /// <param name="type">Of the pair, as its partners see it.</param>
    /// <param name="after">The base in the loop beside the first base of <paramref name="type"/>.</param>
    /// <param name="before">The base in the loop beside the second.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(int x, int y, T value, int type, int after, int before)
    {
        // Beyond an end of the sequence there is no base, and no pair that would ask.
        if (after == BaseCodes.None) after = 0;
        if (before == BaseCodes.None) before = 0;
        var mismatch = (type * 5 + after) * 5 + before;
        Write(
            x, y, value, S.Join(value, At(tables.MismatchInterior, mismatch)), S.Join(value, At(tables.BulgeTerminal, type)),
            S.Join(value, At(tables.Mismatch1N, mismatch)));
    }

    /// <summary>Says that there is no pair.</summary>
    public void PutNone(int x, int y) => Write(x, y, S.Zero, S.Zero, S.Zero, S.Zero);

    /// <summary>The choice among the loops of one cell with the pairs that were put in.</summary>
    /// <param name="x">Row.</param>
    /// <param name="y">Column.</param>
    /// <param name="type">Of the cell's pair, as seen from the loop.</param>
    /// <param name="room">The most unpaired bases there can be.</param>
    public T Loops(int x, int y, int type, int room)
    {
        var after = outward ? codes[y - 1] : codes[x + 1];
        var before = outward ? codes[x + 1] : codes[y - 1];
        var mismatch = (type * 5 + after) * 5 + before;
        var chosen = costs is null
            ? Plain(x, y, type, mismatch, Math.Min(room, Longest))
            : Weighted(x, y, type, mismatch, Math.Min(room, Longest));
        var small = S.Choose(Small(x, y, type, room), chosen);
        return small;
    }

    /// <summary>The cell's pair directly around, or inside, its neighbour.</summary>
    public T Stacked(int x, int y, int type) =>
        Loop(x, y, 0, 0, S.Join(Raw(x + 1, y - 1), S.Join(size[0], At(tables.Stack, type * 7 + InnerType(x, y, 0, 0)))));

    private T Plain(int x, int y, int type, int mismatch, int room)
    {
        var general = Vector512.Create(S.Zero);
        var second = general;
        for (var left = 0; left <= room - 4; left += Vector512<T>.Count)
        {
            ref var pairs = ref At(ends, x + 3 + left);
            ref var starts = ref At(interior, left);
            var right = 2;
            for (; right < room - 2 - left; right += 2)
            {
                general = Step(general, ref pairs, ref starts, y, right);
                second = Step(second, ref pairs, ref starts, y, right + 1);
            }
            if (right == room - 2 - left) general = Step(general, ref pairs, ref starts, y, right);
        }
        general = S.Choose(general, second);
        var bulge = Vector512.Create(S.Zero);
        var single = Vector512.Create(S.Zero);
        ref var bulgeColumn = ref At(bulges, ((y - 1) & 1) * stride + x + 1);
        ref var singleColumn = ref At(singles, ((y - 2) & 3) * stride + x + 1);
        ref var bulgeRow = ref At(rows, (x + 1) * RowSize);
        ref var singleRow = ref At(rows, (x + 2) * RowSize + Columns);
        var turn = (y & (Columns - 1)) * Columns;
        for (var at = 0; at < Columns; at += Vector512<T>.Count)
        {
            var lane = (nuint)at;
            bulge = S.ChooseJoin(bulge, Vector512.LoadUnsafe(ref bulgeColumn, lane), Vector512.LoadUnsafe(ref At(bulgeUp, 0), lane));
            single = S.ChooseJoin(single, Vector512.LoadUnsafe(ref singleColumn, lane), Vector512.LoadUnsafe(ref At(singleUp, 0), lane));
            bulge = S.ChooseJoin(bulge, Vector512.LoadUnsafe(ref bulgeRow, lane), Vector512.LoadUnsafe(ref At(bulgeDown, turn), lane));
            single = S.ChooseJoin(single, Vector512.LoadUnsafe(ref singleRow, lane), Vector512.LoadUnsafe(ref At(singleDown, turn), lane));
        }
        return Together(general, bulge, single, type, mismatch);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<T> Step(Vector512<T> sum, ref T pairs, ref T starts, int y, int right) => S.ChooseJoin(
        sum, Vector512.LoadUnsafe(ref Unsafe.Add(ref pairs, ((y - 1 - right) & (Columns - 1)) * stride)),
        Vector512.LoadUnsafe(ref Unsafe.Add(ref starts, right * Columns)));

    /// <summary>As <see cref="Plain"/>, with the unpaired bases of each loop joined.</summary>
    private T Weighted(int x, int y, int type, int mismatch, int room)
    {
        var general = Vector512.Create(S.Zero);
        var bulge = Vector512.Create(S.Zero);
        var single = Vector512.Create(S.Zero);
        ref var lefts = ref costs!.Ahead(x);
        var bulgeAcross = S.Zero;
        var singleAcross = S.Zero;
        for (var right = 0; right <= room; right++)
        {
            var side = costs.Behind(y, right);
            var across = Vector512.Create(side);
            if (right < 2)
            {
                var starts = right == 0 ? bulgeUp : singleUp;
                ref var column = ref right == 0
                    ? ref At(bulges, ((y - 1) & 1) * stride + x + 1)
                    : ref At(singles, ((y - 2) & 3) * stride + x + 1);
                ref var sum = ref right == 0 ? ref bulge : ref single;
                for (var at = 0; at < Columns; at += Vector512<T>.Count)
                {
                    var lane = (nuint)at;
                    var cost = S.Join(S.Join(across, Vector512.LoadUnsafe(ref lefts, lane)), Vector512.LoadUnsafe(ref At(starts, 0), lane));
                    sum = S.ChooseJoin(sum, Vector512.LoadUnsafe(ref column, lane), cost);
                }
                continue;
            }
            ref var pairs = ref At(ends, ((y - 1 - right) & (Columns - 1)) * stride + x + 3);
            ref var loops = ref At(interior, right * Columns);
            for (var left = 0; left <= room - 2 - right; left += Vector512<T>.Count)
            {
                var lane = (nuint)left;
                var cost = S.Join(S.Join(across, Vector512.LoadUnsafe(ref lefts, lane + 2)), Vector512.LoadUnsafe(ref loops, lane));
                general = S.ChooseJoin(general, Vector512.LoadUnsafe(ref pairs, lane), cost);
            }
            var slot = (y - 1 - right) & (Columns - 1);
            bulgeAcross = S.Choose(bulgeAcross, S.Join(side, S.Join(bulgeUp[right], rows[(x + 1) * RowSize + slot])));
            singleAcross = S.Choose(
                singleAcross, S.Join(side, S.Join(singleUp[right], rows[(x + 2) * RowSize + Columns + slot])));
        }
        bulge = bulge.WithElement(0, S.Choose(bulge.ToScalar(), bulgeAcross));
        single = single.WithElement(0, S.Choose(single.ToScalar(), S.Join(singleAcross, costs.AheadOf(x, 1))));
        return Together(general, bulge, single, type, mismatch);
    }

    private T Together(Vector512<T> general, Vector512<T> bulge, Vector512<T> single, int type, int mismatch)
    {
        var all = S.Join(general, Vector512.Create(At(tables.MismatchInterior, mismatch)));
        all = S.ChooseJoin(all, bulge, Vector512.Create(At(tables.BulgeTerminal, type)));
        return S.ChooseAll(S.ChooseJoin(all, single, Vector512.Create(At(tables.Mismatch1N, mismatch))));
    }

    /// <summary>The loops of few bases that have tables of their own.</summary>
    private T Small(int x, int y, int type, int room)
    {
        var sum = Stacked(x, y, type);
        if (room < 5 || x + 4 >= codes.Length || y < 5) return FewSmall(x, y, type, room, sum);
        // Turned round, a loop is the same loop: from outside in its pairs change places, and so do its sides.
        ref var code = ref MemoryMarshal.GetArrayDataReference(codes);
        ref var near = ref Unsafe.Add(ref code, outward ? y - 1 : x + 1);
        ref var far = ref Unsafe.Add(ref code, outward ? x + 1 : y - 1);
        var step = outward ? -1 : 1;
        int i1 = near;
        int i2 = Unsafe.Add(ref near, step);
        int i3 = Unsafe.Add(ref near, 2 * step);
        int j1 = far;
        int j2 = Unsafe.Add(ref far, -step);
        int j3 = Unsafe.Add(ref far, -2 * step);
        sum = S.Choose(sum, Around(x, y, 1, 0, At(tables.SmallBulges, type * 7 + InnerType(x, y, 1, 0))));
        sum = S.Choose(sum, Around(x, y, 0, 1, At(tables.SmallBulges, type * 7 + InnerType(x, y, 0, 1))));
        sum = S.Choose(sum, Around(x, y, 1, 1, At(tables.Interiors11, ((type * 7 + InnerType(x, y, 1, 1)) * 5 + i1) * 5 + j1)));
        sum = S.Choose(sum, Around(x, y, 1, 2, At(tables.Interiors21, (((type * 7 + InnerType(x, y, 1, 2)) * 5 + i1) * 5 + j2) * 5 + j1)));
        sum = S.Choose(sum, Around(x, y, 2, 1, At(tables.Interiors21, (((InnerType(x, y, 2, 1) * 7 + type) * 5 + j1) * 5 + i1) * 5 + i2)));
        var both = type * 7 + InnerType(x, y, 2, 2);
        sum = S.Choose(sum, Around(x, y, 2, 2, At(tables.Interiors22, (((both * 5 + i1) * 5 + i2) * 5 + j2) * 5 + j1)));
        var start = S.Join(tables.Start23, At(tables.Mismatch23, (type * 5 + i1) * 5 + j1));
        sum = S.Choose(sum, Around(x, y, 2, 3, S.Join(start, At(tables.Mismatch23, (InnerType(x, y, 2, 3) * 5 + j3) * 5 + i2))));
        return S.Choose(sum, Around(x, y, 3, 2, S.Join(start, At(tables.Mismatch23, (InnerType(x, y, 3, 2) * 5 + j2) * 5 + i3))));
    }

    /// <summary>The same where there is not room for all of them.</summary>
    private T FewSmall(int x, int y, int type, int room, T sum)
    {
        foreach (var (left, right) in SmallLoops)
        {
            var (partnerX, partnerY) = outward ? (x + 1 + right, y - 1 - left) : (x + 1 + left, y - 1 - right);
            if (left + right > room || partnerY < 1 || partnerX > codes.Length - 2) continue;
            var ends = outward
                ? new LoopEnds(codes[y - 1], codes[partnerY + 1], codes[partnerX - 1], codes[x + 1])
                : new LoopEnds(codes[x + 1], codes[partnerX - 1], codes[partnerY + 1], codes[y - 1]);
            sum = S.Choose(sum, Around(x, y, left, right, tables.TwoPairs(type, InnerType(x, y, left, right), left, right, ends)));
        }
        return sum;
    }

    /// <summary>The loop with so many bases 5' and 3' of it as the cell's pair sees them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T Around(int x, int y, int left, int right, T loop)
    {
        var value = S.Join(S.Join(size[left + right], loop), outward ? Raw(x + 1 + right, y - 1 - left) : Raw(x + 1 + left, y - 1 - right));
        return outward ? Loop(x, y, right, left, value) : Loop(x, y, left, right, value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int InnerType(int x, int y, int left, int right)
    {
        ref var code = ref MemoryMarshal.GetArrayDataReference(codes);
        ref var types = ref MemoryMarshal.GetReference(BaseCodes.PairTypes);
        return outward
            ? Unsafe.Add(ref types, Unsafe.Add(ref code, x + 1 + right) * BaseCodes.Count + Unsafe.Add(ref code, y - 1 - left))
            : Unsafe.Add(ref types, Unsafe.Add(ref code, y - 1 - right) * BaseCodes.Count + Unsafe.Add(ref code, x + 1 + left));
    }

    private T Loop(int x, int y, int left, int right, T value)
    {
        if (costs is null) return value;
        if (left + right == 0) return S.Join(value, costs.Stack(x, y));
        return S.Join(value, S.Join(costs.AheadOf(x, left), costs.Behind(y, right)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T Raw(int x, int y) => At(raw, (y & 7) * stride + x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Write(int x, int y, T value, T end, T bulge, T single)
    {
        At(raw, (y & 7) * stride + x) = value;
        At(ends, (y & (Columns - 1)) * stride + x) = end;
        At(bulges, (y & 1) * stride + x) = bulge;
        At(singles, (y & 3) * stride + x) = single;
        var slot = y & (Columns - 1);
        ref var row = ref At(rows, x * RowSize + slot);
        row = bulge;
        Unsafe.Add(ref row, Columns) = single;
    }

    private void SetSizes(ReadOnlySpan<T> scale)
    {
        for (var bases = 0; bases < size.Length; bases++) size[bases] = scale[bases + 2];
        Array.Fill(interior, S.Zero);
        for (var right = 2; right <= Longest - 2; right++)
            for (var left = 2; left + right <= Longest; left++)
                if (left + right > 5 || Math.Abs(left - right) > 1)
                    interior[right * Columns + left - 2] = S.Join(tables.InteriorStart(left, right), scale[left + right + 2]);
        foreach (var costs in new[] { bulgeDown, bulgeUp, singleDown, singleUp }) Array.Fill(costs, S.Zero);
        for (var bases = 2; bases <= Longest; bases++)
        {
            bulgeUp[bases] = S.Join(tables.BulgeStart(bases), scale[bases + 2]);
            Turn(bulgeDown, bases, bulgeUp[bases]);
            if (bases < 3 || bases == Longest) continue;
            singleUp[bases] = S.Join(tables.InteriorStart(1, bases), scale[bases + 3]);
            Turn(singleDown, bases, singleUp[bases]);
        }
    }

    private static void Turn(T[] down, int bases, T cost)
    {
        for (var y = 0; y < Columns; y++) down[y * Columns + ((y - 1 - bases) & (Columns - 1))] = cost;
    }

    private static void Empty(ref T[] values, int count)
    {
        if (values.Length < count) values = new T[count];
        values.AsSpan(0, count).Fill(S.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref T At(T[] values, int index) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(values), index);
}
