using OmniHelix.Models.Heads;
using OmniHelix.Torch;

namespace OmniHelix.Models.Tests;

public class HeadLossTests
{
    [Fact]
    public void CrossEntropyCountsNoIgnoredLabel()
    {
        using var scope = new TensorScope();
        var logits = Tensor.From<double>([2, 0, 0, 0, 0, 3], [2, 3]);
        var first = Math.Log(Math.Exp(2) + 2) - 2;
        Assert.Equal(first, HeadLoss.CrossEntropy(logits, Labels(0, -100), null).ToDouble(), 12);
        Assert.Equal((first + Math.Log(Math.Exp(3) + 2)) / 2, HeadLoss.CrossEntropy(logits, Labels(0, 1), null).ToDouble(), 12);
    }

    [Fact]
    public void ClassWeightsWeighTheMean()
    {
        using var scope = new TensorScope();
        var logits = Tensor.From<double>([2, 0, 0, 0, 0, 3], [2, 3]);
        double a = Math.Log(Math.Exp(2) + 2) - 2, b = Math.Log(Math.Exp(3) + 2);
        var weights = Tensor.From<double>([5, 0.5, 1], [3]);
        Assert.Equal((5 * a + 0.5 * b) / 5.5, HeadLoss.CrossEntropy(logits, Labels(0, 1), weights).ToDouble(), 12);
    }

    [Fact]
    public void FocalLossWeighsWhatIsPredictedBadly()
    {
        using var scope = new TensorScope();
        var logits = Tensor.From<double>([2, 0, 0, 0, 0, 3], [2, 3]);
        double first = Math.Exp(2) / (Math.Exp(2) + 2), second = 1 / (Math.Exp(3) + 2);
        var expected = (Focal(first) + Focal(second)) / 2;
        Assert.Equal(expected, HeadLoss.Focal(logits, Labels(0, 1), null, 2).ToDouble(), 12);
        var weights = Tensor.From<double>([5, 0.5, 1], [3]);
        Assert.Equal((5 * Focal(first) + 0.5 * Focal(second)) / 5.5, HeadLoss.Focal(logits, Labels(0, 1), weights, 2).ToDouble(), 12);
        Assert.Equal(Focal(first), HeadLoss.Focal(logits, Labels(0, -100), null, 2).ToDouble(), 12);

        static double Focal(double p) => -(1 - p) * (1 - p) * Math.Log(p);
    }

    [Fact]
    public void FocalLossWithoutGammaIsCrossEntropy()
    {
        using var scope = new TensorScope();
        var logits = Ops.Randn([5, 4], DType.Float64);
        var labels = Labels(0, 3, -100, 1, 2);
        Assert.Equal(HeadLoss.CrossEntropy(logits, labels, null).ToDouble(), HeadLoss.Focal(logits, labels, null, 0).ToDouble(), 12);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(2)]
    public void FocalLossOfACertainPredictionHasAGradient(double gamma)
    {
        using var scope = new TensorScope();
        var logits = Tensor.From<double>([1000, 0, -1000, 0], [2, 2]).To(Device.Cpu, DType.Float32);
        logits.RequiresGrad = true;
        HeadLoss.Focal(logits, Labels(0, 0), null, gamma).Backward();
        Assert.All(logits.Grad!.ToArray<float>(), g => Assert.True(float.IsFinite(g)));
    }

    [Fact]
    public void ABatchWithoutLabelsHasLossAndGradientZero()
    {
        using var scope = new TensorScope();
        var logits = Ops.Randn([2, 3], DType.Float32);
        logits.RequiresGrad = true;
        foreach (var loss in new[]
        {
            HeadLoss.CrossEntropy(logits, Labels(-100, -100), null),
            HeadLoss.BinaryCrossEntropy(logits, Ops.Full([2, 3], double.NaN, DType.Float32), null),
            HeadLoss.SquaredError(logits, Ops.Full([2, 3], double.NaN, DType.Float32)),
        })
        {
            Assert.Equal(0, loss.ToDouble());
            logits.Grad = null;
            loss.Backward();
            Assert.All(logits.Grad!.ToArray<float>(), g => Assert.Equal(0, g));
        }
    }

    [Fact]
    public void BinaryCrossEntropyTakesPositiveWeightsAndIgnoresMissingLabels()
    {
        using var scope = new TensorScope();
        var logits = Tensor.From<double>([1, -2, 0.5], [1, 3]);
        var labels = Tensor.From<double>([1, 0, double.NaN], [1, 3]);
        double positive = Math.Log(1 + Math.Exp(-1)), negative = Math.Log(1 + Math.Exp(-2));
        Assert.Equal((positive + negative) / 2, HeadLoss.BinaryCrossEntropy(logits, labels, null).ToDouble(), 12);
        var weights = Tensor.From<double>([4, 1, 1], [3]);
        Assert.Equal((4 * positive + negative) / 2, HeadLoss.BinaryCrossEntropy(logits, labels, weights).ToDouble(), 12);
    }

    [Fact]
    public void SquaredErrorTakesLabelsWithOrWithoutTheLastAxis()
    {
        using var scope = new TensorScope();
        var values = Tensor.From<double>([1, 2, 3, 4], [1, 4, 1]);
        foreach (var shape in new long[][] { [1, 4], [1, 4, 1] })
        {
            var labels = Tensor.From<double>([0, 4, double.NaN, double.NaN], shape);
            Assert.Equal((1 + 4) / 2.0, HeadLoss.SquaredError(values, labels).ToDouble(), 12);
        }
    }

    [Fact]
    public void MinusOneHundredIsANumberLikeAnyOtherInRegression()
    {
        using var scope = new TensorScope();
        var values = Tensor.From<double>([-99, 7], [2, 1]);
        values.RequiresGrad = true;
        var loss = HeadLoss.SquaredError(values, Tensor.From<double>([-100, double.NaN], [2]));
        Assert.Equal(1, loss.ToDouble(), 12);
        loss.Backward();
        Assert.Equal([2.0, 0.0], values.Grad!.ToArray<double>());
    }

    [Theory]
    [InlineData(2, 0.313)]
    [InlineData(3, 0.551)]
    [InlineData(4, 0.744)]
    public void TheDoubleSoftmaxNeverLetsAPerfectPredictionBeFree(int classes, double floor)
    {
        using var scope = new TensorScope();
        var perfect = Ops.Zeros([1, classes], DType.Float64);
        perfect.Narrow(1, 0, 1).FillInPlace(1000);
        Assert.Equal(floor, Classification.Loss(perfect, Labels(0), null, doubleSoftmax: true).ToDouble(), 3);
        Assert.Equal(0, Classification.Loss(perfect, Labels(0), null, doubleSoftmax: false).ToDouble(), 6);
    }

    [Fact]
    public void LogitsOfHalfWidthAreWidened()
    {
        using var scope = new TensorScope();
        var logits = Ops.Randn([4, 3], DType.Float32).To(DType.BFloat16);
        Assert.Equal(DType.Float32, HeadLoss.CrossEntropy(logits, Labels(0, 1, 2, 0), null).DType);
    }

    private static Tensor Labels(params long[] labels) => Tensor.From<long>(labels, [labels.Length]);
}
