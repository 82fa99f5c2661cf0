namespace OmniHelix.Rna.Folding;

/// <summary>The values of single loops of one sequence, with what its bases cost; the pairs themselves are without their cost.</summary>
/// <typeparam name="T">Energies or weights.</typeparam>
/// <typeparam name="S">How they are joined.</typeparam>
internal sealed class SequenceLoops<T, S>(Inside<T, S> inside)
    where T : unmanaged
    where S : struct, ISemiring<T>
{
    private readonly byte[] codes = inside.Codes;
    private readonly LoopTables<T, S> tables = inside.Tables;

    /// <summary>The type of a pair by its bases, from 1, in the order given.</summary>
    public int Type(int first, int second) => BaseCodes.Pair(codes[first], codes[second]);

    /// <summary>The hairpin that (i, j) closes.</summary>
    public T Hairpin(int i, int j)
    {
        var value = S.Join(tables.Hairpin(codes, i, j, Type(i, j), tables.HairpinStarts(inside.Length)), inside.Scale[j - i + 1]);
        for (var at = i + 1; at < j; at++) value = S.Join(value, inside.Rules.Unpaired(at));
        return value;
    }

    /// <summary>The loop between (i, j) and the pair (p, q) inside it.</summary>
    public T TwoPairs(int i, int j, int p, int q)
    {
        var (left, right) = (p - i - 1, j - q - 1);
        var ends = new LoopEnds(codes[i + 1], codes[p - 1], codes[q + 1], codes[j - 1]);
        var loop = S.Join(tables.TwoPairs(Type(i, j), Type(q, p), left, right, ends), inside.Scale[left + right + 2]);
        if (inside.Rules.Costs is not { } costs) return loop;
        return S.Join(loop, left + right == 0 ? costs.Stack(i, j) : S.Join(costs.AheadOf(i, left), costs.Behind(j, right)));
    }

    /// <summary>The pairs that (i, j) may be joined to by one loop: p ascending, then q descending.</summary>
    public IEnumerable<(int P, int Q)> Inner(int i, int j)
    {
        const int longest = LoopTables<T, S>.LongestLoop;
        for (var p = i + 1; p <= Math.Min(i + longest + 1, j - 5); p++)
            for (var q = j - 1; q >= p + 4 && p - i + j - q <= longest + 2; q--)
                if (!S.IsZero(inside.Paired[p, q])) yield return (p, q);
    }
}
