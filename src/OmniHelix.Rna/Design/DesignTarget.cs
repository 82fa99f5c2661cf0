using OmniHelix.Rna.Folding;

namespace OmniHelix.Rna.Design;

/// <summary>A structure that is to be designed, with what each of its bases may be.</summary>
internal sealed class DesignTarget
{
    /// <summary>Every base; bit b stands for code b.</summary>
    private const int Any = 0b11110;

    /// <summary>Bases by their codes.</summary>
    public const string Letters = "NACGU";

    private static readonly (int Open, int Close)[] PairTypes = [(3, 2), (2, 3), (1, 4), (4, 1), (3, 4), (4, 3)];

    private readonly int[] allowed;
    private readonly int[][] motifs;

    /// <summary>Checks structure and options against one another.</summary>
    /// <exception cref="OmniException">
    /// OH1855 a pseudoknot; OH1860 a structure that no sequence has; OH1861 a constraint of the wrong length or with an unknown letter;
    /// OH1862 a pair that the constraint forbids; OH1863 a share of G and C that cannot be reached.
    /// </exception>
    public DesignTarget(SecondaryStructure structure, DesignOptions options)
    {
        RequireFoldable(structure);
        Structure = structure;
        Partners = [.. structure.Partners];
        Options = options;
        allowed = options.Sequence is null
            ? [.. Enumerable.Repeat(Any, structure.Length)]
            : Masks(options.Sequence, "the sequence constraint");
        if (allowed.Length != structure.Length)
            throw new OmniException(
                "OH1861", $"the sequence constraint has {Plural.Count(allowed.Length, "letter")}, the structure {structure.Length}", null,
                "Write one letter for each base; N for any.");
        motifs = [.. options.ForbiddenMotifs.Select(motif => Masks(motif, "a forbidden motif"))];
        RequirePairs();
        RequireGc();
    }

    /// <summary>The structure.</summary>
    public SecondaryStructure Structure { get; }

    /// <summary><c>[length]</c>: partners, or −1.</summary>
    public int[] Partners { get; }

    /// <summary>What sequences are held to.</summary>
    public DesignOptions Options { get; }

    /// <summary>Number of bases.</summary>
    public int Length => Partners.Length;

    private int FewestStrong => (int)Math.Ceiling(Options.LeastGc * Length - 1e-9);

    private int MostStrong => (int)Math.Floor(Options.LargestGc * Length + 1e-9);

    /// <summary>True when a base may be of a code.</summary>
    public bool Allows(int at, int code) => (allowed[at] >> code & 1) != 0;

    /// <summary>The letters of a sequence.</summary>
    /// <param name="codes">By <see cref="Folding.BaseCodes.Encode"/>.</param>
    public static string Text(byte[] codes) => string.Concat(codes.Skip(1).Take(codes.Length - 2).Select(code => Letters[code]));

    /// <summary>True for the letters of AU, GC and GU pairs.</summary>
    public static bool CanPair(char open, char close) => PairTypes.Any(pair => Letters[pair.Open] == open && Letters[pair.Close] == close);

    /// <summary>The pairs that two bases may be, by codes.</summary>
    public IEnumerable<(int Open, int Close)> PairsAt(int open) =>
        PairTypes.Where(pair => Allows(open, pair.Open) && Allows(Partners[open], pair.Close));

    /// <summary>True for a pair at an end of a helix: the loop beside it is no stack.</summary>
    public bool IsHelixEnd(int open)
    {
        var close = Partners[open];
        var outer = open > 0 && close + 1 < Length && Partners[open - 1] == close + 1;
        return !outer || Partners[open + 1] != close - 1;
    }

    /// <summary>How far a sequence is from what it is held to, in 0.01 kcal/mol; 0 when it keeps to everything.</summary>
    public int Penalty(ReadOnlySpan<byte> codes)
    {
        const int eachBase = 60;
        const int eachMotif = 300;
        var penalty = 0;
        if (Options.LeastGc > 0 || Options.LargestGc < 1)
        {
            var strong = 0;
            foreach (var code in codes) strong += code is 2 or 3 ? 1 : 0;
            penalty += eachBase * Math.Max(0, Math.Max(FewestStrong - strong, strong - MostStrong));
        }
        foreach (var motif in motifs) penalty += eachMotif * Occurrences(codes, motif);
        return penalty;
    }

