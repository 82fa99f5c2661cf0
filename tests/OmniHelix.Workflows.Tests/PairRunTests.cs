using System.Text.Json;
using OmniHelix.Data.DataSets;
using OmniHelix.Data.Records;
using OmniHelix.Data.Tables;
using OmniHelix.Data.Tokens;
using OmniHelix.Inference;
using OmniHelix.Models;
using OmniHelix.Models.Heads;
using OmniHelix.Torch;
using OmniHelix.Training;
using OmniHelix.Training.ModelTasks;
using OmniHelix.Workflows.Comparing;
using OmniHelix.Workflows.Evaluating;
using OmniHelix.Workflows.FineTuning;
using OmniHelix.Workflows.FineTuning.Scoring;
using OmniHelix.Workflows.Predicting;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.Tests;

/// <summary>Matrices of pairs of bases from data to predictions: G pairs with C where they are far enough apart.</summary>
public sealed class PairRunTests : FineTuneRuns
{
    public PairRunTests() => WriteAll("matrix_classification", e => Contacts(e.Sequence));

    [Fact]
    public void ContactsAreLearnedScoredAndPredicted()
    {
        var options = Options("run");
        var told = new Listener();
        // Of six seeds two stay at half of the contacts.
        var outcome = Run("run", options with { Figures = true, Seeds = [3], Trainer = options.Trainer with { Epochs = 30 } }, told);
        var results = RunResults.Read(folder["run"]);
        Assert.Equal(("matrix_classification", "average_precision"), (results.Task, results.PrimaryMetric));
        Assert.Equal(["apart", "contact"], results.Labels);
        Assert.InRange(results.Seeds[0].Test["average_precision"], 0.9, 1);
        Assert.InRange(results.Seeds[0].Test["f1"], 0.8, 1);
        Assert.InRange(results.Seeds[0].Test["precision_at_l_5"], 0.9, 1);
        Assert.Equal(["this model", "distance along the sequence"], results.Scores.Select(score => score.Name));
        Assert.True(results.Scores[0].Score > results.Scores[1].Score + 0.3);
        Assert.True(results.Scores[1].AdvantageLow > 0);
        Assert.Contains(told.Messages, message => message.StartsWith("New weights: pair_network (", StringComparison.Ordinal));

        var shown = outcome.Test!.Findings.OfType<PairMapFinding>().Single().Maps;
        Assert.Equal(["best", "median", "worst"], shown.Select(map => map.Name.Split(' ')[^1]));
        Assert.Contains("<svg class=\"pairmap\"", File.ReadAllText(folder["run", "report.html"]), StringComparison.Ordinal);
        Assert.True(File.Exists(folder["run", "figures", "pairs-3.png"]));
        Assert.True(File.Exists(folder["run", "figures", "roc-curve.svg"]));

        var lines = Infer("run", probabilities: true);
        Assert.Equal(8, lines.Count);
        foreach (var line in lines)
        {
            var sequence = line.GetProperty("sequence").GetString()!;
            var matrix = line.GetProperty("probabilities");
            Assert.Equal(sequence.Length, matrix.GetArrayLength());
            foreach (var contact in line.GetProperty("contacts").EnumerateArray())
            {
                var (i, j) = (contact[0].GetInt32(), contact[1].GetInt32());
                Assert.True(j - i >= 4);
                Assert.InRange(contact[2].GetSingle(), 0.5f, 1);
                Assert.Equal(contact[2].GetSingle(), matrix[i][j].GetSingle());
                Assert.Equal(contact[2].GetSingle(), matrix[j][i].GetSingle());
            }
        }
        var known = Tiny.Examples(8, _ => null, 3).Sum(e => Pairs(e.Sequence).Count());
        Assert.InRange(lines.Sum(line => line.GetProperty("contacts").GetArrayLength()), known * 0.7, known * 1.3);

        var evaluated = new EvaluateWorkflow(
            new EvaluateOptions { Model = folder["run"], Data = folder["data"], Resamples = 20 }, new RunObserver()).Run([], default);
        Assert.Equal(results.Seeds[0].Test["f1"], evaluated.Results.Metrics.Single(metric => metric.Name == "f1").Value!.Value, 1e-6);
        Assert.Equal(
            results.Seeds[0].Test["precision_at_l"],
            evaluated.Results.Metrics.Single(metric => metric.Name == "precision_at_l").Value!.Value, 1e-6);
    }

