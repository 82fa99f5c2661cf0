using System.Globalization;
using System.Text.Json;
using OmniHelix.Data.DataSets;
using OmniHelix.Data.Labels;
using OmniHelix.Data.Records;
using OmniHelix.Data.Tables;
using OmniHelix.Data.Tokens;
using OmniHelix.Inference;
using OmniHelix.Metrics;
using OmniHelix.Models;
using OmniHelix.Reports;
using OmniHelix.Tokenizers;
using OmniHelix.Training;
using OmniHelix.Training.Logging;
using OmniHelix.Training.ModelTasks;
using OmniHelix.Workflows.FineTuning;
using OmniHelix.Workflows.FineTuning.Scoring;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.Tests;

public sealed class FineTuneWorkflowTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public FineTuneWorkflowTests()
    {
        using var model = OmniModel.Create(Tiny.Encoder(0.1), TaskType.MaskedLanguageModel, new(), seed: 1);
        model.SavePretrained(folder["model"]);
        Tiny.Tokenizer.SavePretrained(folder["model"]);
        Directory.CreateDirectory(folder["data"]);
        File.WriteAllText(
            folder["data", "config.json"], """{ "task_type": "token_classification", "label2id": { "(": 0, ")": 1, ".": 2 } }""");
        Write("train", 24, 1);
        Write("valid", 8, 2);
        Write("test", 8, 3);
    }

    [Fact]
    public void SeedsAreSummedUpAndTheBestIsChosenOnValidation()
    {
        var outcome = Run("run", Options("run") with { Seeds = [1, 2, 3] });
        var results = RunResults.Read(folder["run"]);
        Assert.Equal([1L, 2, 3], results.Seeds.Select(s => s.Seed));
        Assert.Equal("f1_macro", results.PrimaryMetric);
        Assert.Equal(results.Seeds.MaxBy(s => s.Valid["f1_macro"])!.Seed, results.BestSeed);
        var tests = results.Seeds.Select(s => s.Test["f1_macro"]).ToList();
        Assert.Equal((3, tests.Average()), (results.Summary["f1_macro"].Count, results.Summary["f1_macro"].Mean));
        Assert.Equal(Math.Sqrt(tests.Sum(t => Math.Pow(t - tests.Average(), 2)) / 2), results.Summary["f1_macro"].StandardDeviation, 12);
        Assert.Equal(Weights("run", $"seed-{results.BestSeed}", "model"), Weights("run", "model"));
        Assert.Equal(results.Seeds.Single(s => s.Seed == results.BestSeed).Test["f1_macro"], results.Scores[0].Score!.Value, 12);
        Assert.Equal(["this model", "majority class", "21-base window, logistic regression"], results.Scores.Select(s => s.Name));
        Assert.All(results.Scores, s => Assert.InRange(s.Score!.Value, s.Low!.Value, s.High!.Value));
        Assert.NotNull(RunManifest.TryRead(folder["run"])!.Finished);
        Assert.Equal(8, outcome.Test!.Findings.OfType<StructureFinding>().Single().Predictions.Count);
        using var model = OmniModel.FromPretrained(folder["run", "model"]);
        Assert.Equal(model.ParameterCount(), outcome.Model.Parameters);
        Assert.All(results.Seeds, s => Assert.Equal(model.ParameterCount(), s.TrainedParameters));
        var predicted = Table.Open(folder["run", "predictions.parquet"]).Rows().Select(r => (string)r["id"]!);
        Assert.Equal(outcome.Data.Test!.Examples.Select(e => e.Id), predicted);
    }

    [Fact]
    public void ATrainerOfAProgramEndsAtTheSameWeights()
    {
        Run("run", Options("run") with { Baselines = false, Seeds = [42] });
        var options = Options("run").Trainer;
        var data = folder["data"];
        using var model = new OmniModelForTokenClassification(
            folder["model"], Tiny.Tokenizer, new Dictionary<string, int> { ["("] = 0, [")"] = 1, ["."] = 2 }, seed: 42);
        var trainer = new Trainer(
            model, new OmniDataset(data, Tiny.Tokenizer), new OmniDataset(data, Tiny.Tokenizer, "valid"),
            new OmniDataset(data, Tiny.Tokenizer, "test"), options);
        trainer.Run(batchSize: 4);
        using var trained = OmniModel.FromPretrained(folder["run", "model"]);
        Assert.Equal(Tiny.Weights(trained), Tiny.Weights(model));
        Assert.Equal(RunResults.Read(folder["run"]).Seeds[0].Test["f1_macro"], trainer.Evaluate().Values["f1_macro"]);
    }

    [Fact]
    public void AFinishedRunTakesFurtherSeedsFromDataSpelledOtherwise()
    {
        Run("run", Options("run") with { Baselines = false });
        var first = Weights("run", "seed-42", "model");
        var more = Options("run") with
        {
            Data = Path.Combine(folder.Path, ".", "data"),
            Seeds = [42, 43],
            Baselines = false,
            Existing = ExistingRun.Resume,
            Trainer = Options("run").Trainer with { LogEverySteps = 3 },
        };
        Run("run", more);
        Assert.Equal([42L, 43], RunResults.Read(folder["run"]).Seeds.Select(s => s.Seed));
        Assert.Equal(first, Weights("run", "seed-42", "model"));
        Run("whole", Options("whole") with { Seeds = [42, 43], Baselines = false });
        Assert.Equal(Weights("whole", "seed-43", "model"), Weights("run", "seed-43", "model"));
    }

    [Fact]
    public void AHeadOfTheSameClassesIsKeptAndANewOneIsNamed()
    {
        Run("first", Options("first") with { Baselines = false });
        var told = new Listener();
        var still = Options("second") with
        {
            Model = folder["first"],
            Baselines = false,
            Trainer = new TrainerOptions { Epochs = 1, MaxSteps = 1, LearningRate = 1e-12 },
        };
        var second = Run("second", still, told);
        Assert.Contains(told.Messages, m => m.StartsWith("All weights come from", StringComparison.Ordinal));
        var (before, after) = (RunResults.Read(folder["first"]), RunResults.Read(folder["second"]));
        Assert.Equal(before.Seeds[0].Valid["mcc"], after.Seeds[0].Valid["mcc"], 1e-9);
        var anew = new Listener();
        Run("third", still with { Output = folder["third"], NewHead = true }, anew);
        Assert.Contains(anew.Messages, m => m.StartsWith("New weights: classifier.weight, classifier.bias;", StringComparison.Ordinal));
        Assert.True(second.Manifest.Configuration.ContainsKey("new_head"));
    }

    [Fact]
    public void AnInfinitePerplexityIsAResult()
    {
        Run("run", Options("run") with { Baselines = false });
        var results = RunResults.Read(folder["run"]);
        var seed = results.Seeds[0] with { Valid = new Dictionary<string, double> { ["perplexity"] = double.PositiveInfinity } };
        (results with { Seeds = [seed] }).Write(folder["run"]);
        Assert.Contains("\"perplexity\": null", File.ReadAllText(folder["run", "results.json"]), StringComparison.Ordinal);
        Assert.Equal(double.NaN, RunResults.Read(folder["run"]).Seeds[0].Valid["perplexity"]);
    }

    [Fact]
    public void AScorerThatAppliesIsAskedAndShownInTheReport()
    {
        var options = Options("run") with { Baselines = false };
        var outcome = new FineTuneWorkflow(options, new RunObserver(), [new OpenShare(), new Never()]).Run([], default);
        var truth = outcome.Data.Test!.Examples.Sum(e => e.Sequence.Count(c => c == 'G'));
        Assert.Equal(truth, Assert.IsType<OpenFinding>(Assert.Single(outcome.Test!.Findings)).Open);
        var page = File.ReadAllText(folder["run", "report.html"]);
        Assert.Contains("opening brackets", page, StringComparison.Ordinal);
        Assert.Contains("trained parameters", page, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["run", "predictions.parquet"]));
    }

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

    [Fact]
    public void AProgramLeavesAManifestWithEveryValueAndItsOrigin()
    {
        Run("run", Options("run"));
        var manifest = RunManifest.TryRead(folder["run"])!;
        Assert.Equal(FineTuneConfiguration.Schema.Keys.Select(k => k.Name), manifest.Configuration.Select(v => v.Key));
        Assert.Equal(manifest.Configuration.Select(v => v.Key), manifest.Origins.Select(o => o.Key));
        Assert.Equal(
            ("caller", "data set", "default"),
            ((string)manifest.Origins["epochs"]!, (string)manifest.Origins["task"]!, (string)manifest.Origins["patience"]!));
        Assert.Equal("f1_macro", (string)manifest.Configuration["primary_metric"]!);
        Assert.Empty(manifest.Command);
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
    public void TheTestSplitChoosesNothing()
    {
        var honest = Run("honest", Options("honest") with { Seeds = [1, 2], Baselines = false }).Results;
        // The same test sequences with labels that say the opposite.
        Write("test", 8, 3, s => new TextLabel(Tiny.Brackets(s).Text.Replace('(', 'x').Replace(')', '(').Replace('x', ')')));
        var twisted = Run("twisted", Options("twisted") with { Seeds = [1, 2], Baselines = false }).Results;
        Assert.Equal(honest.BestSeed, twisted.BestSeed);
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(honest.Seeds[i].BestStep, twisted.Seeds[i].BestStep);
            Assert.Equal(honest.Seeds[i].Valid["f1_macro"], twisted.Seeds[i].Valid["f1_macro"]);
            Assert.NotEqual(honest.Seeds[i].Test["accuracy"], twisted.Seeds[i].Test["accuracy"]);
        }
        Assert.Equal(Weights("honest", "model"), Weights("twisted", "model"));
    }

    [Fact]
    public void ARunStoppedInTheSecondSeedGoesOnWithoutTheFirst()
    {
        var options = Options("cut") with { Seeds = [1, 2], Baselines = false };
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => Run("cut", options, new StopAt(stop, seed: 2, step: 3), stop.Token));
        Assert.True(File.Exists(folder["cut", "seed-1", "result.json"]));
        Assert.False(File.Exists(folder["cut", "seed-2", "result.json"]));
        var first = File.GetLastWriteTimeUtc(folder["cut", "seed-1", "result.json"]);
        var resumed = Run("cut", options with { Existing = ExistingRun.Resume }).Results;
        var whole = Run("whole", options with { Output = folder["whole"] }).Results;
        Assert.Equal(first, File.GetLastWriteTimeUtc(folder["cut", "seed-1", "result.json"]));
        Assert.Equal(Numbers(whole), Numbers(resumed));
        Assert.Equal(Weights("whole", "model"), Weights("cut", "model"));
    }

    [Fact]
    public void TheUntrainedModelIsScoredBeside()
    {
        var results = Run("run", Options("run") with { UntrainedBaseline = true, Baselines = false }).Results;
        Assert.Equal([FineTuneWorkflow.ModelName, FineTuneWorkflow.UntrainedName], results.Scores.Select(s => s.Name));
        Assert.True(File.Exists(folder["run", "untrained", "result.json"]));
    }

    [Fact]
    public void StructuresAreDrawnAsValidationChoseAndTheModelKeepsIt()
    {
        var outcome = Run("run", Options("run") with { Baselines = false });
        var finding = outcome.Test!.Findings.OfType<StructureFinding>().Single();
        var chosen = Assert.IsType<StructureDecoding>(finding.Decoding);
        Assert.Equal(chosen, ModelCard.Read(folder["run", "model"]).Structures);
        var stored = RunResults.Read(folder["run"]).Structures!;
        Assert.Equal(
            (chosen, finding.Total.F1, finding.EnergiesAlone!.Value.F1), (stored.Decoding, stored.Pairs.F1, stored.EnergiesAlone!.F1));
        // What the program infers with the folder is what was scored.
        using var model = PretrainedModel.Open(folder["run"], new InferenceOptions());
        using var input = InferenceInput.FromSequences(finding.Predictions.Select(p => p.Example.Sequence));
        var inferred = new SequenceInference(model, new InferenceOptions()).Run(input).Select(p => p.Structure);
        Assert.Equal(finding.Predictions.Select(p => p.Predicted.ToDotBracket()), inferred);
        Assert.Contains("chosen on validation", File.ReadAllText(folder["run", "report.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public void AModelThatSawTheLabelsBeforeSaysSoBesideTheUntrainedOne()
    {
        var first = Run("first", Options("first") with { UntrainedBaseline = true, Baselines = false });
        Assert.Empty(first.Results.ScoreRemarks);
        Assert.True(Assert.Single(ModelCard.Read(folder["first", "model"]).TrainedOn).Labels);
        var again = Options("again") with { Model = folder["first", "model"], UntrainedBaseline = true, Baselines = false };
        Assert.Contains("had learned the labels of this training split", Assert.Single(Run("again", again).Results.ScoreRemarks),
            StringComparison.Ordinal);
        Assert.Contains("had learned the labels", File.ReadAllText(folder["again", "report.html"]), StringComparison.Ordinal);
        // Without the model it is compared with, and for other data, there is nothing to say.
        Assert.Empty(Run("alone", again with { Output = folder["alone"], UntrainedBaseline = false }).Results.ScoreRemarks);
        Write("train", 20, 9);
        Assert.Empty(Run("other", again with { Output = folder["other"] }).Results.ScoreRemarks);
    }

    [Fact]
    public void ThePageTellsAllMetricsWhatWasChangedAndWhoIsBetter()
    {
        File.AppendAllLines(folder["data", "train.jsonl"], ["""{"sequence": "ggNRAU", "label": "......"}""", Long(40)]);
        var options = Options("run") with
        {
            Metrics = ["accuracy", "mcc", "f1_macro"],
            MaxLength = 16,
            LongSequences = LengthPolicy.Truncate,
            Figures = true,
        };
        var outcome = Run("run", options with { Trainer = options.Trainer with { MaxSteps = 1, LearningRate = 1e-9 } });
        var page = File.ReadAllText(folder["run", "report.html"]);
        foreach (var metric in new[] { "accuracy", "mcc", "f1_macro" })
            Assert.Contains($"<td>{metric}</td>", page, StringComparison.Ordinal);
        Assert.Contains(outcome.Data.Changes, change => change.StartsWith("train: ", StringComparison.Ordinal));
        Assert.All(outcome.Data.Changes, change => Assert.Contains(HtmlText(change), page, StringComparison.Ordinal));
        Assert.Contains("<td>of all in lower case</td>", page, StringComparison.Ordinal);
        Assert.Contains("<td>IUPAC codes of several bases</td>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<td>g</td>", page, StringComparison.Ordinal);
        Assert.Contains("<p class=\"lead-text\">…/", page, StringComparison.Ordinal);
        // A model that has learned nothing is not better than all that costs nothing.
        Assert.Contains("<div class=\"warning\">", page, StringComparison.Ordinal);
        Assert.Contains("is better: ", page, StringComparison.Ordinal);
        Assert.Contains(", the best</h3>", page, StringComparison.Ordinal);
        Assert.True(File.Exists(folder["run", "figures", "confusion.svg"]));

        static string Long(int bases) => $$"""{"sequence": "{{new string('A', bases)}}", "label": "{{new string('.', bases)}}"}""";
        static string HtmlText(string text) => System.Net.WebUtility.HtmlEncode(text);
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

    /// <summary>Who reads the page has not seen the terminal.</summary>
    [Fact]
    public void SequencesThatSplitsShareAreSaidOnThePageToo()
    {
        File.AppendAllText(folder["data", "test.jsonl"], File.ReadLines(folder["data", "train.jsonl"]).First() + "\n");
        var outcome = Run("run", Options("run"));
        var warning = Assert.Single(outcome.Data.Report.Warnings, text => text.Contains(" of test ", StringComparison.Ordinal));
        Assert.Contains("like one in train", warning, StringComparison.Ordinal);
        Assert.Contains(warning, File.ReadAllText(folder["run", "report.html"]), StringComparison.Ordinal);
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
            && m.Contains("it knows A, C, G, U", StringComparison.Ordinal));
        var after = OmniTokenizer.FromPretrained(folder["second", "model"]).Learned!;
        Assert.True(after.Counts['T'] > 0 && after.Counts['A'] > 500);
    }

    [Fact]
    public void LettersThatTheVocabularyLacksAreWarnedOfWithTheirLabels()
    {
        var vocabulary = File.ReadAllText(folder["model", "vocab.txt"]);
        File.WriteAllText(folder["model", "vocab.txt"], vocabulary.Replace("\nU\n", "\nQ\n", StringComparison.Ordinal));
        File.WriteAllLines(folder["data", "train.jsonl"], ["""{"sequence": "ACGUUUUU", "label": "((....))"}"""]);
        var told = new Listener();
        Run("run", Options("run") with { Baselines = false }, told);
        Assert.Contains("! train: 5 of 8 letters are unknown to the vocabulary, with 5 labels.", told.Messages);
    }

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
        var logged = MetricsLog.Read(folder["run", "seed-42", "metrics.jsonl"]).SelectMany(r => r.Values.Values);
        Assert.All(logged, value => Assert.True(value is null || double.IsFinite(value.Value)));
    }

    [Fact]
    public void WhatCannotBeTrainedIsSaidBeforeAFolderIsMade()
    {
        Assert.Equal("OH5052", Fails<UsageException>(Options("run") with { Seeds = [1, 1] }));
        Assert.Equal("OH5140", Fails<UsageException>(Options("run") with { Trainer = new TrainerOptions { Scheduler = "linaer" } }));
        Assert.Equal("OH5110", Fails<UsageException>(Options("run") with { PrimaryMetric = "f1_marco" }));
        Assert.Equal("OH5111", Fails<UsageException>(Options("run") with { PrimaryMetric = "rmse" }));
        Assert.Equal("OH1401", Fails<OmniException>(Options("run") with { MaxLength = 8 }));
        void WriteUnknown() => Write("test", 2, 1, s => new TextLabel(new string('?', s.Length)));
        Assert.Equal("OH1301", Fails<OmniException>(Options("run"), WriteUnknown));
        Assert.Equal("OH5051", Fails<UsageException>(Options("run"), WriteWithoutLabels));
        var untold = Options("run") with { Task = TaskType.TokenClassification };
        Assert.Equal("OH5050", Fails<OmniException>(untold, () => File.Delete(folder["data", "train.jsonl"])));

        void WriteWithoutLabels()
        {
            File.Delete(folder["data", "config.json"]);
            foreach (var split in new[] { "train", "valid", "test" })
                File.WriteAllText(folder["data", $"{split}.jsonl"], """{"sequence": "ACGU"}""");
        }
    }

    [Fact]
    public void AFolderThatIsTakenIsRefusedBeforeTheDataAreRead()
    {
        Directory.CreateDirectory(folder["run"]);
        File.WriteAllText(folder["run", "thesis.txt"], "");
        File.WriteAllText(folder["data", "train.jsonl"], "not read");
        Assert.Equal("OH5031", Assert.Throws<UsageException>(() => Run("run", Options("run"))).Code);
        var overwriting = Options("run") with { Existing = ExistingRun.Overwrite };
        Assert.Equal("OH5032", Assert.Throws<UsageException>(() => Run("run", overwriting)).Code);
    }

    [Fact]
    public void DamagedResultsAreNamed()
    {
        Directory.CreateDirectory(folder["run", "seed-1"]);
        Assert.Equal("OH5040", Assert.Throws<OmniException>(() => RunResults.Read(folder["run"])).Code);
        File.WriteAllText(folder["run", "results.json"], "{");
        Assert.Equal("OH5040", Assert.Throws<OmniException>(() => RunResults.Read(folder["run"])).Code);
        Assert.Null(SeedResultFile.TryRead(folder["run", "seed-1"]));
        File.WriteAllText(folder["run", "seed-1", "result.json"], "{\"seed\": ");
        Assert.Equal("OH5041", Assert.Throws<OmniException>(() => SeedResultFile.TryRead(folder["run", "seed-1"])).Code);
    }

    public void Dispose() => folder.Dispose();

    private FineTuneOptions Options(string name) => new()
    {
        Data = folder["data"],
        Model = folder["model"],
        Output = folder[name],
        BatchSize = 4,
        Trainer = new TrainerOptions { Epochs = 2, LearningRate = 0.01, LogEverySteps = 1 },
    };

    private byte[] Weights(params string[] path) => File.ReadAllBytes(folder[[.. path, "model.safetensors"]]);

    private FineTuneOutcome Run(
        string name, FineTuneOptions options, RunObserver? observer = null, CancellationToken cancellation = default)
    {
        Assert.Equal(folder[name], options.Output);
        return new FineTuneWorkflow(options, observer ?? new RunObserver()).Run([], cancellation);
    }

    private string Fails<T>(FineTuneOptions options, Action? before = null)
        where T : OmniException
    {
        before?.Invoke();
        var error = Assert.Throws<T>(() => Run("run", options));
        Assert.False(Directory.Exists(folder["run"]));
        return error.Code;
    }

    private static string Numbers(RunResults results) =>
        JsonSerializer.Serialize(results with { Seeds = [.. results.Seeds.Select(s => s with { TrainSeconds = 0 })] });

    private void Write(string split, int count, long seed, Func<string, TextLabel>? label = null)
    {
        static string Text(Label? label) => ((TextLabel)label!).Text;
        File.WriteAllLines(folder["data", split + ".jsonl"],
            Tiny.Examples(count, label ?? Tiny.Brackets, seed).Select(
                e => $$"""{"sequence": "{{e.Sequence}}", "label": "{{Text(e.Label)}}"}"""));
    }

    /// <summary>Counts the true opening brackets.</summary>
    private sealed class OpenShare : ITestScorer
    {
        public bool AppliesTo(LabelEncoder labels) => labels.Labels!.TryGetId("(", out _);

        public TestFinding Score(TestOutputs test)
        {
            Assert.Equal(test.Tokens.Count, test.Logits.Length);
            return new OpenFinding(test.Tokens.Examples.Sum(e => ((TextLabel)e.Label!).Text.Count(c => c == '(')));
        }
    }

    private sealed record OpenFinding(int Open) : TestFinding
    {
        public override IReadOnlyList<KeyFigure> Figures => [new("opening brackets", Open.ToString(CultureInfo.InvariantCulture))];
    }

    private sealed class Never : ITestScorer
    {
        public bool AppliesTo(LabelEncoder labels) => false;

        public TestFinding Score(TestOutputs test) => throw new InvalidOperationException("does not apply");
    }

    /// <summary>Cancels when a seed reaches a step.</summary>
    private sealed class StopAt(CancellationTokenSource stop, long seed, int step) : RunObserver
    {
        public override void Training(TrainingProgress progress)
        {
            if (progress.Seed == seed && progress.Position.Step == step) stop.Cancel();
        }
    }
}
