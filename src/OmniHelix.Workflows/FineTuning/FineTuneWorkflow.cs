using OmniHelix.Metrics.Statistics;
using OmniHelix.Models;
using OmniHelix.Training.ModelTasks;
using OmniHelix.Workflows.FineTuning.Scoring;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.FineTuning;

/// <summary>
/// Fine-tunes a model on a data set: one training for each seed, the best weights and the best seed chosen on validation, baselines beside
/// the score. The folder holds <c>seed-N/</c> for each seed, the best seed's model in <c>model/</c>, <c>results.json</c> and
/// <c>report.html</c>.
/// </summary>
/// <param name="said">What is said about the run; the rest is decided as <see cref="FineTuneConfiguration"/> tells.</param>
/// <param name="observer">Is told what is found and done.</param>
/// <param name="scorers">What is computed on the test split beside metrics; null for <see cref="TestScorers.All"/>.</param>
public sealed class FineTuneWorkflow(FineTuneOptions said, RunObserver observer, IReadOnlyList<ITestScorer>? scorers = null)
{
    /// <summary>Name of the model in score tables.</summary>
    public const string ModelName = "this model";

    /// <summary>Name of the same model from random weights in score tables.</summary>
    public const string UntrainedName = "same model from random weights";

    private readonly FineTuneConfiguration run =
        FineTuneConfiguration.Resolve(said, model => TrainingStart.MaxTokens(model, said.Tokenizer));

    /// <summary>Runs, or goes on.</summary>
    /// <param name="command">The command line, for <c>run.json</c>; empty when a program uses the library.</param>
    /// <param name="cancellation">Stops after the step under way; the run can be resumed.</param>
    public FineTuneOutcome Run(IReadOnlyList<string> command, CancellationToken cancellation)
    {
        var start = new TrainingStart(run);
        RunFolder.Check(run.Output, run.Existing, run.Inputs);
        start.Check();
        var setup = Prepare(start, cancellation);
        using var teacher = setup.Teacher;
        var manifest = RunManifest.Of("train", command, setup.Metrics.In(run.Settings), [run.Data], start.Folder, run.Distillation.Teacher);
        using var folder = RunFolder.Open(run.Output, run.Existing, manifest, run.Inputs, observer);
        var report = Path.Combine(run.Output, "data-report.txt");
        AtomicFile.WriteText(report, setup.Data.Report.ToText());
        observer.Message($"More about the data: {report}");

        var training = new SeedTraining(setup, start, observer);
        var (seeds, best) = Train(training, setup.Metrics, cancellation);
        var chosen = Path.Combine(FolderOf(best.Result.Seed), "model");
        AtomicFolder.Write(Path.Combine(run.Output, "model"), target =>
        {
            foreach (var file in Directory.EnumerateFiles(chosen))
            {
                using var from = File.OpenRead(file);
                AtomicFile.Write(Path.Combine(target, Path.GetFileName(file)), from.CopyTo);
            }
        });

        using var model = OmniModel.FromPretrained(chosen);
        var scoring = new TestScoring(setup, training, observer);
        var numbers = best.Result.In(run.Trainer);
        var test = setup.Data.Test is { } rows
            ? scoring.Score(
                model, best.Test ?? TestPass.Of(model, "test", rows, numbers, observer, cancellation), scorers ?? TestScorers.All,
                cancellation)
            : null;
        var findings = test?.Findings ?? [];
        model.Card = findings.Aggregate(model.Card, (card, finding) => finding.AddTo(card));
        model.SaveConfig(Path.Combine(run.Output, "model"));
        var card = start.Card;
        var results = new RunResults
        {
            Task = setup.Data.Labels.Task.Name,
            Labels = model.LabelNames,
            PrimaryMetric = setup.Metrics.Primary.Name,
            Seeds = seeds,
            BestSeed = best.Result.Seed,
            Summary = Summarise(seeds),
            Scores = test is null ? [] : scoring.Compare(test, setup.Data.Test!, cancellation),
            ScoreRemarks = test is null ? [] : [.. scoring.Remarks(test, card)],
            Structures = findings.Select(finding => finding.BasePairs).FirstOrDefault(pairs => pairs is not null),
        };
        results.Write(run.Output);
        var outcome = new FineTuneOutcome(run.Output, folder.Finish(), results, setup.Data, ModelSizes.Of(model), test) { Start = card };
        FineTuneReport.Write(outcome, run.Figures);
        return outcome;
    }

    // Of the seeds that are not the best only the results are kept.
    private (List<SeedResult> Seeds, TrainedSeed Best) Train(SeedTraining training, MetricChoice metrics, CancellationToken cancellation)
    {
        List<SeedResult> seeds = [];
        TrainedSeed? best = null;
        foreach (var seed in run.Seeds)
        {
            var trained = training.Run(seed, FolderOf(seed), untrained: false, cancellation);
            seeds.Add(trained.Result);
            if (best is null || Rank(trained.Result, metrics).CompareTo(Rank(best.Result, metrics)) > 0) best = trained;
        }
        return (seeds, best!);
    }

    private FineTuneSetup Prepare(TrainingStart start, CancellationToken cancellation)
    {
        var data = PreparedData.Read(run, start.Tokenizer, observer, cancellation);
        var setup = new FineTuneSetup(run, data, MetricChoice.Of(run.Settings, data.Labels));
        if (start.IsBaseline) Announce(start, setup);
        return setup with
        {
            Teacher = Teacher.Open(run.Distillation, run.Task, data.Train, data.Tokenizer, Fits, run.Trainer.Device, observer),
        };

        void Fits(Distillation teacher) => teacher.RequireSameLabels(run.Task, setup.Head.LabelNames!);
    }

    // Made for this alone: sizes that do not fit are said before there is a folder.
    private void Announce(TrainingStart start, FineTuneSetup setup)
    {
        using var model = start.Create(setup.Data.Labels.Task, setup.Head, run.Seeds[0]);
        observer.Message(FormattableString.Invariant(
            $"{run.Model} is trained from scratch: all of its {model.ParameterCount():N0} weights are new."));
    }

    private string FolderOf(long seed) => Path.Combine(run.Output, FormattableString.Invariant($"seed-{seed}"));

    private static double Rank(SeedResult result, MetricChoice metrics) =>
        !result.Valid.TryGetValue(metrics.Primary.Name, out var score) ? double.NegativeInfinity
        : metrics.Primary.GreaterIsBetter ? score
        : -score;

    private static Dictionary<string, Summary> Summarise(List<SeedResult> seeds)
    {
        var scored = seeds.Select(s => s.Test.Count > 0 ? s.Test : s.Valid).ToList();
        return scored.SelectMany(s => s.Keys).Distinct()
            .ToDictionary(name => name, name => Summary.Of(scored.Where(s => s.ContainsKey(name)).Select(s => s[name])));
    }
}
