namespace OmniHelix.Metrics.Tests;

public class SoftMaxTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(-120)]
    [InlineData(7e7)]
    public void AConstantAddedToAllLogitsChangesNothing(double constant)
    {
        var probabilities = new double[3];
        SoftMax.Write([constant, constant + Math.Log(2), constant + Math.Log(5)], probabilities);
        Assert.Equal(0.125, probabilities[0], 1e-7);
        Assert.Equal(0.25, probabilities[1], 1e-7);
        Assert.Equal(0.625, probabilities[2], 1e-7);
    }

    [Fact]
    public void TheLargestPossibleNumbersGiveProbabilities()
    {
        float[] logits = [float.MaxValue, -float.MaxValue, 0];
        SoftMax.Write<float>(logits, logits);
        Assert.Equal([1f, 0f, 0f], logits);
    }

    [Fact]
    public void ScoresOfAnEvaluatorAreProbabilitiesOfLargeLogitsToo()
    {
        var evaluator = new ClassificationEvaluator(2, new ClassificationEvaluatorOptions { KeepScores = true });
        evaluator.Add([0, 1, 1], [1000, 999, -2000, -2001, 5000, 5001]);
        Assert.Equal(0.75, evaluator.Scores().RocAuc().Value!.Value, 1e-12);
    }
}
