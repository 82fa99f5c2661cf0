using OmniHelix.Inference;
using OmniHelix.Inference.Scoring;
using OmniHelix.Models;
using OmniHelix.Workflows.Evaluating;
using OmniHelix.Workflows.FineTuning;
using OmniHelix.Workflows.FineTuning.Scoring;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.Tests;

/// <summary>Structures of a run: drawn in several ways, as validation chose, and the same in evaluations and predictions.</summary>
public sealed class HybridRunTests : FineTuneRuns
{
    [Fact]
    public void StructuresAreFoldedAsValidationChoseAndTheModelKeepsIt()
    {
        var outcome = Run("run", Options("run") with { Baselines = false });
        var finding = Finding(outcome);
        var chosen = Assert.IsType<HybridFolding>(finding.Folding);
        Assert.Equal(chosen, ModelCard.Read(folder["run", "model"]).Folding);
        var stored = RunResults.Read(folder["run"]).Structures!;
        Assert.Equal(chosen, stored.Folding);
        Assert.Equal(finding.Results.Scores, stored.Scores);
        Assert.Equal(
            [
                StructureScorer.Hybrid, StructureScorer.Nested, StructureScorer.BaseByBase, StructureScorer.LeastEnergy,
                StructureScorer.MostAccurate,
            ],
            stored.Scores.Select(score => score.Name));
        Assert.Equal(StructurePredictions.Total(finding.Predictions).F1, stored.Scores[0].F1!.Value);
        foreach (var score in stored.Scores)
            Assert.InRange(score.F1Macro.Value!.Value, score.F1Macro.Low!.Value, score.F1Macro.High!.Value);
        Assert.Null(stored.Scores[0].F1Behind);
        Assert.Equal(
            stored.Scores[0].F1Macro.Value!.Value - stored.Scores[3].F1Macro.Value!.Value,
            stored.Scores[3].F1MacroBehind!.Value!.Value, 12);
        // What the program infers with the folder is what was scored.
        Assert.Equal(finding.Predictions.Select(p => p.Predicted.ToDotBracket()), Inferred(finding, new()));
        Assert.Contains("chosen on validation", File.ReadAllText(folder["run", "report.html"]), StringComparison.Ordinal);
        Assert.Contains(StructureScorer.LeastEnergy, File.ReadAllText(folder["run", "report.html"]), StringComparison.Ordinal);
    }

    /// <summary>Labels of the test split have no part in how structures are drawn.</summary>
    [Fact]
    public void TheWeightIsFittedOnValidationAndNeverOnTest()
    {
        var first = Finding(Run("first", Options("first") with { Baselines = false }));
        Write("test", 8, 3, sequence => new(new string('.', sequence.Length)));
        var second = Finding(Run("second", Options("second") with { Baselines = false }));
        Assert.Equal(first.Folding, second.Folding);
        Assert.Equal(Drawn(first), Drawn(second));
        Assert.NotEqual(first.Results.Scores[0].F1Macro.Value, second.Results.Scores[0].F1Macro.Value);

        static IEnumerable<string> Drawn(StructureFinding finding) => finding.Predictions.Select(p => p.Predicted.ToDotBracket());
    }

    [Fact]
    public void FoldingStandsAmongTheBaselines()
    {
        File.AppendAllText(folder["data", "test.jsonl"], """{"sequence": "GGNAAACC", "label": "(......)"}""" + "\n");
        var outcome = Run("run", Options("run"));
        var folding = outcome.Results.Scores.Single(score => score.Name == StructureScorer.LeastEnergy);
        Assert.InRange(folding.Score!.Value, folding.Low!.Value, folding.High!.Value);
        Assert.NotNull(folding.AdvantageLow);
        var folded = Finding(outcome).Ways.Single(way => way.Name == StructureScorer.LeastEnergy);
        Assert.Equal(Evaluation.Of(folded.Bases, ["mcc"]).Values["mcc"], folding.Test["mcc"]);
        Assert.Contains(outcome.Results.ScoreRemarks, remark => remark.StartsWith("1 sequence has letters", StringComparison.Ordinal));
    }

    [Fact]
    public void AnEvaluationDrawsWhatTheRunDrew()
    {
        var run = Finding(Run("run", Options("run") with { Baselines = false }));
        var options = new EvaluateOptions { Model = folder["run"], Data = folder["data"], Output = folder["evaluation"], Resamples = 50 };
        var evaluated = new EvaluateWorkflow(options, new RunObserver()).Run([], default);
        var finding = evaluated.Findings.OfType<StructureFinding>().Single();
        Assert.Equal(run.Folding, finding.Folding);
        Assert.Equal(
            run.Predictions.Select(p => p.Predicted.ToDotBracket()), finding.Predictions.Select(p => p.Predicted.ToDotBracket()));
        var scores = evaluated.Results.Structures!.Scores;
        Assert.Equal(run.Results.Scores.Take(4).Select(score => score.F1Macro.Value), scores.Select(score => score.F1Macro.Value));
        Assert.All(scores, score => Assert.NotNull(score.F1Macro.Low));
        var quick = new EvaluateWorkflow(options with { Output = null, Resamples = 0 }, new RunObserver()).Run([], default);
        Assert.All(quick.Results.Structures!.Scores, score => Assert.Null(score.F1Macro.Low));
    }

    [Fact]
    public void WhereNothingWasFittedTheModelAloneDraws()
    {
        var store = Tiny.BracketStore(6);
        float[][] even = [.. store.Lengths.Select(length => new float[3 * length])];
        var finding = (StructureFinding)new StructureScorer().Score(new TestOutputs(null, store, even, new ModelCard()));
        Assert.Null(finding.Folding);
        Assert.Equal(
            [StructureScorer.Nested, StructureScorer.BaseByBase, StructureScorer.LeastEnergy], finding.Ways.Select(way => way.Name));
        Assert.Contains("Nothing was fitted", finding.Sentence, StringComparison.Ordinal);
        var fitted = new ModelCard { Folding = new HybridFolding(0.2, 0.5) };
        Assert.Equal(
            StructureScorer.Hybrid,
            ((StructureFinding)new StructureScorer().Score(new TestOutputs(null, store, even, fitted))).Ways[0].Name);
    }

    private static StructureFinding Finding(FineTuneOutcome outcome) => outcome.Test!.Findings.OfType<StructureFinding>().Single();

    private IEnumerable<string?> Inferred(StructureFinding finding, InferenceOptions options)
    {
        using var model = PretrainedModel.Open(folder["run"], options);
        using var input = InferenceInput.FromSequences(finding.Predictions.Select(p => p.Example.Sequence));
        return [.. new SequenceInference(model, options).Run(input).Select(p => p.Structure)];
    }
}
