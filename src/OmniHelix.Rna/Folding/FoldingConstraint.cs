namespace OmniHelix.Rna.Folding;

/// <summary>What the structures of a sequence are held to, in the signs of ViennaRNA's <c>-C</c>, one a base.</summary>
/// <remarks>
/// <c>.</c> nothing; <c>x</c> in no pair; <c>&lt;</c> only with a partner downstream; <c>&gt;</c> only upstream; <c>( )</c> nothing that
/// shares a base with this pair or crosses it; <c>|</c> in some pair. Whether bracketed bases and <c>|</c> have to be paired is
/// <see cref="Enforced"/>.
/// </remarks>
public sealed class FoldingConstraint
{
    private const int ShortestPair = 4;

    private readonly bool[] opens;
    private readonly bool[] closes;
    private readonly bool[] must;
    private readonly int[] partners;
    private readonly int[] regions;

    private FoldingConstraint(bool[] opens, bool[] closes, bool[] must, int[] partners)
    {
        this.opens = opens;
        this.closes = closes;
        this.must = must;
        this.partners = partners;
        regions = RegionsOf(partners);
        Enforced = must.Contains(true);
    }

    /// <summary>Number of bases.</summary>
    public int Length => opens.Length;

    /// <summary>True when some base has to be paired.</summary>
    public bool Enforced { get; }

    /// <summary>Reads a constraint.</summary>
    /// <param name="text">One sign a base.</param>
    /// <param name="enforce">True: bracketed bases and <c>|</c> have to be paired.</param>
    /// <param name="place">Where the text stands, for errors.</param>
    /// <exception cref="OmniException">OH1853 for an unknown sign or an unbalanced bracket; both name the column.</exception>
    public static FoldingConstraint Parse(ReadOnlySpan<char> text, bool enforce = false, string? place = null)
    {
        var length = text.Length;
        var opens = new bool[length];
        var closes = new bool[length];
        var must = new bool[length];
        var partners = new int[length];
        Array.Fill(partners, -1);
        var open = new Stack<int>();
        for (var at = 0; at < length; at++)
        {
            opens[at] = text[at] is not ('x' or '>');
            closes[at] = text[at] is not ('x' or '<');
            must[at] = enforce && text[at] == '|';
            switch (text[at])
            {
                case '.' or 'x' or '<' or '>' or '|':
                    break;
                case '(':
                    open.Push(at);
                    break;
                case ')' when open.TryPop(out var first):
                    // Bases too near to each other to pair are as if they had no brackets.
                    if (at - first < ShortestPair) break;
                    partners[at] = first;
                    partners[first] = at;
                    must[at] = enforce;
                    must[first] = enforce;
                    break;
                default:
                    throw Wrong(text[at] == ')' ? "')' has no '(' before it" : $"'{text[at]}' is no sign of a constraint", at, place);
            }
        }
        if (open.TryPeek(out var left)) throw Wrong("'(' has no ')' after it", left, place);
        return new FoldingConstraint(opens, closes, must, partners);
    }

    /// <summary>Holds structures to lists of bases and pairs, all from 0.</summary>
    /// <param name="length">Number of bases.</param>
    /// <param name="unpaired">Bases in no pair.</param>
    /// <param name="pairs">Pairs that have to be there.</param>
    /// <param name="paired">Bases that have to be in some pair.</param>
    /// <exception cref="OmniException">OH1853 when a pair cannot be, crosses another, or a base is in two of the lists.</exception>
    public static FoldingConstraint Of(int length, IEnumerable<int> unpaired, IEnumerable<BasePair> pairs, IEnumerable<int> paired)
    {
        bool[] opens = [.. Enumerable.Repeat(true, length)];
        bool[] closes = [.. opens];
        var must = new bool[length];
        var structure = SecondaryStructure.FromPairs(length, pairs);
        foreach (var pair in structure.Pairs)
        {
            if (pair.Close - pair.Open < ShortestPair)
                throw Wrong($"the pair {pair.Open + 1}-{pair.Close + 1} leaves no room for three bases between", pair.Close, null);
            must[pair.Open] = true;
            must[pair.Close] = true;
        }
        if (!structure.IsNested)
            throw new OmniException("OH1853", "the pairs cross one another", null, "Ask for pairs without pseudoknots.");
        foreach (var at in paired) must[Checked(at, length)] = true;
        foreach (var at in unpaired)
        {
            if (must[Checked(at, length)]) throw Wrong("a base has to be paired and has to be unpaired", at, null);
            opens[at] = false;
            closes[at] = false;
        }
        return new FoldingConstraint(opens, closes, must, [.. structure.Partners]);
    }

    private static int Checked(int at, int length) => at >= 0 && at < length
        ? at
        : throw new OmniException("OH1853", $"there is no base {at + 1} in a sequence of {Plural.Count(length, "base")}");

    /// <summary>True when the base, from 0, must not be unpaired.</summary>
    internal bool MustPair(int at) => must[at];

    /// <summary>True when the pair is one of the bracketed.</summary>
    internal bool Brackets(int open, int close) => partners[open] == close;

    /// <summary>True when nothing forbids the pair.</summary>
    internal bool Allows(int open, int close) =>
        partners[open] == close
        || (opens[open] && closes[close] && partners[open] < 0 && partners[close] < 0 && regions[open] == regions[close]);

    /// <summary>Of each base the innermost bracketed pair around it: two bases with different ones would cross it.</summary>
    private static int[] RegionsOf(int[] partners)
    {
        var regions = new int[partners.Length];
        var around = new Stack<int>([-1]);
        for (var at = 0; at < partners.Length; at++)
        {
            if (partners[at] >= 0 && partners[at] < at) around.Pop();
            regions[at] = around.Peek();
            if (partners[at] > at) around.Push(at);
        }
        return regions;
    }

    private static OmniException Wrong(string what, int at, string? place) => new(
        "OH1853", $"{what} (column {at + 1})", place, "Write one of . x < > | ( ) for each base, brackets in pairs.");
}
