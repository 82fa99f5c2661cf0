namespace OmniHelix.Models.Tests;

public sealed class ModelCardTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void TheCardIsKeptByTheFolderButFoldingIsFittedToTheWeights()
    {
        var data = TrainingData.Of("set", ["ACGU", "GGCC"], labels: true);
        var card = new ModelCard { TrainedOn = [data], Folding = new HybridFolding(0.3, 1.6) };
        using (var model = OmniModel.Create(Small.Config, TaskType.MaskedLanguageModel, new(), seed: 1))
        {
            model.Card = card;
            model.SavePretrained(folder["m"]);
        }
        using (var read = OmniModel.FromPretrained(folder["m"]))
        {
            Assert.Equal((data, card.Folding), (Assert.Single(read.Card.TrainedOn), read.Card.Folding));
            read.Card = read.Card with { Folding = null };
            read.SaveConfig(folder["m"]);
        }
        Assert.Null(ModelCard.Read(folder["m"]).Folding);
        using var trained = OmniModel.Create(folder["m"], TaskType.MaskedLanguageModel, new(), seed: 1);
        Assert.Equal(data, Assert.Single(trained.Card.TrainedOn));
        Assert.Null(trained.Card.Folding);
    }

    [Fact]
    public void ATrainingSplitIsItsSequencesInAnyOrder()
    {
        var data = TrainingData.Of("set", ["ACGU", "GGCC"], labels: true);
        Assert.Equal(data, TrainingData.Of("set", ["GGCC", "ACGU", "GGCC"], labels: true));
        Assert.NotEqual(data.Sha256, TrainingData.Of("set", ["ACGUGGCC"], labels: true).Sha256);
        Assert.Single(new ModelCard().With(data).With(data).TrainedOn);
    }

    [Theory]
    [InlineData("""{"trained_on": [1]}""")]
    [InlineData("""{"trained_on": [{"name": "x", "sha256": "y"}]}""")]
    [InlineData("""{"hybrid_folding": {"gamma": 0, "weight": 1}}""")]
    [InlineData("""{"hybrid_folding": {"gamma": 1}}""")]
    [InlineData("""{"hybrid_folding": 3}""")]
    public void ValuesOfAnotherKindAreRefused(string section)
    {
        File.WriteAllText(folder["config.json"], $$"""{"omnihelix": {{section}}}""");
        Assert.Equal("OH3202", Assert.Throws<OmniException>(() => ModelCard.Read(folder["config.json"])).Code);
    }

    [Fact]
    public void FoldersOfOthersHaveAnEmptyCard()
    {
        File.WriteAllText(folder["config.json"], "{}");
        Assert.Empty(ModelCard.Read(folder["config.json"]).TrainedOn);
    }

    public void Dispose() => folder.Dispose();
}
