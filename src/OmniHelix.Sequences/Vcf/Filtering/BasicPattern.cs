using System.Text;

namespace OmniHelix.Sequences.Vcf.Filtering;

/// <summary>
/// Turns a basic regular expression (POSIX 1003.1, section 9.3, with the GNU forms <c>\|</c>, <c>\+</c>, <c>\?</c>) into one of the
/// framework. There <c>+ ? | ( ) { }</c> are plain letters unless a backslash stands before them, so <c>GT~"1|0"</c> means what it says.
/// </summary>
internal static class BasicPattern
{
    private const string Swapped = "+?|(){}";

    public static string Translate(string pattern)
    {
        var result = new StringBuilder();
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '\\' && i + 1 < pattern.Length)
            {
                c = pattern[++i];
                if (Swapped.Contains(c, StringComparison.Ordinal)) result.Append(c);
                else Literal(result, c);
            }
            else if (c == '[') i = Bracket(pattern, i, result);
            else if (c == '*' && (i == 0 || pattern[..i].EndsWith("\\(", StringComparison.Ordinal) || pattern[..i] == "^"))
                result.Append("\\*");
            else if (Swapped.Contains(c, StringComparison.Ordinal)) Literal(result, c);
            else result.Append(c);
        }
        return result.ToString();
    }

    private static void Literal(StringBuilder result, char c)
    {
        if (!char.IsAsciiLetterOrDigit(c)) result.Append('\\');
        result.Append(c);
    }

    private static int Bracket(string pattern, int start, StringBuilder result)
    {
        var at = start + 1;
        result.Append('[');
        if (at < pattern.Length && pattern[at] == '^') result.Append(pattern[at++]);
        // A bracket that comes first is a member.
        if (at < pattern.Length && pattern[at] == ']')
        {
            result.Append("\\]");
            at++;
        }
        for (; at < pattern.Length && pattern[at] != ']'; at++)
        {
            if (pattern.AsSpan(at).StartsWith("[:") && pattern.IndexOf(":]", at, StringComparison.Ordinal) is > 0 and var end)
            {
                result.Append(Class(pattern[(at + 2)..end]));
                at = end + 1;
            }
            else
            {
                if (pattern[at] is '\\' or '[') result.Append('\\');
                result.Append(pattern[at]);
            }
        }
        if (at == pattern.Length) throw new ArgumentException("the bracket is not closed", nameof(pattern));
        result.Append(']');
        return at;
    }

    private static string Class(string name) => name switch
    {
        "digit" => "0-9",
        "alpha" => "A-Za-z",
        "alnum" => "0-9A-Za-z",
        "upper" => "A-Z",
        "lower" => "a-z",
        "xdigit" => "0-9A-Fa-f",
        "space" => "\\s",
        "blank" => " \\t",
        "punct" => "!-/:-@\\[-`{-~",
        _ => throw new ArgumentException($"there is no class of characters '{name}'", nameof(name)),
    };
}
