namespace OmniHelix.Data.Splits;

/// <summary>What every split still lacks of every stratum.</summary>
internal sealed class SplitRoom
{
    private readonly double[][] wanted;
    private readonly int[][] taken;
    private readonly int[] strata;
    private readonly double[] shares;

    public SplitRoom(SplitRatios ratios, int[] strata)
    {
        this.strata = strata;
        shares = [.. ratios.Shares];
        var sizes = new int[strata.Max() + 1];
        foreach (var stratum in strata) sizes[stratum]++;
        var counts = sizes.Select(ratios.CountsOf).ToArray();
        // What rounding adds up to over many small strata is evened out in the largest one.
        var whole = ratios.CountsOf(strata.Length);
        var largest = Array.IndexOf(sizes, sizes.Max());
        wanted = [.. shares.Select((_, s) => counts.Select(c => (double)c[s]).ToArray())];
        for (var s = 0; s < shares.Length; s++) wanted[s][largest] = Math.Max(0, wanted[s][largest] + whole[s] - wanted[s].Sum());
        taken = [.. shares.Select(_ => new int[sizes.Length])];
    }

    /// <summary>
    /// Gives the records of a unit to the split that relatively lacks most of their strata once it has them; returns the split.
    /// </summary>
    public int Take(List<int> unit)
    {
        var (best, most) = (-1, double.NegativeInfinity);
        for (var s = 0; s < shares.Length; s++)
        {
            if (shares[s] == 0) continue;
            Add(s, unit, 1);
            var lack = unit.Sum(
                record => (wanted[s][strata[record]] - taken[s][strata[record]]) / Math.Max(wanted[s][strata[record]], 0.5));
            Add(s, unit, -1);
            if (lack > most) (best, most) = (s, lack);
        }
        Add(best, unit, 1);
        return best;
    }

    private void Add(int split, List<int> unit, int each)
    {
        foreach (var record in unit) taken[split][strata[record]] += each;
    }
}
