using System.Text;

namespace OmniHelix.Sequences.Vcf;

/// <summary>A structured header line, <c>##key=&lt;ID=…,Number=…,Description="…"&gt;</c>.</summary>
internal sealed class VcfMetaLine
{
    private readonly Dictionary<string, string> values = [];

    private VcfMetaLine()
    {
    }

    /// <summary>The value of a key, without its quotes; null when it is not there.</summary>
    public string? this[string key] => values.GetValueOrDefault(key);

    /// <summary>Reads what stands between <c>&lt;</c> and <c>&gt;</c>.</summary>
    /// <param name="line">The whole line.</param>
    /// <param name="start">Where <c>&lt;</c> stands.</param>
    /// <param name="place">Where the line stands, for errors.</param>
    /// <exception cref="OmniException">OH1061: a bracket or quote is not closed, or a key has no value.</exception>
    public static VcfMetaLine Parse(string line, int start, string place)
    {
        var meta = new VcfMetaLine();
        var at = start + 1;
        while (true)
        {
            var equals = line.IndexOf('=', at);
            if (equals < 0) throw Malformed("the line must end with '>' after its last value", line.Length);
            var key = line[at..equals].Trim();
            at = equals + 1;
            var value = at < line.Length && line[at] == '"' ? Quoted() : Plain();
            // The first one counts, as in htslib.
            meta.values.TryAdd(key, value);
            if (at >= line.Length) throw Malformed("the line must end with '>'", at);
            if (line[at] == '>') return meta;
            if (line[at] != ',') throw Malformed($"expected ',' or '>' after the value of {key}", at);
            at++;
        }

        string Plain()
        {
            var end = line.AsSpan(at).IndexOfAny(',', '>');
            if (end < 0) throw Malformed("the line must end with '>'", line.Length);
            var text = line.Substring(at, end);
            at += end;
            return text;
        }

        string Quoted()
        {
            var text = new StringBuilder();
            for (at++; at < line.Length && line[at] != '"'; at++)
            {
                if (line[at] == '\\' && at + 1 < line.Length) at++;
                text.Append(line[at]);
            }
            if (at >= line.Length) throw Malformed("a quote is not closed", at);
            at++;
            return text.ToString();
        }

        OmniException Malformed(string what, int column) =>
            new(
                "OH1061", $"a header line is malformed: {what}", $"{place}, column {column + 1}",
                "Expected ##KEY=<ID=name,KEY=value,Description=\"text\">.");
    }
}
