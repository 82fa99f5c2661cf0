using OmniHelix.Data.DataSets;
using OmniHelix.Data.Records;
using OmniHelix.Inference;
using OmniHelix.Models;
using OmniHelix.Training.ModelTasks;

namespace OmniHelix.Training.Tests;

/// <summary>The trainer that programs use, on data sets that programs make.</summary>
public sealed class ModelTrainerTests : IDisposable
{
    private static readonly Dictionary<string, int> Brackets = new() { ["("] = 0, [")"] = 1, ["."] = 2 };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void AModelLearnsFromAFolderAndIsScored()
    {
        using var model = Model();
        var test = Split("test");
        var trainer = new Trainer(model, Split("train"), Split("valid"), test);
        var before = trainer.Evaluate().Values["f1_macro"];
        var outcome = trainer.Run(learningRate: 0.02, epochs: 6, batchSize: 8);
        var after = trainer.Evaluate().Values["f1_macro"];
        Assert.True(after > before + 0.3, $"{before} became {after}");
        Assert.Equal(6 * 5, outcome.State.Step);
        Assert.Equal(after, trainer.Evaluate(test).Values["f1_macro"]);
        Assert.False(model.IsTraining);
        var predictions = trainer.Predict();
        Assert.Equal(test.Examples.Select(e => e.Id), predictions.Select(p => p.Example.Id));
        Assert.Equal(model.Predict(test[0].Sequence).Labels, predictions[0].Labels);
    }

    [Fact]
    public void ArgumentsWinOverOptionsAndTheseOverTheDataSet()
    {
        Assert.Equal(3 * 5, Steps(new(), null));
        Assert.Equal(2 * 5, Steps(new TrainerOptions { Epochs = 2 }, null));
        Assert.Equal(1 * 5, Steps(new TrainerOptions { Epochs = 2 }, 1));

        int Steps(TrainerOptions options, int? epochs)
        {
            using var model = Model();
            return new Trainer(model, Split("train", "\"epochs\": 3, \"batch_size\": 8,"), options: options).Run(epochs: epochs).State.Step;
        }
    }

    [Fact]
    public void AFolderKeepsTheLogAndIsNotTakenTwice()
    {
        using var model = Model();
        var trainer = new Trainer(model, Split("train"), folder: folder["run"]);
        trainer.Run(maxSteps: 2);
        Assert.True(File.Exists(folder["run", "metrics.jsonl"]));
        Assert.Equal("OH5031", Assert.Throws<UsageException>(() => trainer.Run(maxSteps: 2)).Code);
    }

    [Fact]
    public void OtherLabelsAndMissingDataAreNamed()
    {
        using var model = Model();
        var reordered = new OmniDataset(
            Write(), Tiny.Tokenizer, label2Id: new Dictionary<string, int> { ["."] = 0, ["("] = 1, [")"] = 2 });
        Assert.Equal("OH5056", Assert.Throws<UsageException>(() => new Trainer(model, reordered)).Code);
        var classes = new OmniDataset(
            Tiny.Examples(4, _ => new TextLabel("x")), Tiny.Tokenizer, TaskType.SequenceClassification, new Dictionary<string, int>
            {
                ["x"] = 0,
                ["y"] = 1,
            });
        Assert.Equal("OH5056", Assert.Throws<UsageException>(() => new Trainer(model, classes)).Code);
        Assert.Equal("OH5057", Assert.Throws<UsageException>(() => new Trainer(model, Split("train")).Evaluate()).Code);
    }

    [Fact]
    public void ALossThatTheModelDoesNotHaveIsNotPassedOver()
    {
        const string Focal = "\"loss\": { \"type\": \"focal\", \"gamma\": 3 },";
        using var plain = Model();
        Assert.Equal("OH5056", Assert.Throws<UsageException>(() => new Trainer(plain, Split("train", Focal))).Code);
        using var focal = Model(new() { FocalGamma = 3 });
        Assert.Equal(1, new Trainer(focal, Split("train", Focal)).Run(maxSteps: 1).State.Step);
    }

    private OmniModelForTokenClassification Model(OmniModelOptions? options = null)
    {
        var path = folder.Write("config/config.json", "");
        using (var model = OmniModel.Create(Tiny.Encoder(), TaskType.Embedding, new(), seed: 3)) model.SavePretrained(folder["config"]);
        return new OmniModelForTokenClassification(path, Tiny.Tokenizer, Brackets, options: options, seed: 3);
    }

    private OmniDataset Split(string split, string more = "") => new(Write(more), Tiny.Tokenizer, split);

    private string Write(string more = "")
    {
        foreach (var (name, count) in new[] { ("train", 40), ("valid", 10), ("test", 10) })
            folder.Write($"data/{name}.csv", "id,sequence,label\n" + string.Concat(
                Tiny.Examples(count, Tiny.Brackets, seed: count + name.Length)
                    .Select(e => $"{e.Id},{e.Sequence},{((TextLabel)e.Label!).Text}\n")));
        folder.Write("data/config.json", $$"""
            { {{more}} "task_type": "token_classification", "label2id": { "(": 0, ")": 1, ".": 2 } }
            """);
        return folder["data"];
    }
}