    [Fact]
    public void DistancesAreLearnedOnTheirOwnScale()
    {
        WriteAll("matrix_regression", e => Distances(e.Sequence));
        var options = Options("run");
        Run("run", options with { Trainer = options.Trainer with { Epochs = 12 } });
        var results = RunResults.Read(folder["run"]);
        Assert.Equal("rmse", results.PrimaryMetric);
        // The numbers lie between 30 and 60: a network without their scale would still be near 0.
        Assert.InRange(results.Seeds[0].Test["rmse"], 0, 4);
        Assert.InRange(results.Seeds[0].Test["r2"], 0.5, 1);
        var page = File.ReadAllText(folder["run", "report.html"]);
        Assert.Contains("the darker, the smaller: from 30 to 50.", page, StringComparison.Ordinal);
        using var model = OmniModel.FromPretrained(folder["run"]);
        Assert.InRange(model.Options.TargetScales![0].Mean, 32, 37);
        var first = Infer("run")[0];
        var matrix = first.GetProperty("predictions");
        Assert.Equal(first.GetProperty("sequence").GetString()!.Length, matrix.GetArrayLength());
        Assert.Equal(matrix[0][4].GetSingle(), matrix[4][0].GetSingle());
        Assert.False(first.TryGetProperty("contacts", out _));
    }

    [Fact]
    public void ARunCutOffEndsAtTheSameWeights()
    {
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(
            () => Run("cut", Options("cut"), new StopAt(stop, 5), stop.Token));
        Run("cut", Options("cut") with { Existing = ExistingRun.Resume });
        Run("whole", Options("whole"));
        Assert.Equal(Weights("whole", "model"), Weights("cut", "model"));
    }

    [Fact]
    public void ATrainerOfAProgramEndsAtTheSameWeightsAndPredictsWhatTheProgramDoes()
    {
        Run("run", Options("run"));
        var data = folder["data"];
        var pairs = new PairHeadOptions { Channels = 8, Blocks = 1 };
        using var model = new OmniModelForMatrixClassification(
            folder["model"], Tiny.Tokenizer, options: new() { Pairs = pairs }, seed: 42);
        var trainer = new Trainer(
            model, new OmniDataset(data, Tiny.Tokenizer), new OmniDataset(data, Tiny.Tokenizer, "valid"),
            new OmniDataset(data, Tiny.Tokenizer, "test"), Options("run").Trainer);
        trainer.Run(batchSize: 4);
        using var trained = OmniModel.FromPretrained(folder["run", "model"]);
        Assert.Equal(Tiny.Weights(trained), Tiny.Weights(model));
        Assert.Equal(RunResults.Read(folder["run"]).Seeds[0].Test["f1_macro"], trainer.Evaluate().Values["f1_macro"]);
        var lines = Infer("run", probabilities: true);
        foreach (var (prediction, line) in trainer.Predict().Zip(lines))
        {
            var written = line.GetProperty("probabilities").EnumerateArray().SelectMany(row => row.EnumerateArray())
                .Select(p => p.GetSingle());
            foreach (var (one, other) in prediction.Probabilities.Zip(written)) Assert.Equal(one, other, 1e-6);
        }
        var far = new OmniDataset(data, Tiny.Tokenizer, options: new() { MinDistance = 6 });
        Assert.Equal("OH5056", Assert.Throws<UsageException>(() => new Trainer(model, far)).Code);
    }

    [Fact]
    public void WhatWasPredictedCanBeComparedAndJoined()
    {
        Run("one", Options("one") with { Seeds = [1] });
        Run("two", Options("two") with { Seeds = [2] });
        var comparison = RunComparison.Of([folder["one"], folder["two"]], ["average_precision", "precision_at_l"]);
        foreach (var (run, name) in comparison.Runs.Zip(["one", "two"]))
            Assert.Equal(
                RunResults.Read(folder[name]).Seeds[0].Test["precision_at_l"],
                run.Scores.Single(score => score.Name == "precision_at_l").Value!.Value, 1e-6);
        var rows = Table.Open(folder["one", TestPredictions.FileName]).Rows().ToList();
        foreach (var row in rows)
            Assert.Equal((long)row["length"]! * ((long)row["length"]! - 1) / 2, ((object?[])row["prediction"]!).Length);
        var joined = Infer("one", probabilities: true, ensemble: ["two"])[0];
        var (first, second) = (Infer("one", probabilities: true)[0], Infer("two", probabilities: true)[0]);
        Assert.Equal(
            (Probability(first) + Probability(second)) / 2, Probability(joined), 1e-5);
        Assert.Equal(
            Math.Abs(Probability(first) - Probability(second)) / 2, joined.GetProperty("spread")[0][5].GetDouble(), 1e-5);

        static double Probability(JsonElement line) => line.GetProperty("probabilities")[0][5].GetDouble();
    }

