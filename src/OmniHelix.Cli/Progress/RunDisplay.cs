using OmniHelix.Cli.Shell;
using OmniHelix.Training;
using OmniHelix.Workflows.Runs;
using Spectre.Console;
using Spectre.Console.Rendering;

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
        var console = terminal.ErrorConsole();
        return console.Live(new Text("")).AutoClear(true).Start(context => work(new ScreenObserver(console, context, clock)));
    }

    private static string Line(string work, long done, long total) => FormattableString.Invariant($"{work}: {done}/{total}");

    private sealed class LogObserver(TextWriter log, TimeProvider clock) : RunObserver
    {
        private readonly TrainingLog training = new(log, clock);
        private long written;

        public override void Message(string text) => log.WriteLine(text);

        public override void Training(TrainingProgress progress) => training.Report(progress);

        public override void Work(string work, long done, long total)
        {
            if (written != 0 && clock.GetElapsedTime(written) < TrainingLog.Pause && done < total) return;
            written = clock.GetTimestamp();
            log.WriteLine(Line(work, done, total));
        }
    }

    private sealed class ScreenObserver(IAnsiConsole console, LiveDisplayContext context, TimeProvider clock) : RunObserver
    {
        private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(100);

        private readonly TrainingScreen training = new(context, clock);
        private long drawn;

        public override void Message(string text) => console.WriteLine(text);

        public override void Training(TrainingProgress progress) => training.Report(progress);

        public override void Work(string work, long done, long total)
        {
            if (drawn != 0 && clock.GetElapsedTime(drawn) < Frame && done < total) return;
            drawn = clock.GetTimestamp();
            IRenderable bar = new BreakdownChart().Width(60).HideTags()
                .AddItem("done", done, Color.Green)
                .AddItem("left", Math.Max(0, total - done), Color.Grey23);
            context.UpdateTarget(new Rows(new Text(Line(work, done, total)), bar));
            context.Refresh();
        }
    }
}
