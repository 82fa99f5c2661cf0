namespace OmniHelix.Rna.Tests;

public class PairMetricsTests
{
    private static PairMetrics Compare(string reference, string predicted, int slip = 0) =>
        PairMetrics.Compare(SecondaryStructure.Parse(reference), SecondaryStructure.Parse(predicted), slip);

    [Fact]
    public void CountsPairsNotBrackets()
    {
        var m = Compare("(((...)))", "((.....))");
        Assert.Equal((1.0, 2 / 3.0, 0.8), (m.Precision, m.Recall, Math.Round(m.F1, 12)));
        var shifted = Compare("(((...))).", ".(((...)))");
        Assert.Equal(0, shifted.F1);
    }

    [Fact]
    public void SlipAcceptsANeighbourOnOneSideOnly()
    {
        Assert.Equal(0, Compare("(...)..", "(....).").F1);
        Assert.Equal(1, Compare("(...)..", "(....).", slip: 1).F1);
        Assert.Equal(1, Compare("(....).", ".(...).", slip: 1).F1);
        Assert.Equal(0, Compare("(...)..", ".(...).", slip: 1).F1);
        Assert.Equal(0, Compare("(...)..", "(.....)", slip: 1).F1);
    }

    [Fact]
    public void SequencesWithoutPairsAreScoredByConvention()
    {
        Assert.Equal(1, Compare("...", "...").F1);
        Assert.Equal((0, 0, 0), (Compare("(.)", "...").Precision, Compare("(.)", "...").Recall, Compare("(.)", "...").F1));
        Assert.Equal(0, Compare("...", "(.)").F1);
        Assert.Equal(1, Compare("", "").F1);
    }

    [Fact]
    public void CountsAddUpToThePooledScore()
    {
        var sum = Compare("((..))", "((..))") + Compare("((..))", "(....)") + Compare("......", "(....)");
        Assert.Equal(new PairMetrics(3, 4, 3, 4) { Possible = sum.Possible }, sum);
        Assert.Equal(0.75, sum.F1);
    }

    [Fact]
    public void NucleotideAccuracyComparesStates()
    {
        Assert.Equal(4 / 6.0, PairMetrics.NucleotideAccuracy(SecondaryStructure.Parse("((..))"), SecondaryStructure.Parse("(....)")), 12);
        Assert.Equal(1.0, PairMetrics.NucleotideAccuracy(SecondaryStructure.Parse("(())"), SecondaryStructure.Parse("([)]")));
    }

    [Fact]
    public void DifferentLengthsCannotBeCompared() => Assert.Throws<ArgumentException>(() => Compare("...", "...."));

    [Fact]
    public void TheMatthewsCorrelationCountsAllPairsOfPositions()
    {
        var truth = SecondaryStructure.Parse("((....))..");
        var guess = SecondaryStructure.Parse("(......)..");
        var metrics = PairMetrics.Compare(truth, guess);
        Assert.Equal(45, metrics.Possible);
        // Of 45 pairs 1 is found, 1 missed, 43 rightly left out.
        Assert.Equal(43 / Math.Sqrt(1.0 * 2 * 43 * 44), metrics.MatthewsCorrelation, 12);
        Assert.Equal(1, PairMetrics.Compare(truth, truth).MatthewsCorrelation, 12);
        Assert.Equal(0, PairMetrics.Compare(truth, SecondaryStructure.Unpaired(10)).MatthewsCorrelation);
        Assert.Equal(1, PairMetrics.Compare(SecondaryStructure.Unpaired(10), SecondaryStructure.Unpaired(10)).MatthewsCorrelation);
        Assert.Equal(90, (metrics + metrics).Possible);
    }
}
