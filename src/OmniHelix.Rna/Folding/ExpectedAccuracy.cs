namespace OmniHelix.Rna.Folding;

/// <summary>
/// The nested structure with the greatest sum of <c>2γp</c> over its pairs and of the rest probability over its unpaired bases.
/// </summary>
internal sealed class ExpectedAccuracy
{
    private readonly int length;
    private readonly double[] single;
    private readonly List<(int Open, double Value)>[] candidates;

    /// <summary>Prepares the candidates: pairs that are worth more than their bases unpaired.</summary>
    public ExpectedAccuracy(int length, IReadOnlyList<(BasePair Pair, double Probability)> pairs, double gamma)
    {
        this.length = length;
        single = new double[length];
        Array.Fill(single, 1);
        foreach (var (pair, probability) in pairs)
        {
            single[pair.Open] -= probability;
            single[pair.Close] -= probability;
        }
        candidates = new List<(int Open, double Value)>[length];
        for (var j = 0; j < length; j++) candidates[j] = [];
        foreach (var (pair, probability) in pairs)
            if (2 * gamma * probability > single[pair.Open] + single[pair.Close])
                candidates[pair.Close].Add((pair.Open, 2 * gamma * probability));
    }

    /// <summary>The structure and its value.</summary>
    public (SecondaryStructure Structure, double Value) Best()
    {
        // best[j + 1][i]: of the interval i … j; enclosed[j]: of the candidates that end at j.
        var best = new double[length + 1][];
        best[0] = [0];
        var enclosed = new List<(int Open, double Value)>[length];
        for (var j = 0; j < length; j++)
        {
            var column = new double[j + 2];
            for (var i = 0; i <= j; i++) column[i] = best[j][i] + single[j];
            enclosed[j] = [.. candidates[j].Select(pair => (pair.Open, Inner(best, pair.Open + 1, j - 1) + pair.Value))];
            foreach (var (open, value) in enclosed[j])
                for (var i = 0; i <= open; i++) column[i] = Math.Max(column[i], Inner(best, i, open - 1) + value);
            best[j + 1] = column;
        }
        return (SecondaryStructure.FromPairs(length, Trace(best, enclosed)), length == 0 ? 0 : best[length][0]);
    }

    private List<BasePair> Trace(double[][] best, List<(int Open, double Value)>[] enclosed)
    {
        var chosen = new List<BasePair>();
        var parts = new Stack<(int I, int J)>([(0, length - 1)]);
        while (parts.TryPop(out var part))
        {
            var (i, j) = part;
            while (j >= i && best[j + 1][i] == best[j][i] + single[j]) j--;
            if (j < i) continue;
            var (open, _) = enclosed[j].First(pair => pair.Open >= i && best[j + 1][i] == Inner(best, i, pair.Open - 1) + pair.Value);
            chosen.Add(new BasePair(open, j));
            parts.Push((i, open - 1));
            parts.Push((open + 1, j - 1));
        }
        return chosen;
    }

    private static double Inner(double[][] best, int i, int j) => j < i ? 0 : best[j + 1][i];
}
