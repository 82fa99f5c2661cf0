using OmniHelix.Rna.Folding;

namespace OmniHelix.Rna.Design;

/// <summary>
/// The loops of a target, taken apart once, so that the energy of any sequence in it is quickly summed. Dangles are those of both
/// neighbours.
/// </summary>
internal sealed class TargetLoops
{
    private readonly LoopTables<int, MinPlus> tables;
    private readonly List<Loop> loops = [];

    public TargetLoops(LoopTables<int, MinPlus> tables, SecondaryStructure target)
    {
        this.tables = tables;
        Partners = [.. target.Partners];
        Add(-1, target.Length);
        LoopsOf = [.. Enumerable.Range(0, target.Length).Select(_ => new List<int>())];
        for (var loop = 0; loop < loops.Count; loop++)
            foreach (var at in loops[loop].Bases) LoopsOf[at].Add(loop);
    }

    /// <summary><c>[length]</c>: partners in the target, or −1.</summary>
    public int[] Partners { get; }

    /// <summary>Number of loops.</summary>
    public int Count => loops.Count;

    /// <summary><c>[length]</c>: the loops whose energy a base changes.</summary>
    public List<int>[] LoopsOf { get; }

    /// <summary>The energy of a sequence in the target, in 0.01 kcal/mol.</summary>
    /// <param name="codes">By <see cref="BaseCodes.Encode"/>.</param>
    public int Energy(byte[] codes)
    {
        var energy = 0;
        for (var loop = 0; loop < loops.Count; loop++) energy += Energy(codes, loop);
        return energy;
    }

    /// <summary>The energy of one loop.</summary>
    public int Energy(byte[] codes, int loop)
    {
        var (open, close, inner, unpaired, _) = loops[loop];
        if (open < 0)
            return inner.Sum(pair => tables.Exterior(Type(codes, pair), codes[pair.Open], codes[pair.Close + 2]));
        var i = open + 1;
        var j = close + 1;
        var type = BaseCodes.Pair(codes[i], codes[j]);
        if (inner.Length == 0) return tables.Hairpin(codes, i, j, type, tables.HairpinStarts(j - i - 1));
        if (inner.Length == 1)
        {
            var p = inner[0].Open + 1;
            var q = inner[0].Close + 1;
            return tables.TwoPairs(
                type, BaseCodes.Pair(codes[q], codes[p]), p - i - 1, j - q - 1,
                new LoopEnds(codes[i + 1], codes[p - 1], codes[q + 1], codes[j - 1]));
        }
        var energy = tables.Closing(BaseCodes.Pair(codes[j], codes[i]), codes[j - 1], codes[i + 1]) + unpaired * tables.MultiUnpaired;
        foreach (var pair in inner) energy += tables.Branch(Type(codes, pair), codes[pair.Open], codes[pair.Close + 2]);
        return energy;
    }

    /// <summary>The unpaired bases of a loop that stand beside one of its pairs.</summary>
    public IReadOnlyList<int> Mismatches(int loop) => loops[loop].Mismatches;

    private static int Type(byte[] codes, BasePair pair) => BaseCodes.Pair(codes[pair.Open + 1], codes[pair.Close + 1]);

    private void Add(int open, int close)
    {
        var inner = new List<BasePair>();
        var unpaired = 0;
        for (var at = open + 1; at < close; at++)
        {
            if (Partners[at] < 0)
            {
                unpaired++;
                continue;
            }
            inner.Add(new BasePair(at, Partners[at]));
            at = Partners[at];
        }
        loops.Add(new Loop(open, close, [.. inner], unpaired, [.. Beside(open, close, inner).Where(at => Partners[at] < 0).Distinct()]));
        foreach (var pair in inner) Add(pair.Open, pair.Close);
    }

    private IEnumerable<int> Beside(int open, int close, List<BasePair> inner)
    {
        if (open >= 0)
        {
            yield return open + 1;
            yield return close - 1;
        }
        foreach (var pair in inner)
        {
            if (pair.Open > 0) yield return pair.Open - 1;
            if (pair.Close + 1 < Partners.Length) yield return pair.Close + 1;
        }
    }

    private sealed record Loop(int Open, int Close, BasePair[] Inner, int Unpaired, int[] Mismatches)
    {
        /// <summary>All bases that the energy depends on.</summary>
        public int[] Bases { get; } =
        [
            .. Open >= 0 ? new[] { Open, Close } : [],
            .. Inner.SelectMany(pair => new[] { pair.Open, pair.Close }),
            .. Mismatches,
        ];
    }
}
