using OmniHelix.Cli.Progress;
using OmniHelix.Cli.Shell;
using OmniHelix.Training;

namespace OmniHelix.Cli.Tests;

public class TrainingDisplayTests
{
    private static readonly TrainingProgress Moment = new(
        TrainingPhase.Training, 42, new TrainingPosition(2, 10, 340, 1200), 0.43215, 1e-4, new TrainingScores("macro_f1", 0.512, 0.53),
        new TrainingPace(8120.4, 0.234, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(200)));

    [Fact]
    public void ALineTellsEverythingThatIsKnown() => Assert.Equal(
        "seed 42  epoch 2/10  step 340/1200  loss 0.4322  "
            + "validation macro_f1 0.5120 (best 0.5300)  8,120 tokens/s  MFU 23 %  3 min 20 s left",
        TrainingText.Line(Moment));

    [Fact]
    public void ALineLeavesOutWhatIsUnknown() => Assert.Equal(
        "seed 42  epoch 1/10  step 0/1200",
        TrainingText.Line(Moment with { Position = new(1, 10, 0, 1200), Loss = null, Scores = null, Pace = default }));

    [Theory]
    [InlineData(0.2, "0 s")]
    [InlineData(59.4, "59 s")]
    [InlineData(59.6, "1 min 0 s")]
    [InlineData(3599.9, "1 h 0 min")]
    [InlineData(7500, "2 h 5 min")]
    [InlineData(-3, "0 s")]
    public void DurationsAreRounded(double seconds, string expected) =>
        Assert.Equal(expected, TrainingText.Duration(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void ALogGetsALineEveryFewSecondsAndAfterEveryValidation()
    {
        var clock = new HandClock();
        using var text = new StringWriter();
        var log = new TrainingLog(text, clock);
        log.Report(Moment);
        log.Report(At(341));
        clock.Advance(TrainingLog.Pause);
        log.Report(At(342));
        log.Report(At(342) with { Phase = TrainingPhase.Validating });
        log.Report(At(342) with { Phase = TrainingPhase.Validating, Scores = new TrainingScores("macro_f1", 0.6, 0.6) });
        log.Report(At(343));
        log.Report(At(10) with { Seed = 43 });
        var lines = text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, lines.Length);
        Assert.Contains("step 340/", lines[0], StringComparison.Ordinal);
        Assert.Contains("step 342/", lines[1], StringComparison.Ordinal);
        Assert.Contains("macro_f1 0.6000", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("seed 43", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public void APipeGetsPlainLinesAndTheResultOfTheWork()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var result = RunDisplay.Run(new Terminal(output, error, false, false), TimeProvider.System, observer =>
        {
            observer.Training(Moment);
            return 7;
        });
        Assert.Equal(7, result);
        Assert.Empty(output.ToString());
        Assert.StartsWith("seed 42", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', error.ToString());
    }

    [Fact]
    public void ATerminalIsRedrawnInPlace()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        RunDisplay.Run(new Terminal(output, error, true, true), TimeProvider.System, observer =>
        {
            observer.Training(Moment);
            observer.Training(Moment with { Phase = TrainingPhase.Validating });
            return 0;
        });
        Assert.Contains("loss 0.4322", error.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("\u001b[J", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(output.ToString());
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 100)]
    [InlineData(100, 100)]
    public void AFrameCanBeDrawnAtEveryStep(int step, int steps)
    {
        var lines = TrainingScreen.Draw(Moment with { Position = new(2, 10, step, steps) }, "▁█");
        Assert.Contains($"step {step}/{steps}", lines[0], StringComparison.Ordinal);
        Assert.Equal("loss ▁█", lines[^1]);
    }

    [Fact]
    public void ACurveRunsFromItsLowestToItsHighestValue()
    {
        var curve = new Sparkline(8);
        for (var i = 0; i < 8; i++) curve.Add(i);
        Assert.Equal("▁▂▃▄▅▆▇█", curve.ToString());
    }

    [Fact]
    public void ALongCurveKeepsItsShapeAndItsWidth()
    {
        var curve = new Sparkline(8);
        curve.Add(double.NaN);
        for (var i = 0; i < 100_000; i++) curve.Add(100_000 - i);
        var text = curve.ToString();
        Assert.Equal(8, text.Length);
        Assert.Equal(string.Concat(text.OrderDescending()), text);
        Assert.Equal('█', text[0]);
    }

    [Fact]
    public void AFlatCurveAndAnEmptyOneAreDrawn()
    {
        var curve = new Sparkline(4);
        Assert.Equal("", curve.ToString());
        curve.Add(1);
        curve.Add(1);
        Assert.Equal("▁▁", curve.ToString());
    }

    private static TrainingProgress At(int step) => Moment with { Position = Moment.Position with { Step = step } };
}
