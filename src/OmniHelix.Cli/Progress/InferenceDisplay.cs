using System.Globalization;
using OmniHelix.Cli.Shell;
using OmniHelix.Inference;

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
        if (terminal.IsInteractive) terminal.Error.Write(StartOfLine + Bar(value.Fraction) + Line(value));
        else terminal.Error.WriteLine(Line(value));
    }

    /// <summary>Clears the bar.</summary>
    public void Dispose()
    {
        if (drawn && terminal.IsInteractive) terminal.Error.Write(StartOfLine);
    }

    /// <summary>Such as <c>1,200 records  48 %</c>.</summary>
    internal static string Line(InferenceProgress value)
    {
        var records = string.Create(CultureInfo.InvariantCulture, $"{value.Records:#,0} records");
        return value.Fraction is { } fraction ? string.Create(CultureInfo.InvariantCulture, $"{records}  {100 * fraction:0} %") : records;
    }

    /// <summary>Such as <c>██████····</c>; empty when the end is not known.</summary>
    internal static string Bar(double? fraction)
    {
        if (fraction is null) return "";
        var full = (int)Math.Round(Width * Math.Clamp(fraction.Value, 0, 1));
        return $"{new string('█', full)}{new string('·', Width - full)}  ";
    }
}
