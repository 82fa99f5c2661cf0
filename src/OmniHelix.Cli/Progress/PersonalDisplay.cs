using System.Globalization;
using OmniHelix.Cli.Shell;
using OmniHelix.Sequences.Consensus.Personal;

namespace OmniHelix.Cli.Progress;

/// <summary>How far the genomes of people are: a bar redrawn in place on a terminal; in a log a line for each contig, and one every few seconds within it. Several threads may report.</summary>
/// <param name="terminal">Its error stream is written to.</param>
/// <param name="clock">Limits how often.</param>
internal sealed class PersonalDisplay(Terminal terminal, TimeProvider clock) : IProgress<PersonalProgress>, IDisposable
{
    private const string StartOfLine = "\r\u001b[K";
    private const int BarWidth = 30;

    private readonly TimeSpan pause = terminal.IsInteractive ? TimeSpan.FromMilliseconds(100) : TrainingLog.Pause;
    private readonly Lock gate = new();
    private long written = clock.GetTimestamp();
    private int begun;
    private bool drawn;

    public void Report(PersonalProgress value)
    {
        lock (gate)
        {
            if (begun != value.Number)
            {
                begun = value.Number;
                if (!terminal.IsInteractive) terminal.Error.WriteLine($"contig {value.Contig} ({value.Number} of {value.Count})");
            }
            if (clock.GetElapsedTime(written) < pause) return;
            (written, drawn) = (clock.GetTimestamp(), true);
            var line = string.Create(CultureInfo.InvariantCulture, $"contig {value.Contig} ({value.Number} of {value.Count})  {value.Share:P0}  {value.Bytes / 1e6:#,0} MB");
            if (!terminal.IsInteractive) terminal.Error.WriteLine(line);
            else terminal.Error.Write($"{StartOfLine}[{new string('=', (int)(value.Share * BarWidth)).PadRight(BarWidth)}]  {line}");
        }
    }

    /// <summary>Clears the line.</summary>
    public void Dispose()
    {
        if (drawn && terminal.IsInteractive) terminal.Error.Write(StartOfLine);
    }
}