    [Fact]
    public void ATeacherCanBeLearnedFrom()
    {
        Run("teacher", Options("teacher"));
        var distilled = Options("student") with { Distillation = new() { Teacher = folder["teacher"], DistillWeight = 0.9 } };
        Run("student", distilled);
        Assert.NotEqual(Weights("teacher", "model"), Weights("student", "model"));
        WriteAll("matrix_regression", e => Distances(e.Sequence));
        Run("numbers", Options("numbers"));
        Run("pupil", Options("pupil") with { Distillation = new() { Teacher = folder["numbers"] } });
        Assert.Equal("OH3607", Fails<OmniException>(Options("run") with { Distillation = new() { Teacher = folder["teacher"] } }));
    }

    [Fact]
    public void ClassesAreWeighedByTheirNumber()
    {
        Run("run", Options("run") with { BalanceClasses = true, MinDistance = 5 });
        using var model = (OmniModelForMatrixClassification)OmniModel.FromPretrained(folder["run"]);
        var weights = model.Options.ClassWeights!;
        Assert.True(weights[1] > weights[0]);
        Assert.Equal(5, model.Pairs.MinDistance);
    }

    [Fact]
    public void SettingsOfPairsAreForPairsAndWindowsAreNot()
    {
        Assert.Equal("OH2021", Fails<UsageException>(Options("run") with { WindowOverlap = 4 }));
        Assert.Equal("OH2021", Fails<UsageException>(Options("run") with { LongSequences = LengthPolicy.Window }));
        Assert.Equal("OH5111", Fails<UsageException>(Options("run") with { Metrics = ["rmse"] }));
        Assert.Equal("OH5056", Fails<UsageException>(Options("run") with { ClassWeights = [1, 2, 3] }));
        Assert.Equal("OH5056", Fails<UsageException>(Options("run") with { Loss = LossKind.Mse }));
        WriteAll("sequence_classification", e => e.Sequence.Length % 2 == 0 ? "\"a\"" : "\"b\"");
        Assert.Equal("OH2021", Fails<UsageException>(Options("run")));
        var plain = Options("run") with { PairChannels = null, PairBlocks = null };
        Assert.Equal("OH2021", Fails<UsageException>(plain with { MinDistance = 3 }));
        Assert.Equal("OH5111", Fails<UsageException>(plain with { Metrics = ["precision_at_l"] }));
    }

    [Fact]
    public void ALongSequenceFailsAloneUnlessItIsCut()
    {
        Run("run", Options("run"));
        using var model = OmniModel.FromPretrained(folder["run"]);
        var predictions = model.Inference(["GGGGAAACCCC", "GGCC"], new InferenceOptions { MaxLength = 8 });
        Assert.Equal("OH1401", predictions[0].Error!.Code);
        Assert.Equal(16, predictions[1].Probabilities.Length);
        var windows = new InferenceOptions { MaxLength = 8, LongSequences = LengthPolicy.Window };
        Assert.Equal("OH1401", model.Inference("GGGGAAACCCC", windows).Error!.Code);
        var cut = model.Inference("GGGGAAACCCC", windows with { LongSequences = LengthPolicy.Truncate });
        Assert.Equal((5, 36), (cut.CutBases, cut.Probabilities.Length));
    }

