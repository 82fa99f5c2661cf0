using OmniHelix.Data.Tokens;
using OmniHelix.Inference.Scoring;
using OmniHelix.Models;
using OmniHelix.Training.Baselines;
using OmniHelix.Workflows.FineTuning.Scoring;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.FineTuning;

/// <summary>Scores the chosen model on the test split, with baselines beside it.</summary>
/// <param name="setup">What all trainings of the run share.</param>
/// <param name="training">Trains the untrained model when it is asked for.</param>
/// <param name="observer">Is told how far it is.</param>
internal sealed class TestScoring(FineTuneSetup setup, SeedTraining training, RunObserver observer)
{
    private readonly FineTuneConfiguration run = setup.Run;

    /// <summary>Metrics of the chosen model, and what those scorers find that apply.</summary>
    /// <param name="model">The chosen one.</param>
    /// <param name="pass">What it gave for the test split.</param>
    /// <param name="scorers">All there are.</param>
    /// <param name="cancellation">Stops the work.</param>
    public TestOutcome Score(OmniModel model, TestPass pass, IReadOnlyList<ITestScorer> scorers, CancellationToken cancellation)
    {
        var test = setup.Data.Test!;
        var evaluation = Evaluation.Of(test, pass.Logits, setup.Metrics.Names);
        var outputs = new TestOutputs(run.Output, test, pass.Logits, model.Card)
        {
            Validation = setup.Data.Valid is { } valid
                ? () => (valid, TestPass.Of(model, "validation", valid, pass.Numbers, observer, cancellation).Logits)
                : null,
            Observer = observer,
            Cancellation = cancellation,
        };
        var findings = scorers.Where(s => s.AppliesTo(setup.Data.Labels)).Select(s => s.Score(outputs)).OfType<TestFinding>().ToList();
        return new TestOutcome(evaluation, findings, pass.Use);
    }

    /// <summary>The chosen model's score and those of the baselines, each with its interval.</summary>
    /// <param name="own">Of the chosen model, with what scorers found.</param>
    /// <param name="test">Test rows.</param>
    /// <param name="cancellation">Stops the work.</param>
    public IReadOnlyList<PredictorScore> Compare(TestOutcome own, RaggedTokens test, CancellationToken cancellation)
    {
        var model = own.Evaluation;
        var metric = setup.Metrics.Primary;
        var scores = new List<PredictorScore> { PredictorScore.OfModel(FineTuneWorkflow.ModelName, model, metric) };
        foreach (var (name, records) in Others(own, test, cancellation))
            scores.Add(PredictorScore.OfOther(name, Evaluation.Of(records, setup.Metrics.Names), model, metric));
        return scores;
    }

    /// <summary>What must be known to read the scores.</summary>
    /// <param name="own">Of the chosen model, with what scorers found.</param>
    /// <param name="start">The card of the model that training began with.</param>
    public IEnumerable<string> Remarks(TestOutcome own, ModelCard start)
    {
        var primary = setup.Metrics.Primary.Name;
        var score = own.Evaluation.Report[primary];
        if (score.Measured is null) yield return $"{primary} is undefined on the test split: {score.Reason}.";
        foreach (var remark in own.Findings.SelectMany(finding => finding.Remarks)) yield return remark;
        var split = setup.Data.TrainingSplit(labels: true);
        if (run.UntrainedBaseline && start.TrainedOn.Any(seen => seen.Labels && seen.Sha256 == split.Sha256))
            yield return $"The model had learned the labels of this training split ({split.Name}) before fine-tuning, so its lead over the "
                + "same model from random weights is not what pre-training on sequences alone gives.";
    }

    private IEnumerable<(string Name, ScoredRecords Records)> Others(
        TestOutcome own, RaggedTokens test, CancellationToken cancellation)
    {
        var data = setup.Data;
        if (run.Baselines)
        {
            observer.Message("Fitting baselines.");
            foreach (var baseline in Baseline.All(data.Train, test, data.Tokenizer.VocabularySize, run.Seeds[0], cancellation))
                yield return (baseline.Name, ScoredRecords.Of(test, baseline.Logits));
            foreach (var baseline in own.Findings.SelectMany(finding => finding.Baselines)) yield return baseline;
        }
        if (run.UntrainedBaseline)
        {
            observer.Message("Training the same model from random weights, as a baseline.");
            var folder = Path.Combine(run.Output, "untrained");
            var trained = training.Run(run.Seeds[0], folder, untrained: true, cancellation);
            var pass = trained.Test ?? Predict(folder, trained.Result, test, cancellation);
            yield return (FineTuneWorkflow.UntrainedName, ScoredRecords.Of(test, pass.Logits));
        }
    }

    private TestPass Predict(string seedFolder, SeedResult trained, RaggedTokens test, CancellationToken cancellation)
    {
        using var model = OmniModel.FromPretrained(Path.Combine(seedFolder, "model"));
        return TestPass.Of(model, "test", test, trained.In(setup.Trainer), observer, cancellation);
    }
}
