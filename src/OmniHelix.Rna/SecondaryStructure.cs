namespace OmniHelix.Rna;

/// <summary>
/// Which bases of an RNA pair with which: every base has at most one partner; pseudoknots are allowed. Immutable. Positions are 0-based.
/// </summary>
public sealed class SecondaryStructure : IEquatable<SecondaryStructure>
{
    private readonly int[] partners;

    private SecondaryStructure(int[] partners) => this.partners = partners;

    /// <summary>Number of bases.</summary>
    public int Length => partners.Length;

    /// <summary><c>[length]</c>: the partner of each base, or -1 when it is unpaired.</summary>
    public ReadOnlySpan<int> Partners => partners;

    /// <summary>The pairs, ordered by opening base.</summary>
    public IReadOnlyList<BasePair> Pairs => pairs ??= [.. EnumeratePairs()];

    private BasePair[]? pairs;

    /// <summary>False when two pairs cross.</summary>
    public bool IsNested
    {
        get
        {
            var open = new Stack<int>();
            for (var i = 0; i < partners.Length; i++)
            {
                if (partners[i] > i) open.Push(i);
                else if (partners[i] >= 0 && open.Pop() != partners[i]) return false;
            }
            return true;
        }
    }

    /// <summary>
    /// Reads dot-bracket text: <c>()</c>, <c>[]</c>, <c>{}</c>, <c>&lt;&gt;</c> and letter pairs <c>A…a</c> to <c>Z…z</c>, each family
    /// nested in itself; <c>.</c>, <c>,</c>, <c>:</c>, <c>_</c> and <c>-</c> are unpaired (WUSS writes unpaired bases so).
    /// </summary>
    /// <param name="dotBracket">One character a base.</param>
    /// <param name="place">Where the text stands, for errors, for instance <c>x.dbn:7</c>.</param>
    /// <exception cref="OmniException">
    /// OH1801 for an unknown character, OH1802 for a bracket without partner; both name the column.
    /// </exception>
    public static SecondaryStructure Parse(ReadOnlySpan<char> dotBracket, string? place = null)
    {
        var partners = new int[dotBracket.Length];
        var unmatched = BracketMatcher.Match(dotBracket, partners, place);
        if (unmatched.Count == 0) return new SecondaryStructure(partners);
        var first = unmatched.Min;
        throw new OmniException(
            "OH1802", $"bracket '{dotBracket[first]}' at column {first + 1} has no partner ({unmatched.Count} unmatched in all)", place,
            "Mend the structure, or repair it with DotBracketRepair when it is a model's prediction.");
    }

    /// <summary>A structure from its pairs.</summary>
    /// <param name="length">Number of bases.</param>
    /// <param name="pairs">In any order, either base first.</param>
    /// <exception cref="OmniException">
    /// OH1803 when a pair lies outside the sequence, joins a base with itself, or a base is in two pairs.
    /// </exception>
    public static SecondaryStructure FromPairs(int length, IEnumerable<BasePair> pairs)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var partners = new int[length];
        Array.Fill(partners, -1);
        foreach (var (a, b) in pairs)
        {
            if ((uint)a >= (uint)length || (uint)b >= (uint)length)
                throw new OmniException("OH1803", $"pair {a + 1}-{b + 1} lies outside a sequence of {Plural.Count(length, "base")}");
            if (a == b) throw new OmniException("OH1803", $"base {a + 1} is paired with itself");
            if ((partners[a] >= 0 && partners[a] != b) || (partners[b] >= 0 && partners[b] != a))
                throw new OmniException("OH1803", $"pair {a + 1}-{b + 1} uses a base that is already paired");
            partners[a] = b;
            partners[b] = a;
        }
        return new SecondaryStructure(partners);
    }

    /// <summary>A structure without pairs.</summary>
    public static SecondaryStructure Unpaired(int length) => FromPairs(length, []);

    internal static SecondaryStructure FromMatched(int[] partners) => new(partners);

    /// <summary>
    /// Dot-bracket text. Nested structures use <c>()</c>; crossing pairs go to the first family of <c>()[]{}&lt;&gt;Aa…Zz</c> where they
    /// cross nothing.
    /// </summary>
    /// <exception cref="OmniException">OH1804 when more than 30 families would be needed.</exception>
    public string ToDotBracket()
    {
        var text = new char[partners.Length];
        Array.Fill(text, '.');
        var families = new List<Stack<int>>();
        for (var i = 0; i < partners.Length; i++)
        {
            var j = partners[i];
            if (j < i) continue;
            var level = 0;
            // Pairs already closed before i cannot cross; of the open ones only the innermost of a family matters.
            for (; level < families.Count; level++)
            {
                var open = families[level];
                while (open.Count > 0 && open.Peek() < i) open.Pop();
                if (open.Count == 0 || open.Peek() > j) break;
            }
            if (level == BracketMatcher.Families)
                throw new OmniException(
                    "OH1804", $"the pseudoknots need more than {BracketMatcher.Families} bracket families", $"base {i + 1}",
                    "Write the structure as CT or BPSEQ.");
            if (level == families.Count) families.Add(new Stack<int>());
            families[level].Push(j);
            (text[i], text[j]) = BracketMatcher.Brackets(level);
        }
        return new string(text);
    }

    /// <summary>The dot-bracket text.</summary>
    public override string ToString() => ToDotBracket();

    /// <inheritdoc/>
    public bool Equals(SecondaryStructure? other) => other is not null && partners.AsSpan().SequenceEqual(other.partners);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SecondaryStructure);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var p in partners) hash.Add(p);
        return hash.ToHashCode();
    }

    private IEnumerable<BasePair> EnumeratePairs()
    {
        for (var i = 0; i < partners.Length; i++)
            if (partners[i] > i) yield return new BasePair(i, partners[i]);
    }
}
