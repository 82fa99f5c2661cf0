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
    private readonly TimeSpan pause = terminal.IsInteractive ? ProgressBar.Frame : TrainingLog.Pause;
    private readonly Lock gate = new();
    private long written = clock.GetTimestamp();
    private string? part;

    /// <summary>Shows reports of one kind on this line.</summary>
    public IProgress<T> Of<T>(ProgressWords<T> words) => new Reports<T>(this, words);

    /// <summary>Clears the line.</summary>
    public void Dispose()
    {
        if (terminal.IsInteractive) terminal.Transient.Clear();
    }

    private void Show<T>(ProgressWords<T> words, T value)
    {
        lock (gate)
        {
            Begin(words.Part(value));
            if (clock.GetElapsedTime(written) < pause) return;
            written = clock.GetTimestamp();
            var text = words.Text(value);
            if (!terminal.IsInteractive) terminal.Error.WriteLine(text);
            else terminal.Transient.Show(words.Share(value) is { } share ? $"{ProgressBar.Of(share)}  {text}" : text);
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
