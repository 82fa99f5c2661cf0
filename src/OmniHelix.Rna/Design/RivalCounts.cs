namespace OmniHelix.Rna.Design;

/// <summary>Structures other than the target that sequences near a solution fold into, with how often.</summary>
internal sealed class RivalCounts
{
    private const int Most = 2000;

    // In 0.01 kcal/mol above the best: further away there is something else wrong.
    private const int Near = 50;

    private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);

    /// <summary>The structures in dot-bracket.</summary>
    public IReadOnlyDictionary<string, int> Counts => counts;

    /// <summary>Counts the structure of a sequence when it is near enough.</summary>
    /// <param name="found">The sequence.</param>
    /// <param name="best">The best so far.</param>
    public void Note(DesignState found, DesignState best)
    {
        if (found.Distance == 0 || found.Gap > best.Gap + Near) return;
        var structure = SecondaryStructure.FromMatched(found.Folded).ToDotBracket();
        if (counts.TryGetValue(structure, out var count) || counts.Count < Most) counts[structure] = count + 1;
    }
}
