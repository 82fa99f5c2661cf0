using System.Globalization;
using System.Text;

namespace OmniHelix.TestKit;

/// <summary>
/// What a person sees after a program wrote to a terminal: text, carriage returns, and of the control sequences of ECMA-48 the moves up and
/// down, the erasing of lines and of all below, and colours. Any other sequence is an error of the test.
/// </summary>
/// <param name="width">Columns; longer lines go on in the next row.</param>
public sealed class TerminalScreen(int width) : TextWriter
{
    private readonly List<StringBuilder> rows = [new()];
    private int row;
    private int column;
    private StringBuilder? sequence;

    /// <inheritdoc/>
    public override Encoding Encoding => Encoding.UTF8;

    /// <summary>All rows, scrolled ones included, without blanks at their ends.</summary>
    public IReadOnlyList<string> Lines => [.. rows.Select(line => line.ToString().TrimEnd(' '))];

    /// <inheritdoc/>
    public override void Write(char value)
    {
        if (sequence is not null) Continue(value);
        else if (value == '\u001b') sequence = new StringBuilder();
        else if (value == '\r') column = 0;
        else if (value == '\n') NextRow();
        else Put(value);
    }

    private void Put(char value)
    {
        if (column == width) NextRow();
        var line = rows[row];
        while (line.Length <= column) line.Append(' ');
        line[column++] = value;
    }

    // A terminal turns the line feed of a program into a carriage return and a line feed.
    private void NextRow()
    {
        column = 0;
        if (++row == rows.Count) rows.Add(new StringBuilder());
    }

    private void Continue(char value)
    {
        sequence!.Append(value);
        // Two characters without a bracket choose what the keys send.
        var isKeypad = sequence.Length == 1 && value is '=' or '>';
        if (!isKeypad && !char.IsAsciiLetter(value)) return;
        if (!isKeypad) Obey(sequence.ToString());
        sequence = null;
    }

    private void Obey(string text)
    {
        var count = int.TryParse(text.AsSpan(1, text.Length - 2), CultureInfo.InvariantCulture, out var number) ? number : 1;
        switch (text[^1])
        {
            case 'A':
                row = Math.Max(0, row - count);
                break;
            case 'B':
                row = Math.Min(rows.Count - 1, row + count);
                break;
            case 'K':
                Cut();
                break;
            case 'J':
                Cut();
                rows.RemoveRange(row + 1, rows.Count - row - 1);
                break;
            case 'm' or 'h' or 'l':
                break;
            default:
                throw new NotSupportedException($"the control sequence {text} is not known here");
        }
    }

    private void Cut()
    {
        if (rows[row].Length > column) rows[row].Length = column;
    }
}
