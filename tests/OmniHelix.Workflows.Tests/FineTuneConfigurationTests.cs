using OmniHelix.Data.DataSets;
using OmniHelix.Data.Tokens;
using OmniHelix.Documents;
using OmniHelix.Settings;
using OmniHelix.Training;
using OmniHelix.Workflows.FineTuning;

namespace OmniHelix.Workflows.Tests;

public sealed class FineTuneConfigurationTests : IDisposable
{
    private const int ModelTokens = 1024;

    private static readonly SettingsSchema Schema = FineTuneConfiguration.Schema;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void TheFolderOfARunStandsForItsModel()
    {
        var model = NewModel("run", "model");
        var run = Resolve("""{"task_type": "token_classification"}""", Options() with { Model = folder["run"] });
        Assert.Equal(model, run.Model);
        Assert.Equal((model, "caller"), ((string)run.Settings["model"].Value!, run.Settings["model"].Source.ToString()));
    }

    [Fact]
    public void WithoutAWordOfAnybodyTheDefaultsHold()
    {
        var run = Resolve("""{"task_type": "token_classification"}""");
        Assert.Equal(Path.Combine("autotrain_evaluations", Path.GetFileName(folder.Path), "some-model"), run.Output);
        Assert.Equal([42L], run.Seeds);
        Assert.Equal(new TrainerOptions(), run.Trainer);
        Assert.Equal(new LengthOptions(ModelTokens), run.Length);
        Assert.Equal((null, 4096), (run.Batches.BatchSize, run.Batches.TokenBudget));
        Assert.Equal((LossKind.CrossEntropy, null, true), (run.Loss, run.ClassWeights, run.Baselines));
        var origins = run.Settings.OriginsToJson().ToDictionary(o => o.Key, o => (string)o.Value!);
        Assert.Equal(
            ("caller", "caller", "data set", "model"), (origins["data"], origins["model"], origins["task"], origins["max_length"]));
        Assert.All(origins.Where(o => o.Key is not ("data" or "model" or "task" or "max_length")), o => Assert.Equal("default", o.Value));
    }

    [Fact]
    public void EveryKeyOfADataSetIsUsed()
    {
        var run = Resolve("""
            {
              "task_name": "n", "task_type": "token_classification", "label2id": {"a": 0, "b": 1}, "num_labels": 2,
              "unknown_labels": "ignore",
              "max_length": 77, "max_examples": 9, "long_sequences": "window", "window_overlap": 5, "epochs": 3, "patience": 1,
              "learning_rate": 0.5, "weight_decay": 0.25, "batch_size": 6, "gradient_accumulation_steps": 2, "seeds": 7,
              "metrics": "mcc", "primary_metric": "accuracy", "adapter": "default",
              "loss": {"type": "focal", "gamma": 3, "class_weights": [1, 100]}
            }
            """);
        Assert.Equal(new LengthOptions(77, LengthPolicy.Window, 5), run.Length);
        Assert.Equal(
            (9, true, (int?)6, (int?)null),
            (run.DataSet.MaxExamples, run.IgnoreUnknownLabels, run.Batches.BatchSize, run.Batches.TokenBudget));
        Assert.Equal((3, 1, 0.5, 0.25, 2), (
            run.Trainer.Epochs, run.Trainer.Patience, run.Trainer.LearningRate, run.Trainer.WeightDecay,
            run.Trainer.GradientAccumulationSteps));
        Assert.Equal([7L], run.Seeds);
        Assert.Equal((LossKind.Focal, 3.0), (run.Loss, run.FocalGamma));
        Assert.Equal([1.0, 100], run.ClassWeights!);
        Assert.Equal(["mcc"], (IReadOnlyList<string>)run.Settings["metrics"].Value!);
        Assert.Equal("accuracy", run.Settings["primary_metric"].Value);
        string[] said =
        [
            "task", "ignore_unknown_labels", "max_length", "max_examples", "long_sequences", "window_overlap", "epochs", "patience",
            "learning_rate", "weight_decay", "batch_size", "token_budget", "gradient_accumulation_steps", "seeds", "metrics",
            "primary_metric", "loss", "focal_gamma", "class_weights",
        ];
        Assert.Equal(said.Order(), run.Settings.Settings.Where(s => s.Source.Origin == Origin.DataSet).Select(s => s.Key.Name).Order());
        Assert.All(DataSetConfig.TrainingKeys, key => Assert.NotNull(Schema.Find(key)));
    }

