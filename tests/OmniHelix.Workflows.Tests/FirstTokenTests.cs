using OmniHelix.Models;
using OmniHelix.Models.Heads;
using OmniHelix.Tokenizers;
using OmniHelix.Workflows.Predicting;

namespace OmniHelix.Workflows.Tests;

/// <summary>A tokenizer that puts no special token before a sequence, where the first token is taken for all of it.</summary>
public sealed class FirstTokenTests : FineTuneRuns
{
    private const string Said = "no special token before a sequence";

    [Theory]
    [InlineData("cls", true)]
    [InlineData("head", true)]
    [InlineData("mean", false)]
    [InlineData("token", false)]
    public void IsSaidOfEmbeddings(string aggregation, bool isTold)
    {
        Assert.Null(Embed(aggregation).PoolingNote);
        Learned().SavePretrained(folder["model"]);
        Assert.Equal(isTold, Embed(aggregation).PoolingNote?.Contains(Said, StringComparison.Ordinal) == true);
    }

    [Theory]
    [InlineData(Pooling.Cls, 1)]
    [InlineData(Pooling.Mean, 0)]
    public void IsSaidOnceOfTheHeadThatIsTrained(Pooling pooling, int times)
    {
        File.WriteAllText(folder["data", "config.json"], """{ "task_type": "sequence_classification" }""");
        string[] lines = ["""{"sequence": "GGAA", "label": "a"}""", """{"sequence": "UUCC", "label": "b"}"""];
        foreach (var split in new[] { "train", "valid", "test" }) File.WriteAllLines(folder["data", $"{split}.jsonl"], lines);
        var head = new OmniModelOptions { LabelNames = ["a", "b"], Pooling = pooling };
        using (var model = OmniModel.Create(Tiny.Encoder(), TaskType.SequenceClassification, head, seed: 1))
            model.SavePretrained(folder["model"]);
        Learned().SavePretrained(folder["model"]);
        var told = new Listener();
        Run("run", Options("run") with { Baselines = false, Seeds = [1, 2] }, told);
        Assert.Equal(times, told.Messages.Count(message => message.Contains(Said, StringComparison.Ordinal)));
    }

    private ApplicationOutcome Embed(string aggregation)
    {
        var options = new EmbedOptions { Model = folder["model"], Sequence = "ACGUACGU", Aggregation = aggregation };
        return new EmbedWorkflow(EmbedConfiguration.Resolve(options)).Run(TextWriter.Null, null, CancellationToken.None);
    }

    private static OmniTokenizer Learned()
    {
        string[] special = ["<s>", "<pad>", "</s>", "<unk>"];
        var training = new TokenizerTraining(new TokenizerTrainingOptions { VocabularySize = 12, SpecialTokens = special });
        foreach (var example in Tiny.Examples(20, Tiny.Brackets)) training.Add(example.Sequence);
        return training.Train().Tokenizer;
    }
}
