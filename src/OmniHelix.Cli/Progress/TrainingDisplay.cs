using OmniHelix.Cli.Shell;
using OmniHelix.Training;

namespace OmniHelix.Cli.Progress;

/// <summary>Lines for logs: at every change of seed, after every validation, and every <see cref="Pause"/> in between.</summary>
/// <param name="log">Where lines go.</param>
/// <param name="clock">Tells when a pause is over.</param>
internal sealed class TrainingLog(TextWriter log, TimeProvider clock) : IProgress<TrainingProgress>
{
    /// <summary>Time between two lines of one phase.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private TrainingProgress? last;
    private long written;

    public void Report(TrainingProgress value)
    {
        var before = last;
        last = value;
        if (value.Phase == TrainingPhase.Validating)
        {
            // The first report says that validation begins, the second what it gave.
            if (before is not { Phase: TrainingPhase.Validating }) return;
        }
        else if (before?.Seed == value.Seed && clock.GetElapsedTime(written) < Pause)
        {
            return;
        }
        written = clock.GetTimestamp();
        log.WriteLine(TrainingText.Line(value with { Phase = TrainingPhase.Training }));
    }
}

/// <summary>A bar, the numbers and the loss curve, redrawn in place.</summary>
/// <param name="transient">Where.</param>
/// <param name="clock">Limits how often it is redrawn.</param>
internal sealed class TrainingScreen(TransientLines transient, TimeProvider clock) : IProgress<TrainingProgress>
{
    private const int CurveWidth = 60;

    private Sparkline curve = new(CurveWidth);
    private long? seed;
    private TrainingPhase phase;
    private long drawn;

    public void Report(TrainingProgress value)
    {
        if (seed != value.Seed) curve = new Sparkline(CurveWidth);
        seed = value.Seed;
        if (value is { Phase: TrainingPhase.Training, Loss: { } loss }) curve.Add(loss);
        if (phase == value.Phase && clock.GetElapsedTime(drawn) < ProgressBar.Frame && value.Position.Step < value.Position.Steps) return;
        phase = value.Phase;
        drawn = clock.GetTimestamp();
        transient.Show(Draw(value, curve.ToString()));
    }

    /// <summary>One frame.</summary>
    internal static string[] Draw(TrainingProgress p, string curve)
    {
        var at = p.Position;
        string[] lines =
        [
            Join(ProgressBar.Of(at.Steps > 0 ? (double)at.Step / at.Steps : 0), TrainingText.Position(p)),
            Join(TrainingText.Loss(p), TrainingText.Score(p)),
            Join(TrainingText.Speed(p), TrainingText.Left(p)),
            curve.Length > 0 ? $"loss {curve}" : "",
        ];
        return [.. lines.Where(line => line.Length > 0)];
    }

    private static string Join(params string[] parts) => string.Join("  ", parts.Where(p => p.Length > 0));
}
