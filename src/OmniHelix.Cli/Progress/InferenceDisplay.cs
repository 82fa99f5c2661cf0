using System.Globalization;
using OmniHelix.Cli.Shell;
using OmniHelix.Training.Inference;

namespace OmniHelix.Cli.Progress;

/// <summary>How far a pass over records is: a bar redrawn in place on a terminal, a line every few seconds in a log.</summary>
/// <param name="terminal">Its error stream is written to.</param>
/// <param name="clock">Limits how often.</param>
internal sealed class InferenceDisplay(Terminal terminal, TimeProvider clock) : IProgress<InferenceProgress>, IDisposable
{
    private const int Width = 40;
    private const string StartOfLine = "\r\u001b[K";

    private readonly TimeSpan pause = terminal.IsInteractive ? TimeSpan.FromMilliseconds(100) : TrainingLog.Pause;
    private long written = clock.GetTimestamp();
    private bool drawn;

    public void Report(InferenceProgress value)
    {
        if (clock.GetElapsedTime(written) < pause) return;
        (written, drawn) = (clock.GetTimestamp(), true);
        var line = Line(value);
        if (terminal.IsInteractive) terminal.Error.Write(StartOfLine + line);
        else terminal.Error.WriteLine(line);
    }

    /// <summary>Clears the bar.</summary>
    public void Dispose()
    {
        if (drawn && terminal.IsInteractive) terminal.Error.Write(StartOfLine);
    }

    /// <summary>Such as <c>████····  1,200 records  48 %</c>.</summary>
    internal static string Line(InferenceProgress value)
    {
        var records = string.Create(CultureInfo.InvariantCulture, $"{value.Records:#,0} records");
        if (value.Fraction is not { } fraction) return records;
        var full = (int)Math.Round(Width * Math.Clamp(fraction, 0, 1));
        return string.Create(CultureInfo.InvariantCulture, $"{new string('█', full)}{new string('·', Width - full)}  {records}  {100 * fraction:0} %");
    }
}
