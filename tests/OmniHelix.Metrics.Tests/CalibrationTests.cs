namespace OmniHelix.Metrics.Tests;

public class CalibrationTests
{
    [Fact]
    public void BinsHoldWhatLiesFromTheirLowerEdgeOn()
    {
        bool[] right = [false, true, true, false, true];
        double[] confidence = [0.05, 0.3, 0.5, 0.7, 1];
        var bins = Calibration.Bins(right, confidence, 2);
        Assert.Equal([new(2, 1, 0.35), new(2, 1, 1.2), new(1, 1, 1)], bins);
        Assert.Equal((0.6, 0.5), (bins[1].Confidence, bins[1].Share));
        var error = bins.Sum(bin => bin.Count * Math.Abs(bin.Confidence - bin.Share)) / right.Length;
        Assert.Equal(error, Calibration.Error(right, confidence, 2).Value!.Value, 12);
    }

    [Fact]
    public void NothingHasNoBins() => Assert.Empty(Calibration.Bins([], [], 10));

    [Fact]
    public void LengthsThatDifferAreRefused() =>
        Assert.Equal("OH5101", Assert.Throws<OmniException>(() => Calibration.Bins([true], [0.1, 0.2], 10)).Code);
}
