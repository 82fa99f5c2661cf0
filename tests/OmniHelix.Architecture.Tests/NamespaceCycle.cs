namespace OmniHelix.Architecture.Tests;

/// <summary>A way from a namespace over others that each uses, back to itself.</summary>
internal static class NamespaceCycle
{
    /// <summary>One of the shortest cycles among the uses, or an empty list where there is none.</summary>
    public static IReadOnlyList<(string User, string Used)> Shortest(IEnumerable<(string User, string Used)> uses)
    {
        var usesOf = uses.OrderBy(use => use.Used, StringComparer.Ordinal).ToLookup(use => use.User);
        return usesOf.Select(of => of.Key).Order(StringComparer.Ordinal)
            .Select(start => Through(start, usesOf)).Where(cycle => cycle.Count > 0).MinBy(cycle => cycle.Count) ?? [];
    }

    // Breadth first, so the first way back is a shortest one.
    private static List<(string User, string Used)> Through(string start, ILookup<string, (string User, string Used)> usesOf)
    {
        var reachedBy = new Dictionary<string, (string User, string Used)>();
        var open = new Queue<string>([start]);
        while (!reachedBy.ContainsKey(start) && open.TryDequeue(out var user))
            foreach (var use in usesOf[user])
                if (reachedBy.TryAdd(use.Used, use)) open.Enqueue(use.Used);

        if (!reachedBy.TryGetValue(start, out var last)) return [];
        var cycle = new List<(string User, string Used)> { last };
        while (cycle[0].User != start) cycle.Insert(0, reachedBy[cycle[0].User]);
        return cycle;
    }
}
