namespace OmniHelix.Data.Leakage;

/// <summary>Disjoint sets of records (union by smallest member, path halving).</summary>
internal sealed class Clusters
{
    private readonly int[] parents;

    public Clusters(int count) => parents = [.. Enumerable.Range(0, count)];

    /// <summary>The smallest record of the set.</summary>
    public int Find(int record)
    {
        while (parents[record] != record) record = parents[record] = parents[parents[record]];
        return record;
    }

    /// <summary>Makes one set of two.</summary>
    public void Join(int a, int b)
    {
        a = Find(a);
        b = Find(b);
        if (a != b) parents[Math.Max(a, b)] = Math.Min(a, b);
    }

    /// <summary>The smallest record of every record's set.</summary>
    public int[] ToArray() => [.. Enumerable.Range(0, parents.Length).Select(Find)];
}