    [Fact]
    public void ACallerAndTheCommandLineAndAFileMeanTheSame()
    {
        const string DataSet = """{"task_type": "token_classification", "epochs": 50, "batch_size": 8}""";
        var caller = Resolve(DataSet, Options() with { BatchSize = 4, Trainer = new TrainerOptions { Epochs = 10, LearningRate = 1e-4 } });
        var file = Filled(folder.Write("task.yaml", "batch_size: 4\nepochs: 10\nlearning_rate: 1e-4\n"));
        var fromFile = FineTuneConfiguration.Resolve(file, _ => ModelTokens);
        Assert.Equal(caller.Settings.ToJson().ToJsonString(), fromFile.Settings.ToJson().ToJsonString());
        Assert.Equal(caller.Trainer, fromFile.Trainer);
        // 10 is the default too, but somebody said it.
        Assert.Equal((10, "caller"), (caller.Trainer.Epochs, caller.Settings["epochs"].Source.ToString()));
        Assert.Equal($"file {folder["task.yaml"]}:2", fromFile.Settings["epochs"].Source.ToString());
    }

    [Fact]
    public void WhatARunUsedIsAConfigurationThatGivesTheSame()
    {
        const string DataSet = """
            {
              "task_type": "token_classification", "max_examples": 9, "batch_size": 8, "long_sequences": "drop",
              "loss": {"type": "focal", "gamma": 1}
            }
            """;
        var options = Options() with
        {
            TokenBudget = 512,
            MaxExamples = 3,
            ExcludeNearDuplicates = 0.5,
            Output = "x",
            Trainer = new() { Scheduler = "cosine" },
        };
        var first = Resolve(DataSet, options);
        var text = first.Settings.ToJson().ToJsonString();
        var again = FineTuneConfiguration.Resolve(
            Schema.Resolve(Schema.Read(Read(folder.Write("run.json", text)), Origin.File)).Get<FineTuneOptions>(), _ => ModelTokens);
        Assert.Equal(text, again.Settings.ToJson().ToJsonString());
        Assert.All(again.Settings.Settings, s => Assert.Equal(Origin.File, s.Source.Origin));
    }

    [Fact]
    public void NothingCanBeSaidWhereTheDataSetSaysSomething()
    {
        var run = FineTuneConfiguration.Resolve(
            Filled(
                folder.Write("task.yaml", "max_examples: null\n"),
                """{"task_type": "token_classification", "max_examples": 9}"""), _ => ModelTokens);
        Assert.Null(run.DataSet.MaxExamples);
    }

    [Theory]
    [InlineData("""{"batch_size": 8}""", null, null, 8, null)]
    [InlineData("""{"batch_size": 8}""", null, 512, null, 512)]
    [InlineData("""{"batch_size": 8}""", 4, null, 4, null)]
    [InlineData("{}", null, 512, null, 512)]
    public void TheStrongerOfBatchSizeAndTokenBudgetHolds(string dataSet, int? size, int? budget, int? usedSize, int? usedBudget)
    {
        var options = Options() with { Task = TaskType.TokenClassification };
        if (size is not null) options = options with { BatchSize = size };
        if (budget is not null) options = options with { TokenBudget = budget };
        var run = Resolve(dataSet, options);
        Assert.Equal((usedSize, usedBudget), (run.Batches.BatchSize, run.Batches.TokenBudget));
    }

