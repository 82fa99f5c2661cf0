using System.Text.Json;
using OmniHelix.Tokenizers;

namespace OmniHelix.EndToEnd.Tests;

/// <summary><c>omni evaluate</c> and <c>omni runs</c> on runs of a tiny model.</summary>
public sealed class EvaluateTests(TrainFolder training) : IClassFixture<TrainFolder>
{
    private static readonly Lock Once = new();
    private static string? first;
    private static string? second;

    [Fact]
    public void AnEvaluationOfTheTestSplitGivesTheNumbersOfTheRun()
    {
        var (run, output) = (First(), training.New("e"));
        var evaluated = OmniProgram.Run("evaluate", "--model", run, "--data", training.Data, "--output", output, "--figures");
        Assert.True(evaluated.ExitCode == 0, evaluated.Error);
        foreach (var file in new[]
        {
            "run.json", "results.json", "predictions.parquet", "report.html", "figures/confusion.svg", "figures/confusion.png",
            "figures/structure-1-arcs.png", "figures/roc-curve.svg", "figures/reliability.png",
        })
            Assert.True(File.Exists(Path.Combine(output, file)), file);
        var results = Json(File.ReadAllText(Path.Combine(output, "results.json")));
        Assert.Equal(["(", ")", "."], results.GetProperty("labels").EnumerateArray().Select(l => l.GetString()));
        var own = Json(File.ReadAllText(Path.Combine(run, "results.json"))).GetProperty("seeds")[0].GetProperty("test");
        var metrics = results.GetProperty("metrics").EnumerateArray().ToDictionary(m => m.GetProperty("name").GetString()!, m => m);
        foreach (var value in own.EnumerateObject())
            Assert.Equal(value.Value.GetDouble(), metrics[value.Name].GetProperty("value").GetDouble(), 1e-9);
        // Those that need probabilities too, each with its interval.
        Assert.True(metrics["roc_auc"].GetProperty("low").GetDouble() <= metrics["roc_auc"].GetProperty("high").GetDouble());
        Assert.Contains("95 % interval over records", evaluated.Output, StringComparison.Ordinal);
        Assert.Contains("base-pair F1", evaluated.Output, StringComparison.Ordinal);
        var page = File.ReadAllText(Path.Combine(output, "report.html"));
        Assert.Contains("Confusion matrix", page, StringComparison.Ordinal);
        Assert.Matches(@"trained on</th><td>[^<]*, with labels</td>", page);

        var again = OmniProgram.Run("evaluate", "--model", run, "--data", training.Data, "--output", output);
        Assert.StartsWith("error OH5031", again.Error, StringComparison.Ordinal);
        var model = OmniProgram.Run("infer", "--model", output, "--sequence", "ACGU");
        Assert.Contains("a run of omni evaluate never has one", model.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void OnlyWhatIsAskedForIsPrinted()
    {
        var run = OmniProgram.Run(
            "evaluate", "--model", First(), "--data", Path.Combine(training.Data, "valid.jsonl"), "--metrics", "mcc",
            "--primary-metric", "mcc", "--resamples", "50", "--json");
        Assert.True(run.ExitCode == 0, run.Error);
        var metric = Assert.Single(Json(run.Output).GetProperty("metrics").EnumerateArray());
        Assert.Equal(("mcc", 50), (metric.GetProperty("name").GetString(), metric.GetProperty("resamples").GetInt32()));
    }

    [Fact]
    public void LettersThatTheModelCannotReadOrHardlyReadAreCounted()
    {
        var model = Path.Combine(First(), "model");
        var copy = Directory.CreateDirectory(training.New("model")).FullName;
        foreach (var file in Directory.EnumerateFiles(model)) File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        var vocabulary = Path.Combine(copy, "vocab.txt");
        File.WriteAllText(vocabulary, File.ReadAllText(vocabulary).Replace("\nU\n", "\n[unused]\n", StringComparison.Ordinal));
        var learned = new LearnedLetters(new Dictionary<char, long> { ['A'] = 500, ['C'] = 500, ['G'] = 500 });
        OmniTokenizer.FromPretrained(copy).SavePretrained(copy, learned);
        var data = training.New("x.jsonl");
        File.WriteAllLines(
            data, [TrainFolder.Record("ACGUU", "..().."[..5]), TrainFolder.Record("GGCa", "(()."), TrainFolder.Record("T", ".")]);
        var output = training.New("e");
        var run = OmniProgram.Run("evaluate", "--model", copy, "--data", data, "--output", output, "--resamples", "0", "--json");
        Assert.True(run.ExitCode == 0, run.Error);
        const string Unknown = "2 of 10 letters are unknown to the vocabulary, with 2 labels.";
        const string Hardly = "2 of 10 letters are ones that the model hardly read while it was trained (T 1, a 1); it knows A, C, G.";
        Assert.Contains($"! test: {Unknown}", run.Error, StringComparison.Ordinal);
        Assert.Contains($"! test: {Hardly}", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("nothing cut", run.Error, StringComparison.Ordinal);
        var letters = Json(run.Output).GetProperty("letters");
        const string Counted = """{"given":10,"unknown":2,"hardly_read":{"T":1,"a":1},"labels_of_unknown":2,"converted":0,"folded":0}""";
        Assert.Equal(Counted, JsonSerializer.Serialize(letters));
        var kept = Json(File.ReadAllText(Path.Combine(output, "results.json"))).GetProperty("letters");
        Assert.Equal(2, kept.GetProperty("unknown").GetInt32());
        var page = File.ReadAllText(Path.Combine(output, "report.html"));
        Assert.Contains(Unknown, page, StringComparison.Ordinal);
        Assert.Contains(Hardly, page, StringComparison.Ordinal);
    }

    [Fact]
    public void LabelsThatTheModelDoesNotKnowAreNamed()
    {
        var data = training.New("x.jsonl");
        File.WriteAllLines(data, [TrainFolder.Record("GGCC", "[[]]"), TrainFolder.Record("ACGU", "..().."[..4])]);
        var run = OmniProgram.Run("evaluate", "--model", First(), "--data", data);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("unknown labels: '[' 2 times, ']' 2 times; known are '(' ')' '.'", run.Error, StringComparison.Ordinal);
        run = OmniProgram.Run("evaluate", "--model", First(), "--data", data, "--ignore-unknown-labels");
        Assert.True(run.ExitCode == 0, run.Error);
    }

    [Theory]
    [InlineData("OH5304", 2, "--model", "omnihelix-rna-1m", "--data", "DATA")]
    [InlineData("OH5110", 2, "--model", "RUN", "--data", "DATA", "--metrics", "mcd")]
    [InlineData("OH5111", 2, "--model", "RUN", "--data", "DATA", "--metrics", "rmse")]
    [InlineData("OH2020", 2, "--model", "RUN")]
    [InlineData("OH2020", 2, "--data", "DATA")]
    [InlineData("OH2020", 2, "--model", "RUN", "--data", "DATA", "--figures")]
    [InlineData("OH1601", 1, "--model", "RUN", "--data", "none")]
    [InlineData("OH2016", 2, "--model", "RUN", "--data", "DATA", "--split", "tets")]
    public void WhatIsWrongIsSaid(string code, int exit, params string[] words)
    {
        var run = OmniProgram.Run(["evaluate", .. words.Select(w => w == "RUN" ? First() : w == "DATA" ? training.Data : w)]);
        Assert.Equal(exit, run.ExitCode);
        Assert.Contains($"error {code}", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ASplitThatIsNotThereNamesThoseThatAre()
    {
        var data = Directory.CreateDirectory(training.New("data")).FullName;
        File.WriteAllText(Path.Combine(data, "train.jsonl"), TrainFolder.Record("ACGU", "...."));
        var run = OmniProgram.Run("evaluate", "--model", First(), "--data", data);
        Assert.StartsWith("error OH1607", run.Error, StringComparison.Ordinal);
        Assert.Contains("no test split; it has train", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void RunsAreListedAndShown()
    {
        var (run, _) = (First(), Second());
        var cut = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(run))!, "cut off");
        Directory.CreateDirectory(cut);
        var manifest = File.ReadAllText(Path.Combine(run, "run.json"));
        var unfinished = string.Join('\n', manifest.Split('\n').Where(l => !l.Contains("\"finished\"", StringComparison.Ordinal)));
        File.WriteAllText(Path.Combine(cut, "run.json"), unfinished.Replace(",\n}", "\n}", StringComparison.Ordinal));
        var listed = OmniProgram.Run("runs", "list", Path.GetDirectoryName(cut)!);
        Assert.True(listed.ExitCode == 0, listed.Error);
        Assert.Contains(" cut off ", Line(listed.Output, cut), StringComparison.Ordinal);
        Assert.Matches(@" f1_macro \d\.\d+ \[.*\] +finished ", Line(listed.Output, run));
        File.WriteAllText(Path.Combine(cut, "run.json"), "{");
        listed = OmniProgram.Run("runs", "list", Path.GetDirectoryName(cut)!, "--json");
        var states = Json(listed.Output).EnumerateArray().Select(r => r.GetProperty("state").GetString()).ToList();
        Assert.Contains("damaged", states);
        Assert.Contains("finished", states);
        Directory.Delete(cut, recursive: true);

        var shown = OmniProgram.Run("runs", "show", run);
        Assert.True(shown.ExitCode == 0, shown.Error);
        Assert.Contains("learning_rate", shown.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("weight_decay", shown.Output, StringComparison.Ordinal);
        Assert.StartsWith("error OH5062", OmniProgram.Run("runs", "show", training.Data).Error, StringComparison.Ordinal);
        Assert.StartsWith("error OH5062", OmniProgram.Run("runs", "list", training.New("none")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void RunsAreComparedOnTheSameRecords()
    {
        var page = training.New("c.html");
        var run = OmniProgram.Run("runs", "compare", First(), Second(), "--metrics", "f1_macro,log_loss,roc_auc", "--report", page);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("8 test records", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"f1_macro +\d\.\d+ +\d\.\d+ +[+-]\d\.\d+ +\[[+-]\d\.\d+, [+-]\d\.\d+\] +(better|worse|undecided)", run.Output);
        var html = File.ReadAllText(page);
        // One table for each further run, with names as short as tell them apart.
        Assert.Contains($"<h2>{Short(Second())} beside {Short(First())}</h2>", html, StringComparison.Ordinal);
        Assert.Contains("<td>log_loss</td>", html, StringComparison.Ordinal);
        var same = OmniProgram.Run("runs", "compare", First(), First(), "--json");
        Assert.All(Json(same.Output).GetProperty("runs")[1].GetProperty("metrics").EnumerateArray(), metric =>
        {
            Assert.Equal(0, metric.GetProperty("difference").GetProperty("estimate").GetDouble());
            Assert.Equal("undecided", metric.GetProperty("verdict").GetString());
        });

        static string Short(string run) => $"…/{Path.GetFileName(Path.GetDirectoryName(run))}/{Path.GetFileName(run)}";
    }

    [Fact]
    public void RunsOfDifferentTestSetsAreAnErrorThatSaysWhatDiffers()
    {
        var data = training.NewData();
        var test = File.ReadAllLines(Path.Combine(data, "test.jsonl"));
        // One record less, and the letters of another changed.
        File.WriteAllLines(Path.Combine(data, "test.jsonl"), test[..^1].Select((l, i) => i == 2 ? TrainFolder.Record("AAAA", "....") : l));
        var output = training.New("e");
        var evaluated = OmniProgram.Run("evaluate", "--model", First(), "--data", data, "--output", output);
        Assert.True(evaluated.ExitCode == 0, evaluated.Error);
        var run = OmniProgram.Run("runs", "compare", First(), output);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("error OH5060", run.Error, StringComparison.Ordinal);
        Assert.Contains($"1 have other letters in {output} than in {First()} ('3')", run.Error, StringComparison.Ordinal);
        Assert.Contains($"1 are only in {First()} ('8')", run.Error, StringComparison.Ordinal);
        Assert.StartsWith("error OH5063", OmniProgram.Run("runs", "compare", output).Error, StringComparison.Ordinal);
        Assert.StartsWith("error OH5062", OmniProgram.Run("runs", "compare", output, training.Data).Error, StringComparison.Ordinal);
    }

    private string First() => Trained(ref first, "1");

    private string Second() => Trained(ref second, "2");

    private string Trained(ref string? run, string seed)
    {
        lock (Once)
        {
            if (run is not null) return run;
            var output = training.New("run");
            var trained = training.Train(output, "--seeds", seed);
            Assert.True(trained.ExitCode == 0, trained.Error);
            return run = output;
        }
    }

    private static string Line(string output, string folder) =>
        output.Split('\n').Single(line => line.StartsWith(folder + " ", StringComparison.Ordinal));

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
