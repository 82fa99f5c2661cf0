using OmniHelix.Cli.Shell;

namespace OmniHelix.Cli.Progress;

/// <summary>
/// How far some work is: one line redrawn in place on a terminal, with a bar where the end is known; a line every few seconds in a log.
/// Several threads may report.
/// </summary>
/// <param name="terminal">Its error stream is written to.</param>
/// <param name="clock">Limits how often.</param>
internal sealed class ProgressLine(Terminal terminal, TimeProvider clock) : IDisposable
{
    private const int BarWidth = 40;
    private const string StartOfLine = "\r\u001b[K";

    private readonly TimeSpan pause = terminal.IsInteractive ? TimeSpan.FromMilliseconds(100) : TrainingLog.Pause;
    private readonly Lock gate = new();
    private long written = clock.GetTimestamp();
    private string? part;
    private bool drawn;

    /// <summary>Shows reports of one kind on this line.</summary>
    public IProgress<T> Of<T>(ProgressWords<T> words) => new Reports<T>(this, words);

    /// <summary>Clears the line.</summary>
    public void Dispose()
    {
        if (drawn && terminal.IsInteractive) terminal.Error.Write(StartOfLine);
    }

    /// <summary>Such as <c>██████····</c>; empty when the end is not known.</summary>
    internal static string Bar(double? share)
    {
        if (share is null) return "";
        var full = (int)Math.Round(BarWidth * Math.Clamp(share.Value, 0, 1));
        return $"{new string('█', full)}{new string('·', BarWidth - full)}  ";
    }

    private void Show<T>(ProgressWords<T> words, T value)
    {
        lock (gate)
        {
            Begin(words.Part(value));
            if (clock.GetElapsedTime(written) < pause) return;
            written = clock.GetTimestamp();
            drawn = true;
            if (terminal.IsInteractive) terminal.Error.Write(StartOfLine + Bar(words.Share(value)) + words.Text(value));
            else terminal.Error.WriteLine(words.Text(value));
        }
    }

    private void Begin(string? next)
    {
        if (next is null || next == part) return;
        part = next;
        if (!terminal.IsInteractive) terminal.Error.WriteLine(part);
    }

    private sealed class Reports<T>(ProgressLine line, ProgressWords<T> words) : IProgress<T>
    {
        public void Report(T value) => line.Show(words, value);
    }
}