    [Theory]
    [InlineData("{}", null, null, LengthPolicy.Error, 0)]
    [InlineData("{}", null, 0, LengthPolicy.Window, 0)]
    [InlineData("{}", null, 8, LengthPolicy.Window, 8)]
    [InlineData("{}", LengthPolicy.Window, null, LengthPolicy.Window, 0)]
    [InlineData("""{"window_overlap": 8}""", null, null, LengthPolicy.Window, 8)]
    [InlineData("""{"window_overlap": 8}""", LengthPolicy.Truncate, null, LengthPolicy.Truncate, 0)]
    [InlineData("""{"drop_long_seq": true}""", null, 8, LengthPolicy.Window, 8)]
    [InlineData("""{"drop_long_seq": true}""", null, null, LengthPolicy.Drop, 0)]
    [InlineData("""{"long_sequences": "window", "window_overlap": 4}""", null, 8, LengthPolicy.Window, 8)]
    public void WindowsAreMadeWhenTheirOverlapIsSaid(string dataSet, LengthPolicy? policy, int? overlap, LengthPolicy used, int usedOverlap)
    {
        var options = Options() with { Task = TaskType.TokenClassification };
        if (policy is { } p) options = options with { LongSequences = p };
        if (overlap is { } o) options = options with { WindowOverlap = o };
        Assert.Equal(new LengthOptions(ModelTokens, used, usedOverlap), Resolve(dataSet, options).Length);
    }

    [Theory]
    [InlineData(512, 512, "caller")]
    [InlineData(5000, ModelTokens, "model")]
    public void TheModelBoundsTheLength(int asked, int used, string origin)
    {
        var run = Resolve("""{"task_type": "token_classification", "max_length": 100}""", Options() with { MaxLength = asked });
        Assert.Equal((used, origin), (run.Length.MaxLength, run.Settings["max_length"].Source.ToString()));
    }

    [Theory]
    [InlineData("token_classification", "\"cross_entropy\"", LossKind.CrossEntropy)]
    [InlineData("sequence_classification", "{\"type\": \"focal\"}", LossKind.Focal)]
    [InlineData("multilabel_classification", "null", LossKind.Bce)]
    [InlineData("multilabel_classification", "{\"type\": \"bce\"}", LossKind.Bce)]
    [InlineData("sequence_regression", "\"mse\"", LossKind.Mse)]
    [InlineData("token_regression", "{\"type\": null}", LossKind.Mse)]
    public void TheLossOfADataSetIsUsed(string task, string loss, LossKind used) =>
        Assert.Equal(used, Resolve($$"""{"task_type": "{{task}}", "loss": {{loss}}}""").Loss);

    [Theory]
    [InlineData("token_classification", "\"hinge\"", "OH1603", "cross-entropy, focal, bce, mse")]
    [InlineData("token_classification", "\"mse\"", "OH5056", "cross-entropy, focal")]
    [InlineData("multilabel_classification", "\"focal\"", "OH5056", "bce")]
    [InlineData("sequence_regression", "{\"type\": \"bce\"}", "OH5056", "mse")]
    [InlineData("sequence_regression", "{\"class_weights\": [1, 2]}", "OH5056", "class_weights")]
    [InlineData("token_classification", "{\"gamma\": 3}", "OH2021", "focal_gamma")]
    [InlineData("masked_lm", "null", "OH5056", "masked_lm")]
    public void ALossThatIsNotComputedIsAnError(string task, string loss, string code, string word)
    {
        var e = Assert.Throws<UsageException>(() => Resolve("{\n" + $"\"task_type\": \"{task}\",\n\"loss\": {loss}" + "}"));
        Assert.Equal(code, e.Code);
        Assert.Contains(word, e.Describe(), StringComparison.Ordinal);
        Assert.StartsWith($"{folder["config.json"]}:{(task == "masked_lm" ? 2 : 3)}:", e.Place, StringComparison.Ordinal);
    }

    [Fact]
    public void AFlagWinsOverTheLossOfTheDataSetWithAllItsNumbers()
    {
        var run = Resolve(
            """{"task_type": "token_classification", "loss": {"type": "focal", "gamma": 4, "class_weights": [1, 2]}}""",
            Options() with { Loss = LossKind.CrossEntropy, BalanceClasses = true });
        Assert.Equal((LossKind.CrossEntropy, 2.0, true), (run.Loss, run.FocalGamma, run.BalanceClasses));
        Assert.Null(run.ClassWeights);
    }

