namespace OmniHelix.Sequences.Vcf.Filtering;

internal enum FilterTokenKind
{
    End,
    Number,
    Text,
    Name,
    Subscript,
    File,
    Operator,
}

/// <summary>One word of a filter expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The word, without quotes or brackets.</param>
/// <param name="Offset">Where it begins.</param>
internal readonly record struct FilterToken(FilterTokenKind Kind, string Text, int Offset)
{
    public bool Is(string @operator) => Kind == FilterTokenKind.Operator && Text == @operator;
}

/// <summary>Cuts a filter expression into words.</summary>
internal static class FilterLexer
{
    // Longer ones first.
    private static readonly string[] Operators = [
        "&&", "||", "==", "!=", "<=", ">=", "!~", "=", "<", ">", "~", "!", "&", "|", "+", "-", "*", "/", "%", "(", ")", ","];

    // More than a person writes; it bounds the depth of what is built from it.
    private const int MostWords = 5000;

    public static List<FilterToken> Read(string expression)
    {
        var tokens = new List<FilterToken>();
        for (var at = 0; ;)
        {
            while (at < expression.Length && char.IsWhiteSpace(expression[at])) at++;
            if (at == expression.Length)
            {
                tokens.Add(new(FilterTokenKind.End, "", at));
                return tokens;
            }
            if (tokens.Count == MostWords)
                throw VariantFilter.Malformed(expression[..100] + "…", at, $"it has more than {MostWords} words");
            tokens.Add(Next(expression, ref at));
        }
    }

    private static FilterToken Next(string expression, ref int at)
    {
        var start = at;
        var c = expression[at];
        if (c is '"' or '\'') return Between(expression, ref at, c, FilterTokenKind.Text, "the quote is not closed");
        if (c == '@') return File(expression, ref at);
        if (c == '[') return Between(expression, ref at, ']', FilterTokenKind.Subscript, "the bracket is not closed");
        if (char.IsAsciiDigit(c) || (c == '.' && at + 1 < expression.Length && char.IsAsciiDigit(expression[at + 1])))
        {
            while (at < expression.Length && IsOfNumber(expression, at)) at++;
            return new(FilterTokenKind.Number, expression[start..at], start);
        }
        // A tag that begins with '%' is written so in output formats.
        if (c == '%' && at + 1 < expression.Length && char.IsAsciiLetter(expression[at + 1]) && !EndsValue(expression, at)) start = ++at;
        if (char.IsAsciiLetter(expression[at]) || expression[at] == '_')
        {
            while (at < expression.Length && IsOfName(expression, start, at)) at++;
            return new(FilterTokenKind.Name, expression[start..at], start);
        }
        foreach (var candidate in Operators)
            if (expression.AsSpan(at).StartsWith(candidate))
            {
                at += candidate.Length;
                return new(FilterTokenKind.Operator, candidate, start);
            }
        throw VariantFilter.Malformed(expression, at, $"'{c}' cannot stand here");
    }

    private static bool IsOfNumber(string expression, int at) =>
        char.IsAsciiLetterOrDigit(expression[at]) || expression[at] == '.'
            || (expression[at] is '+' or '-' && expression[at - 1] is 'e' or 'E');

    // INFO/DP and FORMAT/DP are names; other slashes divide.
    private static bool IsOfName(string expression, int start, int at) =>
        char.IsAsciiLetterOrDigit(expression[at]) || expression[at] is '_' or '.'
            || (expression[at] == '/' && IsPrefix(expression.AsSpan(start, at - start)));

    private static bool IsPrefix(ReadOnlySpan<char> name) =>
        name.Equals("INFO", StringComparison.OrdinalIgnoreCase) || name.Equals("FORMAT", StringComparison.OrdinalIgnoreCase)
            || name.Equals("FMT", StringComparison.OrdinalIgnoreCase);

    private static bool EndsValue(string expression, int at)
    {
        var before = expression.AsSpan(0, at).TrimEnd();
        return !before.IsEmpty && (char.IsAsciiLetterOrDigit(before[^1]) || before[^1] is ')' or ']' or '"' or '\'' or '_');
    }

    /// <summary>The name of a file behind <c>@</c>: in quotes, or up to a blank or what cannot belong to it.</summary>
    private static FilterToken File(string expression, ref int at)
    {
        var start = at++;
        if (at < expression.Length && expression[at] is '"' or '\'')
            return Between(expression, ref at, expression[at], FilterTokenKind.File, "the quote is not closed") with { Offset = start };
        while (at < expression.Length && !char.IsWhiteSpace(expression[at]) && expression[at] is not (')' or '=' or '!' or '&' or '|'))
            at++;
        return at > start + 1
            ? new(FilterTokenKind.File, expression[(start + 1)..at], start)
            : throw VariantFilter.Malformed(expression, start, "the name of a file is expected after '@'");
    }

    private static FilterToken Between(string expression, ref int at, char close, FilterTokenKind kind, string unclosed)
    {
        var start = at;
        var end = expression.IndexOf(close, at + 1);
        if (end < 0) throw VariantFilter.Malformed(expression, at, unclosed);
        at = end + 1;
        return new(kind, expression[(start + 1)..end], start);
    }
}
