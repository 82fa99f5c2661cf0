using OmniHelix.Cli.Progress;
using OmniHelix.Cli.Shell;
using OmniHelix.Inference;
using OmniHelix.Sequences.Consensus.Personal;

namespace OmniHelix.Cli.Tests;

public class ProgressLineTests
{
    [Theory]
    [InlineData(1200, 0.48, "1,200 records  48 %")]
    [InlineData(7, null, "7 records")]
    public void ALineSaysHowFarItIs(long records, double? fraction, string line) =>
        Assert.Equal(line, ProgressWords.Predicted.Text(new InferenceProgress(records, fraction)));

    [Theory]
    [InlineData(0.0, 0)]
    [InlineData(0.5, 15)]
    [InlineData(1.5, 30)]
    public void TheBarFillsWithTheInput(double fraction, int full) =>
        Assert.Equal(full, ProgressBar.Of(fraction).Count(c => c == '█'));

    [Fact]
    public void AShortPassIsSilent() =>
        Assert.Equal("", Shown(isTerminal: true, (progress, _) => progress.Report(new InferenceProgress(1, 0.1))));

    [Fact]
    public void ATerminalHasOneLineThatIsClearedAtTheEnd() => Assert.Equal(
        $"{new string('█', 15)}{new string('·', 15)}  2 records  50 %\r\u001b[J",
        Shown(isTerminal: true, (progress, clock) =>
        {
            progress.Report(new InferenceProgress(1, 0.1));
            clock.Advance(TimeSpan.FromSeconds(1));
            progress.Report(new InferenceProgress(2, 0.5));
            progress.Report(new InferenceProgress(3, 0.6));
        }));

    [Fact]
    public void ALogHasALineEveryFewSeconds() => Assert.Equal(
        $"2 records  50 %{Environment.NewLine}",
        Shown(isTerminal: false, (progress, clock) =>
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            progress.Report(new InferenceProgress(1, 0.1));
            clock.Advance(TimeSpan.FromSeconds(5));
            progress.Report(new InferenceProgress(2, 0.5));
        }));

    [Fact]
    public void EveryPartOfTheWorkHasALineInALog()
    {
        using var error = new StringWriter();
        using (var line = new ProgressLine(new Terminal(TextWriter.Null, error, false, false), TimeProvider.System))
        {
            var progress = line.Of(ProgressWords.Genomes);
            progress.Report(new PersonalProgress("20", 1, 2, 10, 0.1));
            progress.Report(new PersonalProgress("20", 1, 2, 20, 0.2));
            progress.Report(new PersonalProgress("21", 2, 2, 30, 0.6));
        }
        Assert.Equal(
            ["contig 20 (1 of 2)", "contig 21 (2 of 2)"],
            error.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Shown(bool isTerminal, Action<IProgress<InferenceProgress>, HandClock> work)
    {
        using var error = new StringWriter();
        var clock = new HandClock();
        using (var line = new ProgressLine(new Terminal(TextWriter.Null, error, false, isTerminal), clock))
            work(line.Of(ProgressWords.Predicted), clock);
        return error.ToString();
    }
}
