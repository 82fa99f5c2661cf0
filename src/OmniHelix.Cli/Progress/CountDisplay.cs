using OmniHelix.Cli.Shell;

namespace OmniHelix.Cli.Progress;

/// <summary>How many records were handled, or which share of them: one line redrawn in place on a terminal, a line every few seconds in a log. Several threads may report.</summary>
/// <param name="terminal">Its error stream is written to.</param>
/// <param name="clock">Limits how often.</param>
internal sealed class CountDisplay(Terminal terminal, TimeProvider clock) : IProgress<long>, IProgress<double>, IDisposable
{
    private const string StartOfLine = "\r\u001b[K";

    private readonly TimeSpan pause = terminal.IsInteractive ? TimeSpan.FromMilliseconds(100) : TrainingLog.Pause;
    private readonly Lock gate = new();
    private long written = clock.GetTimestamp();
    private bool drawn;

    public void Report(long value) => Show(FormattableString.Invariant($"{value:#,0} records"));

    public void Report(double value) => Show(FormattableString.Invariant($"comparing {value:P0}"));

    /// <summary>Clears the line.</summary>
    public void Dispose()
    {
        if (drawn && terminal.IsInteractive) terminal.Error.Write(StartOfLine);
    }

    private void Show(string line)
    {
        lock (gate)
        {
            if (clock.GetElapsedTime(written) < pause) return;
            (written, drawn) = (clock.GetTimestamp(), true);
            if (terminal.IsInteractive) terminal.Error.Write(StartOfLine + line);
            else terminal.Error.WriteLine(line);
        }
    }
}