    private static int Occurrences(ReadOnlySpan<byte> codes, int[] motif)
    {
        var count = 0;
        for (var start = 0; start + motif.Length <= codes.Length; start++)
        {
            var at = 0;
            while (at < motif.Length && (motif[at] >> codes[start + at] & 1) != 0) at++;
            if (at == motif.Length) count++;
        }
        return count;
    }

    /// <summary>Refuses what no sequence folds into, whatever its bases.</summary>
    /// <exception cref="OmniException">OH1855 a pseudoknot; OH1860 a structure that no sequence has.</exception>
    public static void RequireFoldable(SecondaryStructure structure)
    {
        if (structure.Length == 0) throw Impossible("the structure has no bases");
        Evaluation.RequireNested(structure);
        foreach (var pair in structure.Pairs)
            if (pair.Close - pair.Open < 4)
                throw Impossible($"the pair {pair.Open + 1}-{pair.Close + 1} closes a hairpin of fewer than three bases");

        static OmniException Impossible(string why) => new("OH1860", $"no sequence folds so: {why}", null, "Change the structure.");
    }

    private static int[] Masks(string letters, string what)
    {
        if (letters.Length == 0) throw new OmniException("OH1861", $"{what} has no letters", null, "Leave it out, or write its letters.");
        var masks = new int[letters.Length];
        for (var at = 0; at < masks.Length; at++)
        {
            masks[at] = Mask(letters[at]);
            if (masks[at] == 0)
                throw new OmniException(
                    "OH1861", $"'{letters[at]}' in {what} (column {at + 1}) is no letter for bases", null,
                    "Use A, C, G, U and the letters of IUPAC: R Y S W K M B D H V N.");
        }
        return masks;
    }

    private static int Mask(char letter) => char.ToUpperInvariant(letter) switch
    {
        'A' => Of(1),
        'C' => Of(2),
        'G' => Of(3),
        'U' or 'T' => Of(4),
        'R' => Of(1, 3),
        'Y' => Of(2, 4),
        'S' => Of(2, 3),
        'W' => Of(1, 4),
        'K' => Of(3, 4),
        'M' => Of(1, 2),
        'B' => Of(2, 3, 4),
        'D' => Of(1, 3, 4),
        'H' => Of(1, 2, 4),
        'V' => Of(1, 2, 3),
        'N' => Any,
        _ => 0,
    };

    private static int Of(params ReadOnlySpan<int> codes)
    {
        var mask = 0;
        foreach (var code in codes) mask |= 1 << code;
        return mask;
    }

    private void RequirePairs()
    {
        foreach (var pair in Structure.Pairs)
            if (!PairsAt(pair.Open).Any())
                throw new OmniException(
                    "OH1862", $"the sequence constraint has '{Options.Sequence![pair.Open]}' at {pair.Open + 1} and "
                        + $"'{Options.Sequence[pair.Close]}' at {pair.Close + 1}, which the structure pairs and which cannot pair", null,
                    "Change one of the two letters, or the structure.");
    }

    private void RequireGc()
    {
        var (least, largest) = (0, 0);
        for (var at = 0; at < Length; at++)
        {
            if (Partners[at] >= 0 && Partners[at] < at) continue;
            var strong = Partners[at] < 0
                ? Enumerable.Range(1, 4).Where(code => Allows(at, code)).Select(Strong)
                : PairsAt(at).Select(pair => Strong(pair.Open) + Strong(pair.Close));
            least += strong.Min();
            largest += strong.Max();
        }
        // Bases are whole: a narrow range may hold none of the shares that there are.
        var (from, to) = (Math.Max(least, FewestStrong), Math.Min(largest, MostStrong));
        if (from > to)
            throw new OmniException(
                "OH1863",
                FormattableString.Invariant($"a share of G and C from {Options.LeastGc:0.##} to {Options.LargestGc:0.##} cannot be: ")
                    + FormattableString.Invariant($"the structure and its constraint leave {Share(least):0.##} to {Share(largest):0.##}"),
                null, "Give a range that overlaps with it, and has room for a whole number of bases.");

        double Share(int bases) => (double)bases / Length;

        static int Strong(int code) => code is 2 or 3 ? 1 : 0;
    }
}
