using System.Globalization;

namespace OmniHelix.Rna.Files;

/// <summary>Lines of a structure file with their numbers, so that every error names <c>file:line</c>.</summary>
internal sealed class LineSource(TextReader reader, string name)
{
    private string? peeked;

    /// <summary>1-based number of the line that <see cref="Next"/> returned last.</summary>
    public int Number { get; private set; }

    /// <summary>Records begun.</summary>
    public int Records { get; private set; }

    /// <summary>The name of the record under way, as far as it was read.</summary>
    public string? Title { get; set; }

    public string Place => $"{name}:{Number}";

    public string PlaceOf(int line) => $"{name}:{line}";

    /// <summary>The file's name without folder and extension: the name of records that carry none.</summary>
    public string Stem => Path.GetFileNameWithoutExtension(name);

    public void BeginRecord()
    {
        Records++;
        Title = null;
    }

    public string? Next()
    {
        var line = Peek();
        peeked = null;
        if (line is not null) Number++;
        return line;
    }

    /// <summary>The line after the current one, trimmed, without moving on.</summary>
    public string? Peek() => peeked ??= reader.ReadLine()?.Trim();

    public OmniException Malformed(string message, string? advice = null) => new("OH1811", message, Place, advice);

    public int Integer(string token, string what) =>
        int.TryParse(token, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
        ? value
        : throw Malformed($"{what} should be a whole number, not '{Shorten(token)}'");

    public static string Shorten(string token) => token.Length <= 40 ? token : token[..40] + "…";
}