    [Theory]
    [InlineData("\"epochs\": \"many\"", "OH1603", 11)]
    [InlineData("\"epochs\": 0", "OH1603", 11)]
    [InlineData("\"epochs\": 2.5", "OH1603", 11)]
    [InlineData("\"seeds\": [1.5]", "OH1603", 11)]
    [InlineData("\"seeds\": [[1]]", "OH1606", 11)]
    [InlineData("\"learning_rate\": -1", "OH1603", 18)]
    [InlineData("\"learning_rate\": \"1e-3\"", "OH1603", 18)]
    [InlineData("\"window_overlap\": true", "OH1603", 19)]
    [InlineData("\"patience\": [1]", "OH1603", 1)]
    public void AWrongValueOfADataSetIsNamedWithItsPlace(string entry, string code, int column)
    {
        var e = Assert.Throws<UsageException>(() => Resolve("{\"task_type\": \"token_classification\",\n" + entry + "}"));
        Assert.Equal((code, $"{folder["config.json"]}:2:{column}"), (e.Code, e.Place));
    }

    [Fact]
    public void WhatExcludesEachOtherIsAnError()
    {
        var options = Options() with { Task = TaskType.TokenClassification };
        Assert.Equal("OH2021", Fails(options with { BatchSize = 4, TokenBudget = 100 }));
        Assert.Equal("OH2021", Fails(options with { BatchSize = null, TokenBudget = null }));
        Assert.Equal("OH2021", Fails(options with { LongSequences = LengthPolicy.Truncate, WindowOverlap = 4 }));
        Assert.Equal("OH2021", Fails(options with { ClassWeights = [1, 2], BalanceClasses = true }));
        Assert.Equal("OH2021", Fails(options with { FocalGamma = 1 }));
        Assert.Equal("OH2020", Fails(new FineTuneOptions { Model = "m" }));
        Assert.Equal("OH2020", Fails(new FineTuneOptions { Data = "d" }));
        folder.Write("train.csv", "sequence\nACGU\n");
        Assert.Equal("OH5051", Fails(Options()));
        folder.Write("train.csv", "sequence,a,b\nACGU,1.5,2.5\n");
        var two = Options() with { LabelField = ["a", "b"] };
        var several = Assert.Throws<UsageException>(() => FineTuneConfiguration.Resolve(two, _ => 9));
        Assert.Equal("OH5051", several.Code);
        Assert.Contains("several fields (a, b) do not tell it", several.Message, StringComparison.Ordinal);
        Assert.StartsWith("Add --task with one of ", several.Advice, StringComparison.Ordinal);
        Assert.Equal("OH5052", Fails(options with { Seeds = [] }));
        Assert.Equal("OH2014", Fails(options with { Trainer = new() { LearningRate = 0 } }));
        Assert.Equal("OH5140", Fails(options with { Trainer = new() { Scheduler = "linaer" } }));

        Assert.Equal("OH1601", FailsToo(options with { Data = folder["none"] }));
        Assert.Equal("OH5302", FailsToo(options with { Model = folder["none"] }));
        foreach (var (name, advice) in new[] { ("lstm", "Networks that are trained from scratch: "), ("bpnt", "Did you mean 'bpnet'?") })
        {
            var error = Assert.Throws<OmniException>(() => FineTuneConfiguration.Resolve(options with { Model = name }, _ => 9));
            Assert.Equal("OH5302", error.Code);
            Assert.Contains(advice, error.Advice, StringComparison.Ordinal);
        }

        string FailsToo(FineTuneOptions wrong) =>
            Assert.Throws<OmniException>(() => FineTuneConfiguration.Resolve(wrong, _ => ModelTokens)).Code;
        string Fails(FineTuneOptions wrong) => Assert.Throws<UsageException>(() => Resolve("{}", wrong)).Code;
    }

    private FineTuneOptions Options() => new() { Data = folder.Path, Model = NewModel("some-model") };

    private string NewModel(params string[] names)
    {
        var path = folder[names];
        Directory.CreateDirectory(path);
        File.WriteAllText(Path.Combine(path, "config.json"), "{}");
        return path;
    }

    private FineTuneConfiguration Resolve(string dataSet, FineTuneOptions? options = null)
    {
        folder.Write("config.json", dataSet);
        return FineTuneConfiguration.Resolve(options ?? Options(), _ => ModelTokens);
    }

    private FineTuneOptions Filled(string file, string? dataSet = null)
    {
        if (dataSet is not null) folder.Write("config.json", dataSet);
        var said = Schema.SaidIn(Options());
        return Schema.Resolve(said, Schema.Read(Read(file), Origin.File)).Get<FineTuneOptions>();
    }

    private static MapNode Read(string path) => Document.Read(path, SettingsSchema.ConfigurationFile);
}