    [Theory]
    [InlineData("matrix_classification", "contacts,probabilities,logits")]
    [InlineData("matrix_regression", "prediction,logits")]
    public void CellsOfATableAreTheJsonOfTheFields(string task, string columns)
    {
        WriteAll(task, e => task == "matrix_regression" ? Distances(e.Sequence) : Contacts(e.Sequence));
        Run("run", Options("run"));
        foreach (var file in new[] { "out.jsonl", "out.csv" })
        {
            var options = new InferOptions
            {
                Model = folder["run"],
                Input = folder["data", "test.jsonl"],
                Output = folder[file],
                Probabilities = task == "matrix_classification",
                Logits = true,
            };
            new InferWorkflow(InferConfiguration.Resolve(options)).Run(TextWriter.Null, null, CancellationToken.None);
        }
        var lines = File.ReadAllLines(folder["out.jsonl"]).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var rows = Table.Open(folder["out.csv"]).Rows().ToList();
        Assert.Equal(lines.Count, rows.Count);
        string[] expected = ["id", "sequence", "metadata", .. columns.Split(','), "truncated_bases", "unknown_bases", "error"];
        Assert.Equal(expected, File.ReadLines(folder["out.csv"]).First().Split(','));
        foreach (var (line, row) in lines.Zip(rows))
            foreach (var column in columns.Split(','))
                Assert.Equal(
                    line.GetProperty(column == "prediction" ? "predictions" : column).GetRawText(),
                    Convert.ToString(row[column], System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void AContactHeadOfPublishedWeightsIsAskedByName()
    {
        var published = folder["published"];
        Directory.CreateDirectory(published);
        foreach (var file in Directory.EnumerateFiles(SourceTree.PathOf("tests", "goldens", "encoders", "omnigenome-mlm")))
            File.Copy(file, Path.Combine(published, Path.GetFileName(file)));
        Tiny.Tokenizer.SavePretrained(published);
        var unasked = Assert.Throws<UsageException>(() => Infer("published"));
        Assert.Equal("OH5304", unasked.Code);
        Assert.Contains("--task matrix_classification", unasked.Advice, StringComparison.Ordinal);
        var lines = Infer("published", probabilities: true, task: TaskType.PairClassification);
        Assert.Equal(8, lines.Count);
        using var scope = new TensorScope();
        using var model = OmniModel.FromPretrained(published, TaskType.Embedding);
        foreach (var line in lines)
        {
            var sequence = line.GetProperty("sequence").GetString()!;
            long[] ids = [.. Tiny.Tokenizer.Tokenize(sequence).Ids.Select(id => (long)id)];
            var expected = model.Backbone.PredictContacts(new(Tensor.From<long>(ids, [1, ids.Length]))).ToArray<float>();
            var found = line.GetProperty("probabilities");
            for (var i = 0; i < sequence.Length; i++)
                for (var j = 0; j < sequence.Length; j++)
                    Assert.Equal(Math.Abs(i - j) < 4 ? 0 : expected[i * sequence.Length + j], found[i][j].GetSingle(), 1e-5);
        }
    }

    private new FineTuneOptions Options(string name) => base.Options(name) with
    {
        PairChannels = 8,
        PairBlocks = 1,
        Trainer = base.Options(name).Trainer with { LearningRate = 5e-3 },
    };

    private List<JsonElement> Infer(
        string run, bool probabilities = false, IReadOnlyList<string>? ensemble = null, TaskType? task = null)
    {
        using var output = new StringWriter();
        var options = new InferOptions
        {
            Model = folder[run],
            Ensemble = [.. (ensemble ?? []).Select(other => folder[other])],
            Input = folder["data", "test.jsonl"],
            Probabilities = probabilities,
            Task = task,
        };
        new InferWorkflow(InferConfiguration.Resolve(options)).Run(output, null, CancellationToken.None);
        return [
            .. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }

    private void WriteAll(string task, Func<Example, string> label)
    {
        File.WriteAllText(folder["data", "config.json"], $$"""{ "task_type": "{{task}}" }""");
        foreach (var (split, count, seed) in new[] { ("train", 48, 1), ("valid", 8, 2), ("test", 8, 3) })
            File.WriteAllLines(folder["data", split + ".jsonl"], Tiny.Examples(count, _ => null, seed).Select(
                e => $$"""{"sequence": "{{e.Sequence}}", "label": {{label(e)}}}"""));
    }

    private static IEnumerable<(int I, int J)> Pairs(string sequence) =>
        from i in Enumerable.Range(0, sequence.Length)
        from j in Enumerable.Range(0, sequence.Length)
        where j - i >= 4 && (sequence[i], sequence[j]) is ('G', 'C') or ('C', 'G')
        select (i, j);

    private static string Contacts(string sequence) =>
        $"[{string.Join(", ", Pairs(sequence).Where(pair => pair.J > pair.I).Select(pair => $"[{pair.I}, {pair.J}]"))}]";

    // Thirty, ten more for each base that is A.
    private static string Distances(string sequence) => "[" + string.Join(", ", sequence.Select((a, i) => "[" + string.Join(
        ", ", sequence.Select((b, j) => i == j ? "0" : $"{30 + (a == 'A' ? 10 : 0) + (b == 'A' ? 10 : 0)}")) + "]")) + "]";

    private sealed class StopAt(CancellationTokenSource stop, int step) : RunObserver
    {
        public override void Training(TrainingProgress progress)
        {
            if (progress.Position.Step == step) stop.Cancel();
        }
    }
}
