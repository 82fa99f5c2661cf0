using System.Text;

namespace OmniHelix.Cli.Shell;

/// <summary>Sentences as a terminal shows them: folded at words, what matters in colour, nothing that could move the cursor.</summary>
internal static class Prose
{
    private const string Yellow = "\u001b[33m", Red = "\u001b[31m", Bold = "\u001b[1m", Plain = "\u001b[0m";
    private const int LeastWidth = 20;

    /// <summary>
    /// Folds a line at words. What follows is indented by two more than the line; a word that is wider than the terminal stays whole.
    /// </summary>
    public static IEnumerable<string> Fold(string line, int width)
    {
        if (line.Length < width || width < LeastWidth) return [line];
        var indent = new string(' ', Math.Min(line.Length - line.TrimStart(' ').Length + 2, width / 2));
        var lines = new List<string>();
        var rest = line;
        while (rest.Length >= width && Break(rest, width, lines.Count == 0 ? 0 : indent.Length) is { } at)
        {
            lines.Add(rest[..at].TrimEnd(' '));
            rest = indent + rest[at..].TrimStart(' ');
        }
        lines.Add(rest);
        return lines;
    }

    /// <summary>A line with what matters in colour: <c>!</c> before what a user should look at, and errors.</summary>
    public static string Paint(string line) => line switch
    {
        ['!', ' ', ..] => $"{Yellow}!{Plain}{line[1..]}",
        _ when line.StartsWith("error ", StringComparison.Ordinal) || line.StartsWith("failed ", StringComparison.Ordinal) =>
            line.IndexOf(':', StringComparison.Ordinal) is > 0 and var end ? $"{Red}{line[..end]}{Plain}{line[end..]}" : line,
        _ => line,
    };

    /// <summary>A line that stands out among its neighbours.</summary>
    public static string Strong(string line) => $"{Bold}{line}{Plain}";

    /// <summary>The line with a visible sign for each character that would control the terminal; names come from files of others.</summary>
    public static string Harmless(string line)
    {
        if (!line.Any(IsControl)) return line;
        var text = new StringBuilder(line.Length);
        // Unicode has a picture of each of the first 32.
        foreach (var c in line) text.Append(!IsControl(c) ? c : c < ' ' ? (char)(0x2400 + c) : '\u2421');
        return text.ToString();
    }

    private static bool IsControl(char c) => char.IsControl(c) && c != '\t';

    // The last blank that leaves the line narrower than the terminal, or else the first one after it.
    private static int? Break(string line, int width, int start)
    {
        while (start < line.Length && line[start] == ' ') start++;
        var at = line.LastIndexOf(' ', width - 1);
        if (at <= start) at = line.IndexOf(' ', start);
        return at < 0 || line.AsSpan(at).TrimStart(' ').IsEmpty ? null : at;
    }
}
