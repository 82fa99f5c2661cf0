namespace OmniHelix.Rna.Design;

/// <summary>
/// Orders candidates by several objectives at once, as NSGA-II does (Deb et al. 2002): by fronts of which none is better than another in
/// everything, and within a front those first that have few others near them.
/// </summary>
internal static class ParetoFronts
{
    /// <summary>Best first; among equals in the order given.</summary>
    public static List<Candidate> Sorted(IReadOnlyList<Candidate> candidates)
    {
        var sorted = new List<Candidate>(candidates.Count);
        foreach (var front in Of(candidates))
        {
            var crowding = Crowding(front);
            sorted.AddRange(front.Index().OrderByDescending(one => crowding[one.Index]).Select(one => one.Item));
        }
        return sorted;
    }

    /// <summary>The fronts, best first.</summary>
    public static List<List<Candidate>> Of(IReadOnlyList<Candidate> candidates)
    {
        var worse = new List<int>[candidates.Count];
        var better = new int[candidates.Count];
        for (var one = 0; one < candidates.Count; one++) worse[one] = [];
        for (var one = 0; one < candidates.Count; one++)
            for (var other = one + 1; other < candidates.Count; other++)
            {
                var order = Compare(candidates[one], candidates[other]);
                if (order == 0) continue;
                worse[order < 0 ? one : other].Add(order < 0 ? other : one);
                better[order < 0 ? other : one]++;
            }
        var fronts = new List<List<Candidate>>();
        int[] now = [.. Enumerable.Range(0, candidates.Count).Where(one => better[one] == 0)];
        while (now.Length > 0)
        {
            fronts.Add([.. now.Select(one => candidates[one])]);
            now = [.. now.SelectMany(one => worse[one]).Where(other => --better[other] == 0).Order()];
        }
        return fronts;
    }

    /// <summary>Of each candidate of a front the room around it: the more, the lonelier; endless at the ends of an objective.</summary>
    public static double[] Crowding(IReadOnlyList<Candidate> front)
    {
        var room = new double[front.Count];
        for (var objective = 0; front.Count > 0 && objective < front[0].Objectives.Length; objective++)
        {
            int[] order = [.. Enumerable.Range(0, front.Count).OrderBy(Value)];
            var range = Value(order[^1]) - Value(order[0]);
            if (range <= 0) continue;
            room[order[0]] = double.PositiveInfinity;
            room[order[^1]] = double.PositiveInfinity;
            for (var at = 1; at + 1 < order.Length; at++) room[order[at]] += (Value(order[at + 1]) - Value(order[at - 1])) / range;

            double Value(int one) => front[one].Objectives[objective];
        }
        return room;
    }

    /// <summary>
    /// −1 when the first dominates: it is further within what sequences are held to, or equally far and nowhere worse and somewhere
    /// better; 1 when the second does; else 0.
    /// </summary>
    public static int Compare(Candidate first, Candidate second)
    {
        if (first.State.Penalty != second.State.Penalty) return first.State.Penalty < second.State.Penalty ? -1 : 1;
        var (isBetter, isWorse) = (false, false);
        for (var objective = 0; objective < first.Objectives.Length; objective++)
        {
            isBetter |= first.Objectives[objective] < second.Objectives[objective];
            isWorse |= first.Objectives[objective] > second.Objectives[objective];
        }
        return isBetter == isWorse ? 0 : isBetter ? -1 : 1;
    }
}
