using System.Text;
using System.Text.RegularExpressions;
using OmniHelix.Documents;

namespace OmniHelix.Tokenizers.Patterns;

/// <summary>
/// The <c>pattern</c> of a <c>tokenizer.json</c>: a text, or a regular expression. Files write expressions for Oniguruma, which counts
/// characters; .NET counts UTF-16 units, so <c>.</c> and negated sets are made to take pairs of units whole.
/// </summary>
internal sealed class TextPattern
{
    private const string AnyPair = @"[\uD800-\uDBFF][\uDC00-\uDFFF]";

    // Of one match: looking for a literal or a class in a chromosome takes a second; what takes this long backtracks for ever.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private readonly string? text;
    private readonly string? source;
    private readonly Regex? expression;

    /// <param name="text">Stands for itself, whatever it looks like.</param>
    public TextPattern(string text) => this.text = text;

    private TextPattern(string source, Regex expression)
    {
        this.source = source;
        this.expression = expression;
    }

    /// <summary>Reads the pattern of a component.</summary>
    /// <exception cref="OmniException">It is neither a text nor a regular expression that .NET understands.</exception>
    public static TextPattern Read(MapNode component)
    {
        const string expected = "an object with \"String\" or \"Regex\"";
        var pattern = component.Find("pattern") as MapNode ?? throw component.Wrong("pattern", expected);
        if (pattern.Text("String") is { } literal) return new TextPattern(literal);
        try
        {
            return OfRegex(pattern.Text("Regex") ?? throw component.Wrong("pattern", expected));
        }
        catch (RegexParseException e)
        {
            throw component.Wrong("pattern", $"a regular expression of .NET, which says: {e.Message}");
        }
    }

    /// <summary>A regular expression of Oniguruma.</summary>
    /// <exception cref="RegexParseException">.NET does not understand it.</exception>
    public static TextPattern OfRegex(string source) =>
        new(source, new Regex(ByCharacter(source), RegexOptions.CultureInvariant | RegexOptions.Compiled, Longest));

    /// <summary>The matches from left to right; none overlaps another.</summary>
    /// <exception cref="OmniException">OH1513: a regular expression takes too long.</exception>
    public List<(int Start, int End)> Matches(ReadOnlySpan<char> searched)
    {
        if (expression is null) return MatchesOfText(searched);
        var matches = new List<(int Start, int End)>();
        try
        {
            foreach (var match in expression.EnumerateMatches(searched)) matches.Add((match.Index, match.Index + match.Length));
            return matches;
        }
        catch (RegexMatchTimeoutException e)
        {
            throw new OmniException(
                "OH1513", $"the regular expression '{source}' of the tokenizer found no end in a text of {searched.Length} characters",
                null, "Simplify it: repetitions of repetitions, such as (A+)+, try exponentially many ways.", e);
        }
    }

    /// <summary>A text with every match replaced.</summary>
    /// <param name="searched">The text.</param>
    /// <param name="content">Stands for itself, whatever it looks like.</param>
    public string Replace(string searched, string content)
    {
        var matches = Matches(searched);
        if (matches.Count == 0) return searched;
        var result = new StringBuilder();
        var end = 0;
        foreach (var match in matches)
        {
            result.Append(searched, end, match.Start - end).Append(content);
            end = match.End;
        }
        return result.Append(searched, end, searched.Length - end).ToString();
    }

    // An empty text is between all characters.
    private List<(int Start, int End)> MatchesOfText(ReadOnlySpan<char> searched)
    {
        var matches = new List<(int Start, int End)>();
        if (text!.Length == 0)
        {
            for (var at = 0; at <= searched.Length; at++)
                if (at == 0 || at == searched.Length || !char.IsSurrogatePair(searched[at - 1], searched[at])) matches.Add((at, at));
            return matches;
        }
        for (var from = 0; searched[from..].IndexOf(text, StringComparison.Ordinal) is >= 0 and var found; from += found + text.Length)
            matches.Add((from + found, from + found + text.Length));
        return matches;
    }

    private static string ByCharacter(string source)
    {
        var converted = new StringBuilder();
        for (var at = 0; at < source.Length; at++)
        {
            if (source[at] == '\\' && at + 1 < source.Length) converted.Append(source[at]).Append(source[++at]);
            else if (source[at] == '.') converted.Append($@"(?:{AnyPair}|[^\n])");
            else if (source[at] == '[') at = AppendSet(source, at, converted);
            else converted.Append(source[at]);
        }
        return converted.ToString();
    }

    // A set without pairs stays; a negated one takes every pair, since none of its members can be one.
    private static int AppendSet(string source, int at, StringBuilder converted)
    {
        var end = at + 1;
        if (end < source.Length && source[end] == '^') end++;
        if (end < source.Length && source[end] == ']') end++;
        while (end < source.Length && source[end] != ']') end += source[end] == '\\' ? 2 : 1;
        end = Math.Min(end, source.Length - 1);
        var set = source[at..(end + 1)];
        converted.Append(set.StartsWith("[^", StringComparison.Ordinal) ? $"(?:{AnyPair}|{set})" : set);
        return end;
    }
}
