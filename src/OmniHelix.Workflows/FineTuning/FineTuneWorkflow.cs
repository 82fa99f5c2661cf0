using OmniHelix.Metrics.Statistics;
using OmniHelix.Models;
using OmniHelix.Tokenizers;
using OmniHelix.Workflows.FineTuning.Scoring;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.FineTuning;

/// <summary>
/// Fine-tunes a model on a data set: one training for each seed, the best weights and the best seed chosen on validation, baselines beside
/// the score. The folder holds <c>seed-N/</c> for each seed, the best seed's model in <c>model/</c>, and <c>results.json</c>.
/// </summary>
/// <param name="options">The run.</param>
/// <param name="observer">Is told what is found and done.</param>
/// <param name="scorers">What is computed on the test split beside metrics; null for <see cref="TestScorers.All"/>.</param>
public sealed class FineTuneWorkflow(FineTuneOptions options, RunObserver observer, IReadOnlyList<ITestScorer>? scorers = null)
{
    /// <summary>Name of the model in score tables.</summary>
    public const string ModelName = "this model";

    /// <summary>Name of the same model from random weights in score tables.</summary>
    public const string UntrainedName = "same model from random weights";

    /// <summary>Runs, or goes on.</summary>
    /// <param name="manifest">Makes the manifest once the files are known.</param>
    /// <param name="cancellation">Stops after the step under way; the run can be resumed.</param>
    public FineTuneOutcome Run(Func<RunManifest> manifest, CancellationToken cancellation)
    {
        if (options.Seeds.Count == 0 || options.Seeds.Distinct().Count() != options.Seeds.Count)
            throw new UsageException("OH5052", "seeds must be different numbers, at least one");
        options.Trainer.Validate();
        RunFolder.Check(options.Output, options.Existing);
        var setup = Prepare(cancellation);
        var made = RunFolder.Open(options.Output, options.Existing, manifest(), [options.Data, options.Model], observer);
        AtomicFile.WriteText(Path.Combine(options.Output, "data-report.txt"), setup.Data.Report.ToText());

        var training = new SeedTraining(setup, observer);
        var seeds = options.Seeds.Select(seed => training.Run(seed, FolderOf(seed), options.Model, cancellation)).ToList();
        var best = seeds.MaxBy(seed => Rank(seed, setup.Metrics))!;
        var chosen = Path.Combine(FolderOf(best.Seed), "model");
        AtomicFolder.Write(Path.Combine(options.Output, "model"), target =>
        {
            foreach (var file in Directory.EnumerateFiles(chosen)) File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        });

        using var model = OmniModel.FromPretrained(chosen);
        var scoring = new TestScoring(setup, training, observer);
        var test = setup.Data.Test is { } rows ? scoring.Score(model, rows, scorers ?? TestScorers.All, cancellation) : null;
        var results = new RunResults
        {
            Task = setup.Data.Labels.Task.Name,
            PrimaryMetric = setup.Metrics.Primary.Name,
            Seeds = seeds,
            BestSeed = best.Seed,
            Summary = Summarise(seeds),
            Scores = test is null ? [] : scoring.Compare(test.Evaluation, setup.Data.Test!, cancellation),
        };
        results.Write(options.Output);
        made = made with { Finished = TimeProvider.System.GetUtcNow() };
        made.Write(options.Output);
        return new FineTuneOutcome(options.Output, made, results, setup.Data, ModelSizes.Of(model), test);
    }

    private FineTuneSetup Prepare(CancellationToken cancellation)
    {
        var tokenizer = OmniTokenizer.FromPretrained(options.Model);
        using var card = OmniModel.FromPretrained(options.Model, TaskType.Embedding);
        var data = PreparedData.Read(options, tokenizer, Math.Min(card.MaxTokens, tokenizer.MaxLength), observer, cancellation);
        return new FineTuneSetup(options, data, MetricChoice.Of(options, data));
    }

    private string FolderOf(long seed) => Path.Combine(options.Output, FormattableString.Invariant($"seed-{seed}"));

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
