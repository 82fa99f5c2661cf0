namespace OmniHelix.Rna.Folding;

/// <summary>
/// The loops of a circular RNA that hold the place where its ends are joined. Pairs are given as in a linear RNA, the first base first;
/// the loops lie outside of them.
/// </summary>
/// <typeparam name="T">Energies or weights.</typeparam>
/// <typeparam name="S">How they are joined.</typeparam>
internal sealed class CircularLoops<T, S>
    where T : unmanaged
    where S : struct, ISemiring<T>
{
    private readonly LoopTables<T, S> tables;
    private readonly int length;
    private readonly byte[] twice;

    /// <param name="tables">Of all loops.</param>
    /// <param name="codes">By <see cref="BaseCodes.EncodeCircle"/>.</param>
    public CircularLoops(LoopTables<T, S> tables, byte[] codes)
    {
        this.tables = tables;
        length = codes.Length - 2;
        // The loops go on from the last base to the first.
        twice = [.. codes[..^1], .. codes[1..]];
    }

    /// <summary>
    /// No pair at all: what joining the ends of a free chain costs, 3/2 kT for each factor e in its length; in whole hundredths also in
    /// the ensemble, as the reference has it.
    /// </summary>
    public T Open() => S.FromEnergy(Math.Round(1.5 * tables.Thermal * Math.Log(Math.Max(1, length))), tables.Thermal);

    /// <summary>The hairpin behind (i, j) and before it.</summary>
    public T Hairpin(int i, int j)
    {
        var bases = i - 1 + length - j;
        return bases < 3 ? S.Zero : tables.Hairpin(twice, j, i + length, Type(j, i), tables.HairpinStarts(length));
    }

    /// <summary>The loop between (i, j) and the pair (p, q) behind it.</summary>
    public T TwoPairs(int i, int j, int p, int q)
    {
        var ends = new LoopEnds(twice[q + 1], twice[i + length - 1], twice[j + 1], twice[p - 1]);
        return tables.TwoPairs(Type(q, p), Type(j, i), i - 1 + length - q, p - j - 1, ends);
    }

    private int Type(int first, int second) => BaseCodes.Pair(twice[first], twice[second]);
}
