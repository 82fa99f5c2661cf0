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
        if (last == (value.Phase, value.Seed) && clock.GetElapsedTime(written) < Pause && value.Step < value.Steps) return;
        (last, written) = ((value.Phase, value.Seed), clock.GetTimestamp());
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
        if (seed != value.Seed) (seed, curve) = (value.Seed, new Sparkline(CurveWidth));
        if (value is { Phase: TrainingPhase.Training, Loss: { } loss }) curve.Add(loss);
        if (phase == value.Phase && clock.GetElapsedTime(drawn) < Frame && value.Step < value.Steps) return;
        (phase, drawn) = (value.Phase, clock.GetTimestamp());
        context.UpdateTarget(Draw(value, curve.ToString()));
        context.Refresh();
    }

    /// <summary>One frame.</summary>
    internal static IRenderable Draw(TrainingProgress p, string curve)
    {
        var bar = new BreakdownChart().Width(CurveWidth).HideTags()
            .AddItem("done", Math.Max(p.Step, 0), Color.Green)
            .AddItem("left", Math.Max(p.Steps - p.Step, p.Steps == 0 ? 1 : 0), Color.Grey23);
        var rows = new List<IRenderable> { new Text(TrainingText.Position(p)), bar };
        foreach (var line in new[] { Join(TrainingText.Loss(p), TrainingText.Score(p)), Join(TrainingText.Speed(p), TrainingText.Left(p)), curve.Length > 0 ? $"loss {curve}" : "" })
            if (line.Length > 0) rows.Add(new Text(line));
        return new Rows(rows);
    }

    private static string Join(params string[] parts) => string.Join("  ", parts.Where(p => p.Length > 0));
}
