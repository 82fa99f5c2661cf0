using OmniHelix.Torch.Nn;

namespace OmniHelix.Torch.Tests.Nn;

public class LossTests
{
    private static Tensor Logits() => Tensor.From<double>([2, 0, 0, 1, 0, 3], [2, 3]);

    [Fact]
    public void IgnoredTargetsCountNowhere()
    {
        using var scope = new TensorScope();
        var both = Loss.CrossEntropy(Logits(), Tensor.From<long>([0, -100], [2])).ToDouble();
        var first = Loss.CrossEntropy(Logits().Narrow(0, 0, 1), Tensor.From<long>([0], [1])).ToDouble();
        Assert.Equal(Math.Log(Math.Exp(2) + 2) - 2, first, 12);
        Assert.Equal(first, both, 12);
    }

    [Fact]
    public void ABatchWithoutATargetHasNoLossAndNoGradient()
    {
        using var scope = new TensorScope();
        var logits = Logits();
        logits.RequiresGrad = true;
        var loss = Loss.CrossEntropy(logits, Tensor.From<long>([-100, -100], [2]));
        Assert.True(double.IsNaN(loss.ToDouble()));
        loss.Backward();
        Assert.All(logits.Grad!.ToArray<double>(), g => Assert.Equal(0, g));
    }

    [Fact]
    public void TokenLossesKeepTheShapeOfTheTargets()
    {
        using var scope = new TensorScope();
        var loss = Loss.CrossEntropy(Logits().Reshape([1, 2, 3]), Tensor.From<long>([0, 2], [1, 2]), reduction: Reduction.None);
        Assert.Equal([1L, 2L], loss.Shape);
    }

    [Fact]
    public void OneHotSoftTargetsEqualHardOnes()
    {
        using var scope = new TensorScope();
        var hard = Loss.CrossEntropy(Logits(), Tensor.From<long>([0, 2], [2]));
        var soft = Loss.CrossEntropy(Logits(), Tensor.From<double>([1, 0, 0, 0, 0, 1], [2, 3]));
        Assert.Equal(hard.ToDouble(), soft.ToDouble(), 12);
    }

    [Fact]
    public void SmoothL1WithoutAQuadraticPartHasNoGradientAtTheKink()
    {
        using var scope = new TensorScope();
        var input = Tensor.From<double>([1, 3], [2]);
        input.RequiresGrad = true;
        Loss.SmoothL1(input, Tensor.From<double>([1, 1], [2]), beta: 0, Reduction.Sum).Backward();
        Assert.Equal([0.0, 1.0], input.Grad!.ToArray<double>());
    }

    [Fact]
    public void GaussianLikelihoodIsThatOfTheNormalDensity()
    {
        using var scope = new TensorScope();
        Tensor mean = Tensor.From<double>([1], [1]), target = Tensor.From<double>([3], [1]), variance = Tensor.From<double>([4], [1]);
        var loss = Loss.GaussianNegativeLogLikelihood(mean, target, variance, full: true);
        Assert.Equal(-Math.Log(Math.Exp(-0.5) / Math.Sqrt(2 * Math.PI * 4)), loss.ToDouble(), 12);
    }

    [Fact]
    public void DivergenceFromItselfIsZero()
    {
        using var scope = new TensorScope();
        Assert.Equal(0, Loss.KullbackLeibler(Logits(), Logits().Softmax(-1)).ToDouble(), 12);
    }

    [Fact]
    public void WrongShapesAreRefused()
    {
        using var scope = new TensorScope();
        Assert.Throws<TorchException>(() => Loss.CrossEntropy(Logits(), Tensor.From<long>([0], [1])));
        Assert.Throws<TorchException>(() => Loss.CrossEntropy(Logits(), Tensor.From<long>([0, 9], [2])));
    }
}
