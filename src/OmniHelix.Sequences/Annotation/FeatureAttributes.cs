using System.Text;

namespace OmniHelix.Sequences.Annotation;

/// <summary>Column 9 of GTF and GFF3: names with one or more values, in the order of the file.</summary>
public sealed class FeatureAttributes
{
    private readonly List<KeyValuePair<string, string>> pairs;

    private FeatureAttributes(List<KeyValuePair<string, string>> pairs) => this.pairs = pairs;

    /// <summary>The first value of a name; null when there is none.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var (key, value) in pairs)
                if (key == name) return value;
            return null;
        }
    }

    /// <summary>Reads <c>gene_id "ENSG1"; level 2;</c>: text in quotation marks may hold semicolons.</summary>
    /// <returns>Null, with the reason, when the text has another form.</returns>
    internal static FeatureAttributes? ParseGtf(string text, out string why)
    {
        var found = new List<KeyValuePair<string, string>>();
        var rest = text.AsSpan().Trim(' ');
        while (!rest.IsEmpty)
        {
            var blank = rest.IndexOf(' ');
            if (blank <= 0) return Refuse($"'{Shown(rest)}' is no name and value", out why);
            var name = rest[..blank].ToString();
            rest = rest[blank..].TrimStart(' ');
            ReadOnlySpan<char> value;
            if (!rest.IsEmpty && rest[0] == '"')
            {
                var close = rest[1..].IndexOf('"');
                if (close < 0) return Refuse($"the quotation mark of {name} is not closed", out why);
                value = rest.Slice(1, close);
                rest = rest[(close + 2)..].TrimStart(' ');
                if (!rest.IsEmpty && rest[0] != ';') return Refuse($"a semicolon was expected after the value of {name}", out why);
            }
            else
            {
                var end = rest.IndexOf(';');
                value = (end < 0 ? rest : rest[..end]).TrimEnd(' ');
                rest = end < 0 ? [] : rest[end..];
                if (value.IsEmpty) return Refuse($"{name} has no value", out why);
            }
            found.Add(new(name, value.ToString()));
            rest = rest.IsEmpty ? rest : rest[1..].TrimStart(' ');
        }
        why = "";
        return new(found);
    }

    /// <summary>Reads <c>ID=t1;Parent=g1,g2</c>; <c>%3B</c> and the like stand for what the format uses itself.</summary>
    /// <inheritdoc cref="ParseGtf"/>
    internal static FeatureAttributes? ParseGff3(string text, out string why)
    {
        var found = new List<KeyValuePair<string, string>>();
        why = "";
        if (text == ".") return new(found);
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) return Refuse($"'{Shown(part)}' is no name=value", out why);
            var name = Decode(part[..equals]);
            foreach (var value in part[(equals + 1)..].Split(','))
            {
                if (name is null || Decode(value) is not { } decoded)
                    return Refuse($"'{Shown(part)}' has a % that two hexadecimal digits do not follow", out why);
                found.Add(new(name, decoded));
            }
        }
        return new(found);
    }

    /// <summary>Text with its percent signs resolved; null when one has no two hexadecimal digits.</summary>
    internal static string? Decode(string text)
    {
        if (!text.Contains('%', StringComparison.Ordinal)) return text;
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '%')
            {
                var end = text.IndexOf('%', i);
                bytes.AddRange(Encoding.UTF8.GetBytes(text[i..(end < 0 ? text.Length : end)]));
                i = (end < 0 ? text.Length : end) - 1;
                continue;
            }
            if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2])) return null;
            bytes.Add(Convert.FromHexString(text.AsSpan(i + 1, 2))[0]);
            i += 2;
        }
        return Encoding.UTF8.GetString([.. bytes]);
    }

    private static FeatureAttributes? Refuse(string reason, out string why)
    {
        why = reason;
        return null;
    }

    private static string Shown(ReadOnlySpan<char> text) => text.Length <= 40 ? text.ToString() : $"{text[..40]}…";
}
