using OmniHelix.Cli.Commands.Train;
using OmniHelix.Metrics.Statistics;
using OmniHelix.Workflows.FineTuning;

namespace OmniHelix.Cli.Tests;

public class FineTunePrinterTests
{
    [Theory]
    [InlineData(null, "roc_auc on the test split, seed 7 (without intervals, of which the test split allows none)")]
    [InlineData(null, "roc_auc on the test split, seed 7 (undefined)", null)]
    [InlineData(0.8, "roc_auc on the test split, seed 7 (95 % bootstrap intervals over sequences)")]
    public void TheHeadingPromisesIntervalsOnlyWhereThereAreSome(double? low, string heading, double? score = 0.9) =>
        Assert.Equal(heading, FineTunePrinter.Heading(new RunResults
        {
            Task = "sequence_classification",
            PrimaryMetric = "roc_auc",
            Seeds = [],
            BestSeed = 7,
            Summary = new Dictionary<string, Summary>(),
            Scores = [new PredictorScore("model", score, low, low, null, null, new Dictionary<string, double>())],
        }));
}
