using System.Globalization;
using OmniHelix.Training;

namespace OmniHelix.Cli.Progress;

/// <summary>The words of a training display, the same on a terminal and in a log.</summary>
internal static class TrainingText
{
    /// <summary>One line with everything that is known, such as <c>seed 42  epoch 2/10  step 340/1200  loss 0.4321  …</c>.</summary>
    public static string Line(TrainingProgress p) =>
        string.Join("  ", new[] { Position(p), Loss(p), Score(p), Speed(p), Left(p) }.Where(s => s.Length > 0));

    /// <summary>Where the run is.</summary>
    public static string Position(TrainingProgress p)
    {
        var at = p.Position;
        var validating = p.Phase == TrainingPhase.Validating ? "  validating" : "";
        return Text($"seed {p.Seed}  epoch {at.Epoch}/{at.Epochs}  step {at.Step}/{at.Steps}{validating}");
    }

    /// <summary>Training loss; empty before the first step.</summary>
    public static string Loss(TrainingProgress p) => p.Loss is { } loss ? Text($"loss {loss:0.0000}") : "";

    /// <summary>Last and best validation score; empty before the first evaluation.</summary>
    public static string Score(TrainingProgress p) =>
        p.Scores is not { Last: { } last } scores ? ""
        : scores.Best is { } best ? Text($"validation {scores.Metric} {last:0.0000} (best {best:0.0000})")
        : Text($"validation {scores.Metric} {last:0.0000}");

    /// <summary>Tokens a second and, when known, the share of the machine's own rate.</summary>
    public static string Speed(TrainingProgress p) =>
        p.Pace.TokensPerSecond <= 0 ? ""
        : p.Pace.FlopUtilisation is { } share ? Text($"{p.Pace.TokensPerSecond:#,0} tokens/s  MFU {share * 100:0} %")
        : Text($"{p.Pace.TokensPerSecond:#,0} tokens/s");

    /// <summary>Time left; empty before there is a pace.</summary>
    public static string Left(TrainingProgress p) =>
        p.Pace.Remaining is { } left && p.Phase == TrainingPhase.Training ? $"{Duration(left)} left" : "";

    /// <summary>Such as <c>42 s</c>, <c>3 min 20 s</c> or <c>2 h 5 min</c>.</summary>
    public static string Duration(TimeSpan time)
    {
        var seconds = (long)Math.Round(Math.Max(0, time.TotalSeconds));
        return seconds < 60 ? Text($"{seconds} s")
            : seconds < 3600 ? Text($"{seconds / 60} min {seconds % 60} s")
            : Text($"{seconds / 3600} h {seconds % 3600 / 60} min");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
