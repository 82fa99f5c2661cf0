using OmniHelix.Metrics;
using OmniHelix.Models;
using OmniHelix.Tokenizers;
using OmniHelix.Training.Logging;

namespace OmniHelix.Workflows.Tests;

/// <summary>Data of every task, and data that are small, one-sided or of letters that the model does not know.</summary>
public sealed class FineTuneDataTests : FineTuneRuns
{
    [Fact]
    public void TheLossOfTheDataSetIsTheOneThatIsTrained()
    {
        const string Config = """{ "task_type": "token_classification", "label2id": { "(": 0, ")": 1, ".": 2 }, "loss": LOSS }""";
        var weights = new List<byte[]>();
        foreach (var (name, loss) in new[] { ("plain", "\"cross_entropy\""), ("focal", "{\"type\": \"focal\", \"gamma\": 3}") })
        {
            File.WriteAllText(folder["data", "config.json"], Config.Replace("LOSS", loss, StringComparison.Ordinal));
            Run(name, Options(name) with { Baselines = false });
            weights.Add(File.ReadAllBytes(folder[name, "model", "model.safetensors"]));
        }
        Assert.NotEqual(weights[0], weights[1]);
        using var model = OmniModel.FromPretrained(folder["focal", "model"]);
        Assert.Equal(3, model.Options.FocalGamma);
    }

    [Theory]
    [InlineData("\"num_labels\": 2")]
    [InlineData("\"loss\": {\"class_weights\": [1, 2]}")]
    public void CountsThatDoNotFitTheDataAreAnError(string entry)
    {
        File.WriteAllText(folder["data", "config.json"], "{ \"task_type\": \"token_classification\", " + entry + "}");
        Assert.Equal("OH5056", Fails<UsageException>(Options("run")));
    }

    [Fact]
    public void WithoutTestAndValidationSplitsValidationIsCarvedAndSummedUp()
    {
        File.Delete(folder["data", "valid.jsonl"]);
        File.Delete(folder["data", "test.jsonl"]);
        var outcome = Run("run", Options("run"));
        Assert.Null(outcome.Test);
        Assert.Empty(outcome.Results.Scores);
        Assert.Empty(outcome.Results.Seeds[0].Test);
        Assert.Equal(outcome.Results.Seeds[0].Valid["f1_macro"], outcome.Results.Summary["f1_macro"].Mean);
        Assert.Contains(outcome.Data.Report.Notes, n => n.StartsWith("No validation split", StringComparison.Ordinal));
    }

    [Fact]
    public void AValidationSplitOfOneClassIsWarnedOfAndStopsNothing()
    {
        File.WriteAllText(folder["data", "config.json"], """{ "task_type": "sequence_classification" }""");
        const string a = """{"sequence": "GGAA", "label": "a"}""", b = """{"sequence": "UUCC", "label": "b"}""";
        File.WriteAllLines(folder["data", "train.jsonl"], [a, b]);
        foreach (var split in new[] { "valid", "test" }) File.WriteAllLines(folder["data", $"{split}.jsonl"], [a]);
        var told = new Listener();
        var options = Options("run") with { Baselines = false };
        var outcome = Run("run", options with { Trainer = options.Trainer with { Epochs = 4, Patience = 1 } }, told);
        Assert.Contains(told.Messages, m => m.StartsWith("! All labels of the validation split are 'a'", StringComparison.Ordinal));
        Assert.Contains(told.Messages, m => m.Contains("the last weights are kept", StringComparison.Ordinal));
        Assert.Equal(4, outcome.Results.Seeds[0].EpochsRun);
    }

