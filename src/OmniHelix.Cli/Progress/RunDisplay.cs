using OmniHelix.Cli.Shell;
using OmniHelix.Training;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Cli.Progress;

/// <summary>
/// Shows a run on standard error: messages as they come, the work under way in place below them; plain lines when nobody watches.
/// </summary>
internal static class RunDisplay
{
    /// <summary>Runs <paramref name="work"/> under a display.</summary>
    public static T Run<T>(Terminal terminal, TimeProvider clock, Func<RunObserver, T> work)
    {
        if (!terminal.IsInteractive) return work(new LogObserver(terminal.Error, clock));
        try
        {
            return work(new ScreenObserver(terminal, clock));
        }
        finally
        {
            terminal.Transient.Clear();
        }
    }

    private static string Line(string work, long done, long total) => FormattableString.Invariant($"{work}: {done:#,0} of {total:#,0}");

    private sealed class LogObserver(TextWriter log, TimeProvider clock) : RunObserver
    {
        private readonly TrainingLog training = new(log, clock);
        private long written;

        public override void Message(string text) => log.WriteLine(text.TrimEnd('\n'));

        public override void Training(TrainingProgress progress) => training.Report(progress);

        public override void Work(string work, long done, long total)
        {
            if (written != 0 && clock.GetElapsedTime(written) < TrainingLog.Pause && done < total) return;
            written = clock.GetTimestamp();
            log.WriteLine(Line(work, done, total));
        }
    }

    private sealed class ScreenObserver(Terminal terminal, TimeProvider clock) : RunObserver
    {
        private readonly TrainingScreen training = new(terminal.Transient, clock);
        private long drawn;

        public override void Message(string text) => terminal.Error.WriteLine(text.TrimEnd('\n'));

        public override void Training(TrainingProgress progress) => training.Report(progress);

        public override void Work(string work, long done, long total)
        {
            if (drawn != 0 && clock.GetElapsedTime(drawn) < ProgressBar.Frame && done < total) return;
            drawn = clock.GetTimestamp();
            terminal.Transient.Show(ProgressBar.Of(total > 0 ? (double)done / total : 1) + "  " + Line(work, done, total));
        }
    }
}
