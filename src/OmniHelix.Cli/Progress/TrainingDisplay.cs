using OmniHelix.Training;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OmniHelix.Cli.Progress;

/// <summary>Lines for logs: at every change of phase or seed, and every <see cref="Pause"/> in between.</summary>
/// <param name="log">Where lines go.</param>
/// <param name="clock">Tells when a pause is over.</param>
internal sealed class TrainingLog(TextWriter log, TimeProvider clock) : IProgress<TrainingProgress>
{
    /// <summary>Time between two lines of one phase.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private (TrainingPhase, long)? last;
    private long written;

    public void Report(TrainingProgress value)
    {
        var at = value.Position;
        if (last == (value.Phase, value.Seed) && clock.GetElapsedTime(written) < Pause && at.Step < at.Steps) return;
        last = (value.Phase, value.Seed);
        written = clock.GetTimestamp();
        log.WriteLine(TrainingText.Line(value));
    }
}

/// <summary>A bar, the numbers and the loss curve, redrawn in place.</summary>
/// <param name="context">The live region.</param>
/// <param name="clock">Limits how often it is redrawn.</param>
internal sealed class TrainingScreen(LiveDisplayContext context, TimeProvider clock) : IProgress<TrainingProgress>
{
    private const int CurveWidth = 60;
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(100);

    private Sparkline curve = new(CurveWidth);
    private long? seed;
    private TrainingPhase phase;
    private long drawn;

    public void Report(TrainingProgress value)
    {
        if (seed != value.Seed) curve = new Sparkline(CurveWidth);
        seed = value.Seed;
        if (value is { Phase: TrainingPhase.Training, Loss: { } loss }) curve.Add(loss);
        if (phase == value.Phase && clock.GetElapsedTime(drawn) < Frame && value.Position.Step < value.Position.Steps) return;
        phase = value.Phase;
        drawn = clock.GetTimestamp();
        context.UpdateTarget(Draw(value, curve.ToString()));
        context.Refresh();
    }

    /// <summary>One frame.</summary>
    internal static IRenderable Draw(TrainingProgress p, string curve)
    {
        var at = p.Position;
        var bar = new BreakdownChart().Width(CurveWidth).HideTags()
            .AddItem("done", Math.Max(at.Step, 0), Color.Green)
            .AddItem("left", Math.Max(at.Steps - at.Step, at.Steps == 0 ? 1 : 0), Color.Grey23);
        var rows = new List<IRenderable> { new Text(TrainingText.Position(p)), bar };
        string[] lines =
        [
            Join(TrainingText.Loss(p), TrainingText.Score(p)),
            Join(TrainingText.Speed(p), TrainingText.Left(p)),
            curve.Length > 0 ? $"loss {curve}" : "",
        ];
        rows.AddRange(lines.Where(line => line.Length > 0).Select(line => new Text(line)));
        return new Rows(rows);
    }

    private static string Join(params string[] parts) => string.Join("  ", parts.Where(p => p.Length > 0));
}
