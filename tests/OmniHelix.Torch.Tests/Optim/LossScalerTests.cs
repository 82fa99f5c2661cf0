using OmniHelix.Torch.Nn;
using OmniHelix.Torch.Optim;

namespace OmniHelix.Torch.Tests.Optim;

public sealed class LossScalerTests
{
    [Fact]
    public void TheScaleDoublesAfterTwoThousandGoodSteps()
    {
        var scaler = new LossScaler();
        for (var step = 0; step < 1999; step++) scaler.Succeeded();
        Assert.Equal((65536.0, 1999), (scaler.Scale, scaler.GoodSteps));
        scaler.Succeeded();
        Assert.Equal((131072.0, 0), (scaler.Scale, scaler.GoodSteps));
    }

    [Fact]
    public void AnOverflowHalvesTheScaleAndBeginsToCountAnew()
    {
        var scaler = new LossScaler(8, goodSteps: 1999);
        Assert.True(scaler.Overflowed());
        Assert.Equal((4.0, 0), (scaler.Scale, scaler.GoodSteps));
        scaler.Succeeded();
        Assert.Equal((4.0, 1), (scaler.Scale, scaler.GoodSteps));
        Assert.True(scaler.Overflowed());
        Assert.True(scaler.Overflowed());
        Assert.Equal(1, scaler.Scale);
        Assert.False(scaler.Overflowed());
        Assert.Equal(1, scaler.Scale);
    }

    [Fact]
    public void GradientsAreDividedByTheScale()
    {
        using var scope = new TensorScope();
        using var parameter = new Parameter(Tensor.From<float>([1, 2], [2]));
        using var without = new Parameter(Tensor.From<float>([1], [1]));
        var scaler = new LossScaler(1024);
        (parameter.Value * Tensor.From<float>([3, float.PositiveInfinity], [2])).Sum().Mul(scaler.Scale).Backward();
        scaler.Unscale([parameter, without]);
        Assert.Equal([3, float.PositiveInfinity], parameter.Value.Grad!.ToArray<float>());
        Assert.Null(without.Value.Grad);
    }

    [Fact]
    public void AStateThatNoScalerLeavesIsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new LossScaler(0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LossScaler(2, -1));
    }
}
