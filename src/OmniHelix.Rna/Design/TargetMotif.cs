namespace OmniHelix.Rna.Design;

/// <summary>
/// Loops of a target that hang together, cut out with the pairs around them: what lies beyond these is three unpaired bases. The energies
/// of structures that keep the pairs around differ as they do in the whole.
/// </summary>
internal sealed class TargetMotif
{
    private const string Stub = "...";

    private TargetMotif(string structure, int[] positions, List<BasePair> around)
    {
        Structure = SecondaryStructure.Parse(structure);
        Positions = positions;
        Around = around;
    }

    /// <summary>The part that was cut out.</summary>
    public SecondaryStructure Structure { get; }

    /// <summary>Of each base its place in the target, from 0; −1 for those that stand for what lies beyond.</summary>
    public IReadOnlyList<int> Positions { get; }

    /// <summary>The pairs around it, which every rival keeps.</summary>
    public IReadOnlyList<BasePair> Around { get; }

    /// <summary>All motifs of so many loops.</summary>
    /// <param name="target">The whole.</param>
    /// <param name="loops">Two or more.</param>
    public static IEnumerable<TargetMotif> Of(SecondaryStructure target, int loops)
    {
        // A loop is known by its closing pair's opening base, and the exterior loop by −1.
        var inner = new Dictionary<int, List<int>> { [-1] = Inside(target, -1, target.Length) };
        foreach (var pair in target.Pairs) inner[pair.Open] = Inside(target, pair.Open, pair.Close);
        foreach (var root in inner.Keys.Order())
            foreach (var chosen in Grown([root], [.. inner[root]], inner, loops)) yield return Cut(target, root, chosen);
    }

    /// <summary>A structure of the motif in dot-bracket, with a star for what lies beyond a pair.</summary>
    public string Text(SecondaryStructure structure)
    {
        var text = structure.ToDotBracket();
        return string.Concat(text.Select((sign, at) => Positions[at] >= 0 ? sign.ToString() : Positions[at - 1] >= 0 ? "*" : ""));
    }

    private static List<int> Inside(SecondaryStructure target, int open, int close)
    {
        var inner = new List<int>();
        for (var at = open + 1; at < close; at++)
        {
            if (target.Partners[at] < 0) continue;
            inner.Add(at);
            at = target.Partners[at];
        }
        return inner;
    }

    /// <summary>
    /// Every set with the chosen loops, and so many in all; each once: a candidate that was passed over does not come again.
    /// </summary>
    private static IEnumerable<int[]> Grown(int[] chosen, int[] candidates, Dictionary<int, List<int>> inner, int loops)
    {
        if (chosen.Length == loops)
        {
            yield return chosen;
            yield break;
        }
        for (var at = 0; at < candidates.Length; at++)
            foreach (var grown in Grown([.. chosen, candidates[at]], [.. candidates[(at + 1)..], .. inner[candidates[at]]], inner, loops))
                yield return grown;
    }

    private static TargetMotif Cut(SecondaryStructure target, int root, int[] chosen)
    {
        var signs = new List<char>();
        var positions = new List<int>();
        var around = new List<BasePair>();
        var isIn = chosen.ToHashSet();
        var (first, last) = root < 0 ? (0, target.Length - 1) : (root, target.Partners[root]);
        for (var at = first; at <= last; at++)
        {
            var partner = target.Partners[at];
            signs.Add(partner < 0 ? '.' : partner > at ? '(' : ')');
            positions.Add(at);
            if (partner <= at || isIn.Contains(at)) continue;
            around.Add(new BasePair(signs.Count - 1, signs.Count + Stub.Length));
            signs.AddRange(Stub);
            positions.AddRange(Stub.Select(_ => -1));
            at = partner - 1;
        }
        if (root >= 0) around.Add(new BasePair(0, signs.Count - 1));
        return new TargetMotif(string.Concat(signs), [.. positions], around);
    }
}
