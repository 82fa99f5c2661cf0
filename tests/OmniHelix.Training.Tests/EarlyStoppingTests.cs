namespace OmniHelix.Training.Tests;

public class EarlyStoppingTests
{
    private static EarlyStopping After(EarlyStopping rule, params double[] values)
    {
        foreach (var value in values) rule.Observe(value);
        return rule;
    }

    [Fact]
    public void StopsWhenTheCounterReachesThePatience()
    {
        var rule = After(new(2, greaterIsBetter: true), 0.5, 0.7, 0.6);
        Assert.False(rule.State.ShouldStop);
        Assert.True(After(rule, 0.65).State.ShouldStop);
        Assert.Equal((0.7, 1), (rule.State.Best!.Value, rule.State.BestIndex!.Value));
    }

    [Fact]
    public void TheDirectionIsExplicit()
    {
        Assert.Equal(2, After(new(5, greaterIsBetter: false), 3, 2, 1).State.BestIndex);
        Assert.Equal(0, After(new(5, greaterIsBetter: true), 3, 2, 1).State.BestIndex);
    }

    [Fact]
    public void AnImprovementMustExceedTheDelta() =>
        Assert.True(After(new(1, greaterIsBetter: true, minDelta: 0.5), 1, 1.5).State.ShouldStop);

    [Fact]
    public void NaNNeverImprovesAndNeverBecomesTheBest()
    {
        var rule = After(new(3, greaterIsBetter: false), double.NaN, 5, double.NaN);
        Assert.Equal((5.0, 1, 1), (rule.State.Best!.Value, rule.State.BestIndex!.Value, rule.State.Counter));
        Assert.True(After(new(9, greaterIsBetter: false, stopOnNonFinite: true), 1, double.NaN).State.ShouldStop);
    }

    [Fact]
    public void GoesOnFromItsStateToTheSameDecision()
    {
        double[] trace = [0.3, 0.5, 0.4, 0.45, 0.2, 0.1];
        var whole = After(new(3, greaterIsBetter: true), trace);
        var resumed = new EarlyStopping(3, greaterIsBetter: true) { State = After(new(3, greaterIsBetter: true), trace[..3]).State };
        Assert.Equal(whole.State, After(resumed, trace[3..]).State);
    }
}
