using System.Globalization;

namespace OmniHelix.Data.Numpy;

/// <summary>Texts, whole numbers, True, False, tuples, lists and dictionaries of Python; nothing is evaluated.</summary>
internal ref struct PythonLiteral
{
    private const int MostNesting = 8;

    private readonly ReadOnlySpan<char> text;
    private int at;
    private int depth;

    private PythonLiteral(ReadOnlySpan<char> text) => this.text = text;

    /// <summary>
    /// The value: <c>string</c>, <c>long</c>, <c>bool</c>, <c>List&lt;object&gt;</c> (tuples and lists) or <c>Dictionary&lt;string,
    /// object&gt;</c>.
    /// </summary>
    /// <exception cref="FormatException">Anything else.</exception>
    public static object Parse(ReadOnlySpan<char> text)
    {
        var parser = new PythonLiteral(text);
        var value = parser.Value();
        parser.Blanks();
        return parser.at == text.Length ? value : throw parser.Unexpected();
    }

    private object Value()
    {
        Blanks();
        if (at == text.Length) throw new FormatException("it ends too early");
        switch (text[at])
        {
            case '\'' or '"': return Text();
            case '(': return Items(')');
            case '[': return Items(']');
            case '{': return Dictionary();
            case 'T' when Take("True"): return true;
            case 'F' when Take("False"): return false;
            case '-' or (>= '0' and <= '9'): return Number();
            default: throw Unexpected();
        }
    }

    private string Text()
    {
        var quote = text[at++];
        var length = text[at..].IndexOf(quote);
        if (length < 0) throw new FormatException("a text is not closed");
        var value = text.Slice(at, length);
        if (value.Contains('\\')) throw new FormatException("a text has an escape");
        at += length + 1;
        return value.ToString();
    }

    private long Number()
    {
        var start = at++;
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        var digits = text[start..at];
        // Python 2 marked long numbers.
        if (at < text.Length && text[at] == 'L') at++;
        return long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new FormatException("a number is too large");
    }

    private List<object> Items(char close)
    {
        Enter();
        var items = new List<object>();
        while (!Ends(close))
        {
            items.Add(Value());
            Separator(close);
        }
        depth--;
        return items;
    }

    private Dictionary<string, object> Dictionary()
    {
        Enter();
        var items = new Dictionary<string, object>(StringComparer.Ordinal);
        while (!Ends('}'))
        {
            if (Value() is not string key) throw new FormatException("a key is no text");
            Blanks();
            if (!Take(":")) throw Unexpected();
            if (!items.TryAdd(key, Value())) throw new FormatException($"the key '{key}' stands twice");
            Separator('}');
        }
        depth--;
        return items;
    }

    private void Enter()
    {
        at++;
        if (++depth > MostNesting) throw new FormatException("it is nested too deeply");
    }

    private bool Ends(char close)
    {
        Blanks();
        if (at == text.Length || text[at] != close) return false;
        at++;
        return true;
    }

    private void Separator(char close)
    {
        Blanks();
        if (Take(",")) return;
        if (at == text.Length || text[at] != close) throw Unexpected();
    }

    private bool Take(string word)
    {
        if (!text[at..].StartsWith(word, StringComparison.Ordinal)) return false;
        at += word.Length;
        return true;
    }

    private void Blanks()
    {
        while (at < text.Length && text[at] is ' ' or '\n' or '\t') at++;
    }

    private readonly FormatException Unexpected() => new(
        at < text.Length ? $"unexpected '{text[at]}' at character {(at + 1).ToString(CultureInfo.InvariantCulture)}" : "it ends too early");
}