    [Fact]
    public void ATestSplitOfOneClassHasNoCorrelationAndSaysWhy()
    {
        File.WriteAllText(folder["data", "config.json"], """{ "task_type": "sequence_classification" }""");
        const string a = """{"sequence": "GGAA", "label": "a"}""", b = """{"sequence": "UUCC", "label": "b"}""";
        foreach (var split in new[] { "train", "valid" }) File.WriteAllLines(folder["data", $"{split}.jsonl"], [a, b]);
        File.WriteAllLines(folder["data", "test.jsonl"], [a]);
        var results = Run("run", Options("run")).Results;
        Assert.Equal("mcc", results.PrimaryMetric);
        Assert.All(results.Scores, score => Assert.Equal((null, null, null), (score.Score, score.Low, score.AdvantageLow)));
        Assert.Equal(["mcc is undefined on the test split: the truth holds one class only."], results.ScoreRemarks);
        Assert.Contains(results.ScoreRemarks[0], File.ReadAllText(folder["run", "report.html"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void ATrainingSplitTooSmallToSetSomethingAsideTrainsToTheEnd(int records)
    {
        File.WriteAllText(folder["data", "config.json"], """{ "task_type": "sequence_classification", "label2id": {"a": 0, "b": 1} }""");
        string[] all = ["""{"sequence": "GGAA", "label": "a"}""", """{"sequence": "UUCC", "label": "b"}"""];
        File.WriteAllLines(folder["data", "train.jsonl"], all[..records]);
        foreach (var split in new[] { "valid", "test" }) File.Delete(folder["data", $"{split}.jsonl"]);
        var outcome = Run("run", Options("run"));
        Assert.Empty(outcome.Results.Seeds[0].Valid);
        var note = $"No validation split, and of {Plural.Count(records, "training example")} none could be set aside";
        Assert.Contains(note, File.ReadAllText(folder["run", "report.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public void LettersThatTheModelHardlyReadAreNamedAndThenKnown()
    {
        var letters = LearnedLetters.Sum(null, new Dictionary<char, long> { ['A'] = 500, ['C'] = 500, ['G'] = 500, ['U'] = 500 });
        Tiny.Tokenizer.SavePretrained(folder["model"], letters);
        var quiet = new Listener();
        Run("run", Options("run") with { Baselines = false }, quiet);
        Assert.DoesNotContain(quiet.Messages, m => m.Contains("hardly", StringComparison.Ordinal));
        foreach (var split in new[] { "train", "valid", "test" })
        {
            var text = File.ReadAllText(folder["data", $"{split}.jsonl"]);
            File.WriteAllText(folder["data", $"{split}.jsonl"], text.Replace('U', 'T'));
        }
        var told = new Listener();
        Run("second", Options("second") with { Baselines = false }, told);
        Assert.Contains(told.Messages, m => m.StartsWith("! train: ", StringComparison.Ordinal)
            && m.Contains("hardly read while it was trained (T ", StringComparison.Ordinal)
            && m.Contains("it knows A, C, G, U", StringComparison.Ordinal)
            && m.Contains("\"t2u\": true in the tokenizer_config.json", StringComparison.Ordinal));
        var after = OmniTokenizer.FromPretrained(folder["second", "model"]).Learned!;
        Assert.True(after.Counts['T'] > 0 && after.Counts['A'] > 500);
    }

    [Fact]
    public void LettersThatTheVocabularyLacksAreWarnedOfWithTheirLabels()
    {
        var vocabulary = File.ReadAllText(folder["model", "vocab.txt"]);
        File.WriteAllText(folder["model", "vocab.txt"], vocabulary.Replace("\nU\n", "\nQ\n", StringComparison.Ordinal));
        File.WriteAllLines(folder["data", "train.jsonl"], ["""{"sequence": "ACGACUUU", "label": "((....))"}"""]);
        var told = new Listener();
        Run("run", Options("run") with { Baselines = false }, told);
        Assert.Contains("! train: 3 of 8 letters are unknown to the vocabulary, with 3 labels.", told.Messages);
    }

    [Fact]
    public void DataThatTheModelCannotReadAreRefusedBeforeTheRun()
    {
        var vocabulary = File.ReadAllText(folder["model", "vocab.txt"]);
        File.WriteAllText(folder["model", "vocab.txt"], vocabulary.Replace("\nU\n", "\nQ\n", StringComparison.Ordinal));
        File.WriteAllLines(folder["data", "train.jsonl"], ["""{"sequence": "ACGAUUUU", "label": "((....))"}"""]);
        var error = Assert.Throws<OmniException>(() => Run("run", Options("run") with { Baselines = false }, new Listener()));
        Assert.Equal(("OH1405", folder["data", "train.jsonl"]), (error.Code, error.Place));
        Assert.Equal("train: 4 of 8 letters are unknown to the vocabulary (U 4)", error.Message);
        Assert.Contains("The model reads DNA and RNA: A, C, G, N, Q, T", error.Advice, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["run"]));
    }

    [Theory]
    [InlineData("sequence_regression", "5000", "5100")]
    [InlineData("token_regression", "[4990, 5010, null, 5000]", "[5100, 5090, 5110, 5100]")]
    public void NumbersAreLearnedWhateverTheirUnit(string task, string one, string other)
    {
        File.WriteAllText(folder["data", "config.json"], $$"""{ "task_type": "{{task}}" }""");
        string[] records = [$$"""{"sequence": "GGAA", "label": {{one}}}""", $$"""{"sequence": "UUCC", "label": {{other}}}"""];
        foreach (var split in new[] { "train", "valid", "test" })
            File.WriteAllLines(folder["data", split + ".jsonl"], Enumerable.Range(0, 8).Select(i => records[i % 2]));
        var told = new Listener();
        var options = Options("run") with { Baselines = false };
        var learned = Run("run", options with { Trainer = options.Trainer with { Epochs = 3 } }, told).Results;
        // Half of the distance is what the mean alone is wrong by.
        Assert.InRange(learned.Seeds[0].Test["rmse"], 0, 55);
        const string Note = "Numbers are learned less their mean over their deviation: ";
        Assert.Contains(told.Messages, m => m.StartsWith(Note, StringComparison.Ordinal));
        using var model = OmniModel.FromPretrained(folder["run", "model"]);
        Assert.InRange(Assert.Single(model.Options.TargetScales!).Mean, 5050, 5060);
        var unscaled = Run("raw", Options("raw") with { Baselines = false, StandardiseTargets = false }).Results;
        Assert.InRange(unscaled.Seeds[0].Test["rmse"], 4000, 5200);
        using var raw = OmniModel.FromPretrained(folder["raw", "model"]);
        Assert.Null(raw.Options.TargetScales);
    }

    [Fact]
    public void ClassesHaveNoScale() =>
        Assert.Equal("OH5056", Fails<UsageException>(Options("run") with { StandardiseTargets = false }));

    [Theory]
    [InlineData("sequence_classification", "\"1\"", "\"0\"")]
    [InlineData("sequence_regression", "0.5", "-100")]
    [InlineData("sequence_regression", "[0.5, null]", "[null, 2]")]
    [InlineData("multilabel_classification", "[1, 0]", "[0, 1]")]
    [InlineData("token_regression", "[1, 2, null, 4]", "[-100, 1, 2, 3]")]
    public void EveryTaskTrainsAndIsScored(string task, string one, string other)
    {
        var classes = task.StartsWith("multi", StringComparison.Ordinal) ? ", \"label2id\": {\"a\": 0, \"b\": 1}" : "";
        File.WriteAllText(folder["data", "config.json"], $$"""{ "task_type": "{{task}}"{{classes}} }""");
        string[] records = [$$"""{"sequence": "GGAA", "label": {{one}}}""", $$"""{"sequence": "UUCC", "label": {{other}}}"""];
        foreach (var split in new[] { "train", "valid", "test" })
            File.WriteAllLines(folder["data", split + ".jsonl"], Enumerable.Range(0, 8).Select(i => records[i % 2]));
        var results = Run("run", Options("run")).Results;
        Assert.True(double.IsFinite(results.Seeds[0].Valid[results.PrimaryMetric]));
        Assert.Equal(results.PrimaryMetric, results.Scores[0].Test.Keys.First());
        Assert.All(results.Scores, s => Assert.InRange(s.Score!.Value, s.Low!.Value, s.High!.Value));
        var sign = MetricCatalog.Find(results.PrimaryMetric).GreaterIsBetter ? 1 : -1;
        foreach (var baseline in results.Scores.Skip(1))
        {
            var ahead = sign * (results.Scores[0].Score!.Value - baseline.Score!.Value);
            Assert.InRange(ahead, baseline.AdvantageLow!.Value - 1e-6, baseline.AdvantageHigh!.Value + 1e-6);
        }
        // Several labels have no baseline to be ahead of.
        var page = File.ReadAllText(folder["run", "report.html"]);
        Assert.Equal(results.Scores.Count > 1, page.Contains("Model ahead by", StringComparison.Ordinal));
        var logged = MetricsLog.Read(folder["run", "seed-42", "metrics.jsonl"]).SelectMany(r => r.Values.Values);
        Assert.All(logged, value => Assert.True(value is null || double.IsFinite(value.Value)));
    }
}
