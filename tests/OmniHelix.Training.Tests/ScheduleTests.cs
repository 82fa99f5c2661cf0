using OmniHelix.Training.Schedules;

namespace OmniHelix.Training.Tests;

public class ScheduleTests
{
    public static TheoryData<string> Names => [.. ScheduleNames.All];

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryNamedScheduleWarmsUpToTheBaseRateAndNeverPassesIt(string name)
    {
        var schedule = ScheduleNames.Create(name, 10, 100);
        Assert.Equal(1e-3, schedule.Rate(10, 1e-3), 12);
        Assert.All(Enumerable.Range(0, 130), step => Assert.InRange(schedule.Rate(step, 1e-3), 0, 1e-3 * (1 + 1e-12)));
        Assert.All(Enumerable.Range(1, 10), step => Assert.True(schedule.Rate(step, 1e-3) > schedule.Rate(step - 1, 1e-3)));
    }

    [Fact]
    public void LinearEndsAtZeroAndStaysThere()
    {
        var schedule = new LinearSchedule(0, 10);
        Assert.Equal(0.5, schedule.Rate(5, 1));
        Assert.Equal(0, schedule.Rate(10, 1));
        Assert.Equal(0, schedule.Rate(99, 1));
    }

    [Fact]
    public void PolynomialWithAWarmupAsLongAsTrainingHasNoDivisionByZero()
    {
        var schedule = new PolynomialSchedule(10, 10);
        Assert.Equal(0.9, schedule.Rate(9, 1), 12);
        Assert.Equal(1e-7, schedule.Rate(10, 1));
    }

    [Fact]
    public void AnUnknownNameSuggestsTheNearest()
    {
        var e = Assert.Throws<UsageException>(() => ScheduleNames.Create("cosin", 0, 10));
        Assert.Equal("OH5140", e.Code);
        Assert.Equal("Did you mean 'cosine'?", e.Advice);
    }

    [Theory]
    [InlineData(-1, 10)]
    [InlineData(10, 10)]
    [InlineData(0, 0)]
    public void AWarmupThatDoesNotFitIsRefused(long warmup, long total) =>
        Assert.Equal("OH5141", Assert.Throws<UsageException>(() => ScheduleNames.Create("linear", warmup, total)).Code);

    [Fact]
    public void APlateauLowersTheRateAndResumesFromItsState()
    {
        var plateau = new ReduceOnPlateau(greaterIsBetter: true, factor: 0.5, patience: 1);
        foreach (var value in new[] { 0.5, 0.4, double.NaN }) plateau.Observe(value);
        Assert.Equal(0.5, plateau.Rate(1));
        var resumed = new ReduceOnPlateau(greaterIsBetter: true, factor: 0.5, patience: 1) { State = plateau.State };
        resumed.Observe(0.4);
        resumed.Observe(0.4);
        Assert.Equal(0.25, resumed.Rate(1));
    }
}
