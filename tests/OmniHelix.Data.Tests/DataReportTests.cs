using OmniHelix.Data.DataSets;
using OmniHelix.Data.Inspection;
using OmniHelix.Sequences;

namespace OmniHelix.Data.Tests;

public class DataReportTests
{
    private static readonly DataSet Data = new("some/set", new DataSetConfig(),
        [
            Written.Structure("ACGUN", "(..).", 1), Written.Structure("acgtn", ".....", 2), Written.Structure("AAAAC", ".....", 3),
            Written.Structure("GUUUU", ".....", 4), Written.Structure("ACGU", "....", 5)],
        null,
        [
            Written.Structure("ACGUN", "(..)A", 1), Written.Structure("NACGU", "....."),
            Written.Structure(new string('G', 40), new string('.', 40))],
        ["A note."]);

    [Fact]
    public void EverythingIsCountedPerSplit()
    {
        var train = DataReport.Of(Data, TaskType.TokenClassification).Splits[0];
        Assert.Equal(("train", 5, 24L, Molecule.MixedNucleic), (train.Name, train.Rows, train.Lengths.Total, train.Molecule));
        Assert.Equal([4, 4, 5, 5, 5, 5, 5], train.Lengths.Percentiles);
        Assert.Equal([KeyValuePair.Create(16, 5)], train.Lengths.Histogram);
        Assert.Equal((5L, 2L, 0L), (train.LowerCaseLetters, train.AmbiguityCodes, train.OtherLetters));
        Assert.Equal([KeyValuePair.Create(".", 22L), KeyValuePair.Create("(", 1L), KeyValuePair.Create(")", 1L)], train.Labels);
        Assert.Equal((1, 1), (train.Duplicates, train.ReverseComplementTwins));
    }

    [Fact]
    public void SequencesSharedBetweenSplitsAreCounted()
    {
        var report = DataReport.Of(Data);
        Assert.Equal(new SharedSequences("test", "train", 1, 1, 2), Assert.Single(report.Shared));
        Assert.Equal([KeyValuePair.Create(16, 2), KeyValuePair.Create(64, 1)], report.Splits[1].Lengths.Histogram);
        Assert.Empty(report.Splits[1].Labels);
    }

    [Fact]
    public void TheTextShowsTheCounts()
    {
        var text = DataReport.Of(Data, TaskType.TokenClassification).ToText();
        Assert.Contains("train: 5 rows, 24 letters, DNA and RNA", text, StringComparison.Ordinal);
        Assert.Contains("labels  . 22  ( 1  ) 1", text, StringComparison.Ordinal);
        Assert.EndsWith("! A note.\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void TheSummaryHasALineASplitAndWhatIsToBeLookedAt()
    {
        var lines = DataReport.Of(Data, TaskType.TokenClassification).ToSummary().TrimEnd('\n').Split('\n');
        Assert.StartsWith("train:      5 rows of DNA and RNA, length 4 to ", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("; . 92 %, ( 4 %, ) 4 %", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("test: ", lines[1], StringComparison.Ordinal);
        const string alike = "! 2 sequences of test are like one in train, 1 of them equal to it, 1 its reverse complement";
        Assert.StartsWith(alike, lines[2], StringComparison.Ordinal);
        Assert.Equal("! A note.", lines[3]);
    }
}
