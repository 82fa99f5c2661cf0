using System.Globalization;

namespace OmniHelix.Reports;

/// <summary>Two sequences over each other, letter by letter; letters that differ stand out. Long ones go on in further lines.</summary>
/// <param name="First">Name, position of its first letter from 1, and letters with spaces where it has none.</param>
/// <param name="Second">The same of the other one, of the same length.</param>
public sealed record AlignmentBlock(AlignmentRow First, AlignmentRow Second) : ReportBlock
{
    private const int LineLength = 100, LongestName = 14;

    private int NameWidth => Math.Min(LongestName, Math.Max(First.Name.Length, Second.Name.Length));

    // Digits of the last position.
    private int PlaceWidth => SvgPath.Number(Math.Max(First.Start, Second.Start) + First.Letters.Length).Length;

    internal override void Render(HtmlWriter html)
    {
        if (First.Letters.Length != Second.Letters.Length)
            throw new OmniException(
                "OH6504",
                $"the rows of an alignment have {First.Letters.Length} and {Plural.Count(Second.Letters.Length, "letter")}",
                First.Name);
        html.Open("pre", ("class", "alignment"));
        var (first, second) = (First.Start, Second.Start);
        for (var at = 0; at < First.Letters.Length; at += LineLength)
        {
            var length = Math.Min(LineLength, First.Letters.Length - at);
            if (at > 0) html.Raw("\n");
            first = Line(html, First, at, length, first);
            html.Raw(new string(' ', NameWidth + PlaceWidth + 2));
            for (var i = at; i < at + length; i++) html.Raw(IsMatch(i) ? "|" : " ");
            html.Raw("\n");
            second = Line(html, Second, at, length, second);
        }
        html.Close("pre").Line();
    }

    private int Line(HtmlWriter html, AlignmentRow row, int at, int length, int position)
    {
        var name = row.Name.Length > LongestName ? row.Name[..(LongestName - 1)] + "…" : row.Name;
        var line = row.Letters.AsSpan(at, length);
        var letters = length - line.Count(' ');
        var start = letters > 0 ? position.ToString(CultureInfo.InvariantCulture) : "";
        var place = $"{name.PadRight(NameWidth)} {start.PadLeft(PlaceWidth)} ";
        html.Element("span", place, ("class", "place"));
        for (var i = 0; i < length;)
        {
            var end = i + 1;
            while (end < length && Differs(at + end) == Differs(at + i)) end++;
            if (Differs(at + i)) html.Element("b", line[i..end].ToString());
            else html.Text(line[i..end].ToString());
            i = end;
        }
        html.Raw("\n");
        return position + letters;
    }

    private bool IsMatch(int at) => First.Letters[at] == Second.Letters[at] && First.Letters[at] != ' ';

    private bool Differs(int at) => First.Letters[at] != ' ' && Second.Letters[at] != ' ' && First.Letters[at] != Second.Letters[at];
}

/// <summary>A row of an <see cref="AlignmentBlock"/>.</summary>
/// <param name="Name">Of the sequence.</param>
/// <param name="Start">Position of the first letter shown, from 1.</param>
/// <param name="Letters">Letters; spaces where the sequence has none.</param>
public sealed record AlignmentRow(string Name, int Start, string Letters);
