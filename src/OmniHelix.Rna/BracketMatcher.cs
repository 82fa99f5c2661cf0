namespace OmniHelix.Rna;

/// <summary>One stack per bracket family; what cannot be matched is reported, not thrown.</summary>
internal static class BracketMatcher
{
    /// <summary><c>() [] {} &lt;&gt;</c> and 26 letter pairs.</summary>
    public const int Families = 30;

    private const string Openers = "([{<ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Closers = ")]}>abcdefghijklmnopqrstuvwxyz";

    public static (char Open, char Close) Brackets(int family) => (Openers[family], Closers[family]);

    public static bool IsUnpaired(char c) => c is '.' or ',' or ':' or '_' or '-';

    /// <summary>Fills <paramref name="partners"/> (-1 for unpaired) and returns the positions of brackets without partner.</summary>
    public static SortedSet<int> Match(ReadOnlySpan<char> text, Span<int> partners, string? place)
    {
        var stacks = new Stack<int>?[Families];
        var unmatched = new SortedSet<int>();
        for (var i = 0; i < text.Length; i++)
        {
            partners[i] = -1;
            var c = text[i];
            if (IsUnpaired(c)) continue;
            if (Family(c, out var opens) is not { } family)
                throw new OmniException(
                    "OH1801", $"character '{Printable(c)}' at column {i + 1} is no structure symbol", place,
                    "Expected one of . ( ) [ ] { } < > or a letter pair such as A…a.");
            if (opens)
            {
                (stacks[family] ??= new Stack<int>()).Push(i);
            }
            else if (stacks[family] is { Count: > 0 } open)
            {
                var j = open.Pop();
                partners[i] = j;
                partners[j] = i;
            }
            else
            {
                unmatched.Add(i);
            }
        }
        foreach (var stack in stacks)
            if (stack is not null) unmatched.UnionWith(stack);
        return unmatched;
    }

    private static int? Family(char c, out bool opens)
    {
        switch (c)
        {
            case '(': opens = true; return 0;
            case '[': opens = true; return 1;
            case '{': opens = true; return 2;
            case '<': opens = true; return 3;
            case ')': opens = false; return 0;
            case ']': opens = false; return 1;
            case '}': opens = false; return 2;
            case '>': opens = false; return 3;
            default:
                opens = char.IsAsciiLetterUpper(c);
                return char.IsAsciiLetter(c) ? 4 + (char.ToUpperInvariant(c) - 'A') : null;
        }
    }

    private static string Printable(char c) => char.IsControl(c) || char.IsSurrogate(c) ? $"\\u{(int)c:x4}" : c.ToString();
}
