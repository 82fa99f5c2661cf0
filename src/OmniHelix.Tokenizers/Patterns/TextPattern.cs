using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OmniHelix.Documents;

namespace OmniHelix.Tokenizers.Patterns;

/// <summary>
/// What a <c>tokenizer.json</c> looks for in a text: <c>{"String": "▁"}</c> or <c>{"Regex": " {2,}"}</c>. Regular expressions are those
/// of .NET, which agree with Oniguruma's on letters, classes, groups, repetitions and looking around.
/// </summary>
internal sealed class TextPattern
{
    // Of one match: looking for a literal or a class in a chromosome takes a second; what takes this long backtracks for ever.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private readonly string kind;
    private readonly string text;
    private readonly Regex regex;

    private TextPattern(string kind, string text)
    {
        this.kind = kind;
        this.text = text;
        regex = new Regex(kind == "Regex" ? text : Regex.Escape(text), RegexOptions.CultureInvariant, Longest);
    }

    /// <summary>Reads the pattern of a component.</summary>
    /// <exception cref="OmniException">It is neither a text nor a regular expression that .NET understands.</exception>
    public static TextPattern Read(MapNode component)
    {
        foreach (var kind in (string[])["String", "Regex"])
            if (component.Map("pattern")?.Text(kind) is { } text) return Of(component, kind, text);
        throw component.Wrong("pattern", "an object with \"String\" or \"Regex\"");
    }

    /// <summary>The matches from left to right; none overlaps another.</summary>
    /// <exception cref="OmniException">OH1513: a regular expression takes too long.</exception>
    public List<(int Start, int End)> Matches(ReadOnlySpan<char> searched)
    {
        var matches = new List<(int Start, int End)>();
        try
        {
            foreach (var match in regex.EnumerateMatches(searched)) matches.Add((match.Index, match.Index + match.Length));
            return matches;
        }
        catch (RegexMatchTimeoutException e)
        {
            throw new OmniException(
                "OH1513", $"the regular expression '{text}' of the tokenizer found no end in a text of {searched.Length} characters", null,
                "Simplify it: repetitions of repetitions, such as (A+)+, try exponentially many ways.", e);
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

    /// <summary>The object it was read from.</summary>
    public JsonObject Write() => new() { [kind] = text };

    private static TextPattern Of(MapNode component, string kind, string text)
    {
        try
        {
            return new TextPattern(kind, text);
        }
        catch (RegexParseException e)
        {
            throw component.Wrong("pattern", $"a regular expression of .NET, which says: {e.Message}");
        }
    }
}
