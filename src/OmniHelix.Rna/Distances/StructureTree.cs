namespace OmniHelix.Rna.Distances;

/// <summary>What a node of a structure's tree stands for.</summary>
internal enum TreeNodeKind
{
    /// <summary>Unpaired bases.</summary>
    Unpaired,

    /// <summary>Pairs.</summary>
    Paired,

    /// <summary>The whole.</summary>
    Root,
}

/// <summary>A node, in the order that puts children before their parent.</summary>
/// <param name="Kind">What it stands for.</param>
/// <param name="Weight">Bases or pairs.</param>
/// <param name="First">The first node below it, or itself.</param>
internal readonly record struct TreeNode(TreeNodeKind Kind, int Weight, int First);

/// <summary>Trees of structures.</summary>
internal static class StructureTree
{
    /// <summary>The nodes, children before their parent, 5' to 3'; the last is the root.</summary>
    /// <param name="structure">Without pseudoknots.</param>
    /// <param name="condensed">Helices and runs of unpaired bases are one node each.</param>
    /// <exception cref="OmniException">OH1855 when pairs cross.</exception>
    public static TreeNode[] Of(SecondaryStructure structure, bool condensed)
    {
        if (!structure.IsNested)
            throw new OmniException(
                "OH1855", "the structure has crossing pairs, which a tree has no place for", null, "Take out the pseudoknots' brackets.");
        var nodes = new List<TreeNode>();
        var starts = new Stack<int>();
        var weight = 0;
        for (var at = 0; at < structure.Length; at++)
        {
            var partner = structure.Partners[at];
            var isInside = condensed && partner >= 0 && IsStacked(structure, Math.Min(at, partner), Math.Max(at, partner));
            if (partner > at)
            {
                if (!isInside) starts.Push(nodes.Count);
                continue;
            }
            weight++;
            var goesOn = partner < 0 ? condensed && at + 1 < structure.Length && structure.Partners[at + 1] < 0 : isInside;
            if (goesOn) continue;
            nodes.Add(new TreeNode(
                partner < 0 ? TreeNodeKind.Unpaired : TreeNodeKind.Paired, weight, partner < 0 ? nodes.Count : starts.Pop()));
            weight = 0;
        }
        nodes.Add(new TreeNode(TreeNodeKind.Root, 1, 0));
        return [.. nodes];
    }

    // Directly inside another pair.
    private static bool IsStacked(SecondaryStructure structure, int open, int close) =>
        open > 0 && close + 1 < structure.Length && structure.Partners[open - 1] == close + 1;
}
