using System.Globalization;
using OmniHelix.Cli.Shell;

namespace OmniHelix.Cli.Progress;

/// <summary>How much of a file was read: one line redrawn in place on a terminal, a line every few seconds in a log.</summary>
/// <param name="terminal">Its error stream is written to.</param>
/// <param name="clock">Limits how often.</param>
/// <param name="file">Shown before the amount.</param>
internal sealed class ByteDisplay(Terminal terminal, TimeProvider clock, string file) : IProgress<long>, IDisposable
{
    private const string StartOfLine = "\r\u001b[K";

    private readonly TimeSpan pause = terminal.IsInteractive ? TimeSpan.FromMilliseconds(100) : TrainingLog.Pause;
    private long written = clock.GetTimestamp();
    private bool drawn;

    public void Report(long value)
    {
        if (clock.GetElapsedTime(written) < pause) return;
        (written, drawn) = (clock.GetTimestamp(), true);
        var line = string.Create(CultureInfo.InvariantCulture, $"{file}  {value / 1e6:#,0} MB");
        if (terminal.IsInteractive) terminal.Error.Write(StartOfLine + line);
        else terminal.Error.WriteLine(line);
    }

    /// <summary>Clears the line.</summary>
    public void Dispose()
    {
        if (drawn && terminal.IsInteractive) terminal.Error.Write(StartOfLine);
    }
}
