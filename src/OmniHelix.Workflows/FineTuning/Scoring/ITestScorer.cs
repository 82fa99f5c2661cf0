using OmniHelix.Data.Labels;
using OmniHelix.Data.Tokens;
using OmniHelix.Inference.Scoring;
using OmniHelix.Metrics.Statistics;
using OmniHelix.Models;
using OmniHelix.Reports;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.FineTuning.Scoring;

/// <summary>
/// Computes something on the test split beside the metrics: a file, structures, a part of the report. A workflow asks each of its scorers
/// whether it applies, so a new kind of label brings its scorer along and nothing else changes.
/// </summary>
public interface ITestScorer
{
    /// <summary>True when there is something to compute for these labels.</summary>
    bool AppliesTo(LabelEncoder labels);

    /// <summary>Computes it with the best model's outputs.</summary>
    /// <returns>What report and callers read; null when the scorer only leaves a file.</returns>
    TestFinding? Score(TestOutputs test);
}

/// <summary>The test split and what a model gave for it.</summary>
/// <param name="Folder">The run, for files; null when none are to be left.</param>
/// <param name="Tokens">Test rows, with labels and examples.</param>
/// <param name="Logits">Raw outputs of each row, as <see cref="Inference.Predictor.Logits"/> gives them.</param>
/// <param name="Card">Of the model.</param>
public sealed record TestOutputs(string? Folder, RaggedTokens Tokens, float[][] Logits, ModelCard Card)
{
    /// <summary>Gives the validation split, for what is chosen before the test split is looked at; null without one.</summary>
    public Func<(RaggedTokens Tokens, float[][] Logits)>? Validation { get; init; }

    /// <summary>Resamples of bootstrap intervals; 0 for none.</summary>
    public int Resamples { get; init; } = new BootstrapOptions().Resamples;

    /// <summary>Is told how far it is.</summary>
    public RunObserver Observer { get; init; } = new();

    /// <summary>Stops the work.</summary>
    public CancellationToken Cancellation { get; init; }
}

/// <summary>What a scorer found, and what of it a report shows.</summary>
public abstract record TestFinding
{
    /// <summary>Large figures at the head of the report, behind the score.</summary>
    public virtual IReadOnlyList<KeyFigure> Figures => [];

    /// <summary>The report with what was found added.</summary>
    public virtual TrainingReportData AddTo(TrainingReportData page) => page;

    /// <summary>Predictors that need no model, to be scored beside it as baselines.</summary>
    public virtual IReadOnlyList<(string Name, ScoredRecords Records)> Baselines => [];

    /// <summary>What must be known to read the scores, one sentence each.</summary>
    public virtual IReadOnlyList<string> Remarks => [];

    /// <summary>Base pairs, for <c>results.json</c>; null for a finding without structures.</summary>
    public virtual StructureResults? BasePairs => null;

    /// <summary>The card of the model with what was chosen on validation added, so that others use it as it was scored.</summary>
    public virtual ModelCard AddTo(ModelCard card) => card;
}
