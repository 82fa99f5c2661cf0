using OmniHelix.Data.Labels;
using OmniHelix.Data.Records;
using OmniHelix.Workflows.FineTuning;

namespace OmniHelix.Workflows.Tests;

public class ClassBalanceTests
{
    [Fact]
    public void EveryClassCountsTheSame()
    {
        var store = Tiny.Store([Tiny.Example("GAAAAAAC", new TextLabel("(......("))], Tiny.BracketLabels);
        // Eight bases, three classes: two open, none closes, six are unpaired.
        Assert.Equal([8 / (3 * 2.0), 0, 8 / (3 * 6.0)], ClassBalance.Of(store));
    }

    [Fact]
    public void NumbersHaveNoClassesToBalance()
    {
        var store = Tiny.Store([Tiny.Example("ACG", new NumberLabel(1))], new LabelEncoder(TaskType.SequenceRegression, null, 1));
        Assert.Equal("OH5054", Assert.Throws<UsageException>(() => ClassBalance.Of(store)).Code);
    }
}
