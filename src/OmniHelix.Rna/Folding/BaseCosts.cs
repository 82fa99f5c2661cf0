namespace OmniHelix.Rna.Folding;

/// <summary>
/// What each base costs beside the loops it lies in, for constraints and for energies that an experiment or a model gives.
/// </summary>
/// <typeparam name="T">Energies or weights.</typeparam>
/// <typeparam name="S">How they are joined.</typeparam>
internal sealed class BaseCosts<T, S>
    where T : unmanaged
    where S : struct, ISemiring<T>
{
    private const int Longest = LoopTables<T, S>.LongestLoop;
    private const int Row = 48;

    private readonly T[] stacked;
    private readonly T[] runs;

    /// <summary>The costs of a sequence; positions run from 1 to its length, index 0 and the last are not read.</summary>
    /// <param name="unpaired"><c>[length + 2]</c>: of each base when it is unpaired.</param>
    /// <param name="stacked"><c>[length + 2]</c>: of each base of a pair, once for each pair it is stacked on.</param>
    public BaseCosts(T[] unpaired, T[] stacked)
    {
        Unpaired = unpaired;
        this.stacked = stacked;
        runs = new T[unpaired.Length * Row];
        Array.Fill(runs, S.Zero);
        for (var x = 0; x < unpaired.Length; x++)
        {
            runs[x * Row] = S.One;
            for (var count = 1; count <= Longest && x + count < unpaired.Length - 1; count++)
                runs[x * Row + count] = S.Settle(S.Join(runs[x * Row + count - 1], unpaired[x + count]));
        }
    }

    /// <summary><c>[length + 2]</c>: of each base when it is unpaired.</summary>
    public T[] Unpaired { get; }

    /// <summary>Of the same sequence read from its end.</summary>
    public BaseCosts<T, S> Reversed() => new([.. Unpaired.Reverse()], [.. stacked.Reverse()]);

    /// <summary>Of the bases after <paramref name="x"/> when 0, 1, 2 … of them are unpaired.</summary>
    public ref T Ahead(int x) => ref runs[x * Row];

    /// <summary>Of so many bases after <paramref name="x"/>.</summary>
    public T AheadOf(int x, int count) => runs[x * Row + count];

    /// <summary>Of so many bases before <paramref name="y"/>.</summary>
    public T Behind(int y, int count) => y - 1 - count < 0 ? S.Zero : runs[(y - 1 - count) * Row + count];

    /// <summary>Of two pairs that are stacked across the joined ends of a circle.</summary>
    public T StackAround(int i, int j, int p, int q) => S.Join(S.Join(stacked[i], stacked[j]), S.Join(stacked[p], stacked[q]));

    /// <summary>Of the pairs of <paramref name="x"/> and <paramref name="y"/> and of the bases inside them, stacked.</summary>
    public T Stack(int x, int y) => S.Join(S.Join(stacked[x], stacked[x + 1]), S.Join(stacked[y - 1], stacked[y]));
}
