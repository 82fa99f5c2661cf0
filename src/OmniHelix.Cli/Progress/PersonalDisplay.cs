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
    private bool drawn;

    /// <summary>A contig begins.</summary>
    public void Begin(string contig, int number, int count)
    {
        if (!terminal.IsInteractive) terminal.Error.WriteLine($"contig {contig} ({number} of {count})");
    }

    public void Report(PersonalProgress value)
    {
        lock (gate)
        {
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
