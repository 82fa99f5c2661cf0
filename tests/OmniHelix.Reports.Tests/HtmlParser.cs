namespace OmniHelix.Reports.Tests;

/// <summary>A small strict reader of the pages we write: every element is closed in order, and attributes are quoted.</summary>
internal static class HtmlParser
{
    private static readonly string[] Void = ["meta", "br", "img", "link"];

    public sealed record Element(string Tag, Dictionary<string, string> Attributes, string RawText);

    public static List<Element> Parse(string html)
    {
        var found = new List<Element>();
        var open = new Stack<string>();
        var at = html.StartsWith("<!DOCTYPE html>", StringComparison.Ordinal) ? 15 : throw new FormatException("no doctype");
        while ((at = html.IndexOf('<', at)) >= 0)
        {
            if (html[at + 1] == '/')
            {
                var end = html.IndexOf('>', at);
                var tag = html[(at + 2)..end];
                if (open.Count == 0 || open.Pop() != tag)
                    throw new FormatException($"</{tag}> closes nothing at {at}: {html[Math.Max(0, at - 80)..at]}");
                at = end;
                continue;
            }
            var element = ReadTag(html, ref at);
            if (Void.Contains(element.Tag))
            {
                found.Add(element);
                continue;
            }
            if (element.Tag is "script" or "style")
            {
                // As a browser does it: raw text up to the closing tag, whatever is inside.
                var end = html.IndexOf($"</{element.Tag}", at, StringComparison.OrdinalIgnoreCase);
                found.Add(element with { RawText = html[at..end] });
                at = html.IndexOf('>', end);
                continue;
            }
            found.Add(element);
            open.Push(element.Tag);
        }
        return open.Count == 0 ? found : throw new FormatException($"<{open.Peek()}> is never closed");
    }

    private static Element ReadTag(string html, ref int at)
    {
        var start = ++at;
        while (char.IsAsciiLetterOrDigit(html[at])) at++;
        var tag = html[start..at];
        if (tag.Length == 0) throw new FormatException($"'<' starts no tag at {start}: {html[start..Math.Min(html.Length, start + 60)]}");
        var attributes = new Dictionary<string, string>();
        while (html[at] != '>')
        {
            if (html[at++] != ' ') throw new FormatException($"unexpected '{html[at - 1]}' inside <{tag}> at {at}");
            var equals = html.IndexOf('=', at);
            var name = html[at..equals];
            if (html[equals + 1] != '"' || name.Any(c => c is ' ' or '>' or '<' or '"'))
                throw new FormatException($"attribute {name} of <{tag}> is not quoted");
            var close = html.IndexOf('"', equals + 2);
            attributes.Add(name, html[(equals + 2)..close]);
            at = close + 1;
        }
        at++;
        return new Element(tag, attributes, "");
    }
}
