using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace OmniHelix.Reports.Raster;

/// <summary>
/// The style element of a figure: rules whose selectors name tags and classes (<c>text</c>, <c>.base.right</c>, <c>.matrix .cell</c>). Of
/// rules that match the later one holds, so a style sheet names the general before the special.
/// </summary>
internal sealed partial class StyleSheet
{
    private readonly List<Rule> rules = [];

    /// <summary>Reads the rules.</summary>
    public StyleSheet(string css)
    {
        foreach (Match rule in RuleForm().Matches(css))
        {
            var declarations = rule.Groups["declarations"].Value.Split(';', StringSplitOptions.RemoveEmptyEntries)
                .Select(declaration => declaration.Split(':', 2, StringSplitOptions.TrimEntries)).Where(pair => pair.Length == 2)
                .ToDictionary(pair => pair[0], pair => pair[1]);
            foreach (var selector in rule.Groups["selectors"].Value.Split(',', StringSplitOptions.TrimEntries))
                rules.Add(new([.. selector.Split(' ').Select(part => part.Split('.'))], declarations));
        }
    }

    /// <summary>A property of an element: what the rules say, then its attribute.</summary>
    public string? Find(XElement element, string property) =>
        rules.FindLast(rule => rule.Declarations.ContainsKey(property) && Matches(rule.Selector, element))?.Declarations[property]
        ?? (string?)element.Attribute(property);

    private static bool Matches(string[][] selector, XElement element)
    {
        if (!Matches(selector[^1], element)) return false;
        var outer = selector.Length - 2;
        foreach (var ancestor in element.Ancestors())
            if (outer >= 0 && Matches(selector[outer], ancestor)) outer--;
        return outer < 0;
    }

    // A tag, which may be empty, and classes.
    private static bool Matches(string[] part, XElement element) =>
        (part[0].Length == 0 || part[0] == element.Name.LocalName)
        && part.AsSpan(1) is var classes && (classes.IsEmpty || HasAll(((string?)element.Attribute("class") ?? "").Split(' '), classes));

    private static bool HasAll(string[] have, ReadOnlySpan<string> wanted)
    {
        foreach (var name in wanted)
            if (!have.Contains(name)) return false;
        return true;
    }

    [GeneratedRegex(@"(?<selectors>[^{}]+)\{(?<declarations>[^{}]*)\}")]
    private static partial Regex RuleForm();

    private sealed record Rule(string[][] Selector, Dictionary<string, string> Declarations);
}
