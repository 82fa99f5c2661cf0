using OmniHelix.Cli.Progress;
using OmniHelix.Cli.Shell;
using OmniHelix.Inference;

namespace OmniHelix.Cli.Tests;

public class InferenceDisplayTests
{
    [Theory]
    [InlineData(1200, 0.48, "1,200 records  48 %")]
    [InlineData(7, null, "7 records")]
    public void ALineSaysHowFarItIs(long records, double? fraction, string line) => Assert.Equal(line, InferenceDisplay.Line(new InferenceProgress(records, fraction)));

    [Theory]
    [InlineData(null, 0)]
    [InlineData(0.0, 0)]
    [InlineData(0.5, 20)]
    [InlineData(1.5, 40)]
    public void TheBarFillsWithTheInput(double? fraction, int full) => Assert.Equal(full, InferenceDisplay.Bar(fraction).Count(c => c == '█'));

    [Fact]
    public void AShortPassIsSilent()
    {
        using var error = new StringWriter();
        using (var display = new InferenceDisplay(new Terminal(TextWriter.Null, error, false, true), TimeProvider.System)) display.Report(new InferenceProgress(1, 0.1));
        Assert.Equal("", error.ToString());
    }
}
