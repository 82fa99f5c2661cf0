namespace OmniHelix.Rna.Folding;

/// <summary>The structures of a sequence near its least energy.</summary>
/// <param name="Structures">All within <paramref name="Band"/>, by energy, then by dots and brackets.</param>
/// <param name="Band">In kcal/mol above the least energy; less than was asked for when there are too many structures.</param>
public sealed record SuboptimalStructures(IReadOnlyList<FoldedStructure> Structures, double Band)
{
    internal static IReadOnlyList<FoldedStructure> Sorted(IEnumerable<FoldedStructure> structures) =>
    [
        .. structures.OrderBy(one => one.Energy).ThenBy(one => one.Structure.ToDotBracket(), StringComparer.Ordinal),
    ];
}
