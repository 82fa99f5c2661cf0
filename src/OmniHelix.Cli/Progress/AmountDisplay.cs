using System.Globalization;
using OmniHelix.Cli.Shell;

namespace OmniHelix.Cli.Progress;

/// <summary>How far a pass is whose end is not known: one line redrawn in place on a terminal, a line every few seconds in a log.</summary>
/// <param name="terminal">Its error stream is written to.</param>
/// <param name="clock">Limits how often.</param>
/// <param name="text">What an amount is shown as.</param>
internal sealed class AmountDisplay(Terminal terminal, TimeProvider clock, Func<long, string> text) : IProgress<long>, IDisposable
{
    private const string StartOfLine = "\r\u001b[K";

    private readonly TimeSpan pause = terminal.IsInteractive ? TimeSpan.FromMilliseconds(100) : TrainingLog.Pause;
    private long written = clock.GetTimestamp();
    private bool drawn;

    public void Report(long value)
    {
        if (clock.GetElapsedTime(written) < pause) return;
        (written, drawn) = (clock.GetTimestamp(), true);
        var line = text(value);
        if (terminal.IsInteractive) terminal.Error.Write(StartOfLine + line);
        else terminal.Error.WriteLine(line);
    }

    /// <summary>Bytes of a file.</summary>
    public static AmountDisplay Bytes(Terminal terminal, string file) =>
        new(terminal, TimeProvider.System, bytes => string.Create(CultureInfo.InvariantCulture, $"{file}  {bytes / 1e6:#,0} MB"));

    /// <summary>A number of things.</summary>
    /// <param name="terminal">Its error stream is written to.</param>
    /// <param name="things">In the plural.</param>
    public static AmountDisplay Count(Terminal terminal, string things) =>
        new(terminal, TimeProvider.System, count => string.Create(CultureInfo.InvariantCulture, $"{count:#,0} {things}"));

    /// <summary>Clears the line.</summary>
    public void Dispose()
    {
        if (drawn && terminal.IsInteractive) terminal.Error.Write(StartOfLine);
    }
}
