using OmniHelix.Data.DataSets;
using OmniHelix.Data.Labels;
using OmniHelix.Data.Tokens;
using OmniHelix.Tokenizers;

namespace OmniHelix.Data.Tests;

/// <summary>The shipped data, whole.</summary>
public class SamplesTests
{
    [Theory]
    [InlineData("rna-ssp-bprna", 9232, 1154, 929)]
    [InlineData("rna-ssp-archive2", 608, 76, 66)]
    [InlineData("rna-ssp-rnastralign", 3104, 388, 312)]
    public void ShippedSamplesOpenAndTheirLabelsFit(string name, int train, int valid, int test)
    {
        var data = DataSetFolder.Open(SourceTree.PathOf("samples", name));
        Assert.Equal((train, valid, test), (data.Train!.Count, data.Valid!.Count, data.Test!.Count));
        var labels = LabelEncoder.For(data.Config.TaskType!, data.Train, data.Config.Labels, data.Config.IgnoreUnknownLabels);
        Assert.Equal(name == "rna-ssp-bprna" ? 14 : 0, data.Splits.Sum(s => labels.Check(s.Examples)));
        Assert.Equal(3, labels.Outputs);
    }

    [Fact]
    public void BatchesOverTheBprnaTestSplitNeedAtLeast95PercentOfWhatTheyCompute()
    {
        var data = DataSetFolder.Open(SourceTree.PathOf("samples", "rna-ssp-bprna"));
        var tokens = RaggedTokens.Build(
            data.Test!, OmniTokenizer.OmniGenome(), new(4096),
            LabelEncoder.For(TaskType.TokenClassification, data.Train!, data.Config.Labels));
        foreach (var shuffle in new[] { false, true })
        {
            var plan = new TokenBudgetSampler(tokens.Lengths, new() { TokenBudget = 4096, Shuffle = shuffle }).Epoch();
            var (needed, computed) = (0L, 0L);
            foreach (var batch in BatchPrefetcher.Run(plan, rows => TokenBatch.Create(tokens, rows)))
            {
                needed += batch.TokensNeeded;
                computed += batch.TokensComputed;
            }
            Assert.Equal(tokens.TokenCount, needed);
            Assert.InRange((double)needed / computed, 0.95, 1);
        }
    }
}
