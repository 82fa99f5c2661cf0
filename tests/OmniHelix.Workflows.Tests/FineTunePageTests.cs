using System.Globalization;
using OmniHelix.Data.Labels;
using OmniHelix.Data.Records;
using OmniHelix.Data.Tokens;
using OmniHelix.Models;
using OmniHelix.Reports;
using OmniHelix.Workflows.FineTuning;
using OmniHelix.Workflows.FineTuning.Scoring;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.Tests;

/// <summary>What is scored beside the model, and what the page of a run says.</summary>
public sealed class FineTunePageTests : FineTuneRuns
{
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
    public void TheUntrainedModelIsScoredBeside()
    {
        var results = Run("run", Options("run") with { UntrainedBaseline = true, Baselines = false }).Results;
        Assert.Equal([FineTuneWorkflow.ModelName, FineTuneWorkflow.UntrainedName], results.Scores.Select(s => s.Name));
        Assert.True(File.Exists(folder["run", "untrained", "result.json"]));
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
}
