using System.Text;

namespace OmniHelix.Cli.Shell;

/// <summary>One of the streams of a terminal that a person watches; what is written stands above the transient lines.</summary>
/// <param name="stream">The stream itself.</param>
/// <param name="transient">The lines that tell how far the work is.</param>
internal class TerminalWriter(TextWriter stream, TransientLines transient) : TextWriter
{
    public override Encoding Encoding => stream.Encoding;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void Write(string? value) => transient.Above(() => stream.Write(value));

    public override void WriteLine(string? value) => Write(value + CoreNewLine.AsSpan().ToString());

    public override void Flush() => stream.Flush();
}

/// <summary>The stream of a terminal for results, whose names may come from files of others.</summary>
/// <param name="stream">The stream itself.</param>
/// <param name="transient">The lines that tell how far the work is.</param>
internal sealed class ResultWriter(TextWriter stream, TransientLines transient) : TerminalWriter(stream, transient)
{
    public override void Write(string? value) =>
        base.Write(value is null ? null : string.Join('\n', value.Split('\n').Select(Prose.Harmless)));
}

/// <summary>The stream of a terminal for sentences: they are folded and coloured as <see cref="Prose"/> says.</summary>
/// <param name="stream">The stream itself.</param>
/// <param name="transient">The lines that tell how far the work is.</param>
/// <param name="look">Width and colours.</param>
internal sealed class ProseWriter(TextWriter stream, TransientLines transient, TerminalLook look) : TerminalWriter(stream, transient)
{
    private string begun = "";

    public override void Write(string? value)
    {
        var lines = (begun + value).Split('\n');
        begun = lines[^1];
        if (lines.Length > 1) base.Write(string.Concat(lines[..^1].Select(line => Shown(line) + "\n")));
    }

    /// <summary>Writes a line that stands out among its neighbours.</summary>
    public void WriteStrong(string line) =>
        base.Write(string.Concat(Folded(line).Select(part => (look.Colours ? Prose.Strong(part) : part) + "\n")));

    public override void Flush()
    {
        if (begun.Length > 0) base.Write(begun);
        begun = "";
        base.Flush();
    }

    private string Shown(string line)
    {
        var folded = Folded(line).ToArray();
        if (look.Colours) folded[0] = Prose.Paint(folded[0]);
        return string.Join('\n', folded);
    }

    private IEnumerable<string> Folded(string line) => Prose.Fold(Prose.Harmless(line.TrimEnd('\r')), look.Width());
}
