namespace OmniHelix.Cli.Shell;

/// <summary>
/// The lines at the bottom of a terminal that tell how far the work is. Whatever is written to the terminal meanwhile comes above them:
/// they are erased first and drawn anew with the next report. Several threads may use them.
/// </summary>
/// <param name="stream">The terminal itself.</param>
/// <param name="width">Its columns now.</param>
internal sealed class TransientLines(TextWriter stream, Func<int> width)
{
    private readonly Lock gate = new();
    private int shown;

    /// <summary>Replaces the lines; what is wider than the terminal is cut.</summary>
    public void Show(params IReadOnlyList<string> lines)
    {
        lock (gate)
        {
            var room = Math.Max(1, width() - 1);
            stream.Write(
                Erasure() + string.Join('\n', lines.Select(Prose.Harmless).Select(line => line.Length > room ? line[..room] : line)));
            stream.Flush();
            shown = lines.Count;
        }
    }

    /// <summary>Takes the lines away.</summary>
    public void Clear() => Above(() => { });

    /// <summary>Takes the lines away and writes what is to stay.</summary>
    public void Above(Action write)
    {
        lock (gate)
        {
            if (shown > 0)
            {
                stream.Write(Erasure());
                stream.Flush();
                shown = 0;
            }
            write();
        }
    }

    // To the start of the first line, then everything below is erased.
    private string Erasure() => shown == 0 ? "" : $"\r{(shown > 1 ? $"\u001b[{shown - 1}A" : "")}\u001b[J";
}
