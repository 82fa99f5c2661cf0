using System.Net;
using System.Text;

namespace OmniHelix.Reports;

/// <summary>Builds markup; text and attribute values are always escaped, only <see cref="Raw"/> is not.</summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder html = new();
    private int charts;

    /// <summary>A number for ids, unique in the page.</summary>
    public int NextChart() => ++charts;

    public HtmlWriter Raw(string markup)
    {
        html.Append(markup);
        return this;
    }

    public HtmlWriter Text(string text)
    {
        html.Append(Escape(text));
        return this;
    }

    public HtmlWriter Open(string tag, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        html.Append('<').Append(tag);
        foreach (var (name, value) in attributes)
            if (value is not null) html.Append(' ').Append(name).Append("=\"").Append(Escape(value)).Append('"');
        html.Append('>');
        return this;
    }

    public HtmlWriter Close(string tag)
    {
        html.Append("</").Append(tag).Append('>');
        return this;
    }

    public HtmlWriter Element(string tag, string text, params ReadOnlySpan<(string Name, string? Value)> attributes) =>
        Open(tag, attributes).Text(text).Close(tag);

    public HtmlWriter Line()
    {
        html.Append('\n');
        return this;
    }

    /// <summary>The five characters of markup are escaped; control characters that HTML forbids become U+FFFD.</summary>
    public static string Escape(string text)
    {
        var encoded = WebUtility.HtmlEncode(text);
        if (encoded.AsSpan().IndexOfAnyInRange('\0', '\x1f') < 0) return encoded;
        return string.Create(encoded.Length, encoded, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++) span[i] = source[i] < ' ' && source[i] is not ('\n' or '\t') ? '\uFFFD' : source[i];
        });
    }

    public override string ToString() => html.ToString();
}
