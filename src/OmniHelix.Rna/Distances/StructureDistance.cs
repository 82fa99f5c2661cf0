namespace OmniHelix.Rna.Distances;

/// <summary>How far two structures are apart.</summary>
public static class StructureDistance
{
    /// <summary>Pairs that only one of the structures has.</summary>
    /// <param name="a">A structure.</param>
    /// <param name="b">Of the same length.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static int BasePairs(SecondaryStructure a, SecondaryStructure b)
    {
        RequireSameLength(a, b);
        var shared = 0;
        for (var i = 0; i < a.Length; i++)
            if (a.Partners[i] > i && a.Partners[i] == b.Partners[i]) shared++;
        return a.Pairs.Count + b.Pairs.Count - 2 * shared;
    }

    /// <summary>Bases that are not in the same state: opening a pair, closing one, or unpaired.</summary>
    /// <inheritdoc cref="BasePairs" path="/param"/>
    /// <inheritdoc cref="BasePairs" path="/exception"/>
    public static int Hamming(SecondaryStructure a, SecondaryStructure b)
    {
        RequireSameLength(a, b);
        var different = 0;
        for (var i = 0; i < a.Length; i++)
            if (State(a, i) != State(b, i)) different++;
        return different;
    }

    /// <summary>
    /// The distance of the mountains of both structures (Moulton et al. 2000), in the norm of a power: each pair raises the height by one
    /// over its span where it opens and lowers it where it closes. As in ViennaRNA, unpaired bases have height 0.
    /// </summary>
    /// <param name="a">A structure.</param>
    /// <param name="b">Of the same length.</param>
    /// <param name="power">1 or 2, for instance.</param>
    /// <inheritdoc cref="BasePairs" path="/exception"/>
    public static double Mountain(SecondaryStructure a, SecondaryStructure b, double power = 1)
    {
        RequireSameLength(a, b);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(power);
        var sum = 0.0;
        var heightOfA = 0.0;
        var heightOfB = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += Math.Pow(Math.Abs(Step(a, i, ref heightOfA) - Step(b, i, ref heightOfB)), power);
        return Math.Pow(sum, 1 / power);
    }

    /// <summary>
    /// The least cost of turning one structure's tree into the other's (Zhang and Shasha 1989) with the costs of ViennaRNA: 1 for an
    /// unpaired base and 2 for a pair to insert or delete, 1 to make one of the other.
    /// </summary>
    /// <param name="a">A structure without pseudoknots.</param>
    /// <param name="b">Another, of any length.</param>
    /// <param name="condensed">
    /// False: a node a base or pair. True: homeomorphically irreducible trees, a node a helix or run of unpaired bases, with its size as
    /// weight.
    /// </param>
    /// <exception cref="OmniException">OH1855 when pairs cross.</exception>
    public static int TreeEdit(SecondaryStructure a, SecondaryStructure b, bool condensed = false) =>
        new TreeEditing(StructureTree.Of(a, condensed), StructureTree.Of(b, condensed)).Distance();

    private static int State(SecondaryStructure structure, int at) =>
        structure.Partners[at] is var partner && partner < 0 ? 0 : partner > at ? 1 : -1;

    private static double Step(SecondaryStructure structure, int at, ref double height)
    {
        var partner = structure.Partners[at];
        if (partner < 0) return 0;
        height += 1.0 / (partner - at);
        return height;
    }

    private static void RequireSameLength(SecondaryStructure a, SecondaryStructure b)
    {
        if (a.Length != b.Length)
            throw new ArgumentException($"Structures of {a.Length} and {Plural.Count(b.Length, "base")} cannot be compared.");
    }
}
