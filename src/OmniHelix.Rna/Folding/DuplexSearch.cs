namespace OmniHelix.Rna.Folding;

/// <summary>
/// The best helix between two strands, bulges and interior loops within it, neither strand pairing with itself (Hofacker's RNAduplex).
/// </summary>
internal sealed class DuplexSearch(LoopTables<int, MinPlus> tables, byte[] first, byte[] second)
{
    private const int LongestLoop = LoopTables<int, MinPlus>.LongestLoop;

    private readonly int firstLength = first.Length - 2;
    private readonly int secondLength = second.Length - 2;
    // Of the duplexes whose pair of the last base of the first strand is (i, j).
    private readonly int[,] ending = new int[first.Length, second.Length];

    /// <summary>The duplex of least energy; null when the strands have no pair.</summary>
    public Duplex? Best()
    {
        var least = MinPlus.Infinity;
        var (bestI, bestJ) = (0, 0);
        for (var i = 1; i <= firstLength; i++)
            for (var j = secondLength; j >= 1; j--)
            {
                ending[i, j] = MinPlus.Infinity;
                if (Type(i, j) == BaseCodes.Other) continue;
                ending[i, j] = Start(i, j);
                foreach (var (k, l) in Before(i, j)) ending[i, j] = Math.Min(ending[i, j], ending[k, l] + Loop(k, l, i, j));
                var energy = ending[i, j] + tables.Exterior(BaseCodes.Pair(second[j], first[i]), second[j - 1], first[i + 1]);
                if (energy >= least) continue;
                least = energy;
                (bestI, bestJ) = (i, j);
            }
        return least >= MinPlus.Infinity ? null : new Duplex(Pairs(bestI, bestJ), least / 100.0);
    }

    private List<BasePair> Pairs(int i, int j)
    {
        var pairs = new List<BasePair>();
        while (true)
        {
            pairs.Insert(0, new BasePair(i - 1, j - 1));
            var before = Before(i, j).FirstOrDefault(pair => ending[pair.K, pair.L] + Loop(pair.K, pair.L, i, j) == ending[i, j]);
            if (before == default) return pairs;
            (i, j) = before;
        }
    }

    /// <summary>The pairs that a loop may join to (i, j): nearest first.</summary>
    private IEnumerable<(int K, int L)> Before(int i, int j)
    {
        for (var k = i - 1; k >= 1 && i - k - 1 <= LongestLoop; k--)
            for (var l = j + 1; l <= secondLength && i - k - 1 + l - j - 1 <= LongestLoop; l++)
                if (ending[k, l] < MinPlus.Infinity) yield return (k, l);
    }

    private int Start(int i, int j) => tables.DuplexStart + tables.Exterior(Type(i, j), first[i - 1], second[j + 1]);

    private int Loop(int k, int l, int i, int j) => tables.TwoPairs(
        Type(k, l), BaseCodes.Pair(second[j], first[i]), i - k - 1, l - j - 1,
        new LoopEnds(first[k + 1], first[i - 1], second[j + 1], second[l - 1]));

    private int Type(int i, int j) => BaseCodes.Pair(first[i], second[j]);
}
