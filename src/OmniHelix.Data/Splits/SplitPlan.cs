namespace OmniHelix.Data.Splits;

/// <summary>Where every record goes.</summary>
/// <param name="SplitOf">For each record 0 train, 1 valid, 2 test.</param>
/// <param name="UnitOf">For each record the number of the first record of what had to stay together.</param>
/// <param name="Notes">What a user should know, one sentence each.</param>
public sealed record SplitPlan(IReadOnlyList<int> SplitOf, IReadOnlyList<int> UnitOf, IReadOnlyList<string> Notes)
{
    /// <summary>Number of things that had to stay together.</summary>
    public int Units => UnitOf.Where((unit, record) => unit == record).Count();

    /// <summary>Of these, things that hold several records.</summary>
    public int JointUnits => UnitOf.CountBy(u => u).Count(c => c.Value > 1);

    /// <summary>Records of the largest of them.</summary>
    public int LargestUnit => UnitOf.CountBy(u => u).Max(c => c.Value);

    /// <summary>Records of a split, in file order.</summary>
    public IEnumerable<int> RecordsOf(int split) => Enumerable.Range(0, SplitOf.Count).Where(r => SplitOf[r] == split);
}
