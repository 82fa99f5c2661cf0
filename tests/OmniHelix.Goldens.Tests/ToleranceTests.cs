namespace OmniHelix.Goldens.Tests;

public class ToleranceTests
{
    [Theory]
    [InlineData(1.0, 1.0, 0)]
    [InlineData(1.5, 1.0, 0.5)]
    [InlineData(3.0, 1.0, 2)]
    [InlineData(double.NaN, double.NaN, 0)]
    [InlineData(double.NaN, 1.0, double.PositiveInfinity)]
    [InlineData(1.0, double.NaN, double.PositiveInfinity)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity, 0)]
    [InlineData(double.NegativeInfinity, double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(1e308, double.PositiveInfinity, double.PositiveInfinity)]
    public void ShareIsTheDeviationInUnitsOfWhatIsAllowed(double got, double expected, double share) =>
        Assert.Equal(share, new Tolerance(0.5, 0.5).Share(got, expected), 12);

    [Fact]
    public void ExactAllowsNothingButEquality()
    {
        Assert.Equal(0, Tolerance.Exact.Share(-0.0, 0.0));
        Assert.Equal(double.PositiveInfinity, Tolerance.Exact.Share(1 + 1e-15, 1));
    }

    [Fact]
    public void ArraysReportTheWorstElementOnce()
    {
        var check = new GoldenCheck();
        check.Close("x", [1.0, 2.2, 3.9], [1.0, 2.0, 3.0], new Tolerance(0.1, 0));
        var failure = Assert.Single(check.Failures);
        Assert.Contains("x[2] (worst of 2 outside, 3 in all)", failure.ToString(), StringComparison.Ordinal);
        Assert.Equal(9, check.LargestShare, 9);
    }

    [Fact]
    public void DifferentLengthsFailWithoutComparing()
    {
        var check = new GoldenCheck();
        check.Close("x", [1.0f], [1.0f, 2.0f], Tolerance.Exact);
        Assert.Equal("x: got 1 values, expected 2 values", Assert.Single(check.Failures).ToString());
    }
}
