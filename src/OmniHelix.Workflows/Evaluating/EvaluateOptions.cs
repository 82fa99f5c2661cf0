using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OmniHelix.Data.Tokens;
using OmniHelix.Inference;
using OmniHelix.Settings;
using OmniHelix.Torch;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.Evaluating;

/// <summary>What is said about an evaluation, by flags, by a file or by a program.</summary>
public sealed record EvaluateOptions : SettingsRecord
{
    private const string RunGroup = "Run", DataGroup = "Data", ScoreGroup = "Scores", ComputingGroup = "Computing";

    /// <summary>Folder of the model, or of a run; has to be said.</summary>
    [Description("Model folder, the folder of a run, or the name of a shipped model."), Category(RunGroup)]
    public string Model { get; init => field = Said(value); } = "";

    /// <summary>Further models whose answers join those of <see cref="Model"/>; empty for that alone.</summary>
    [Description("Further models for the same task, such as other seeds: their answers become one with those of the model.")]
    [Category(RunGroup)]
    public IReadOnlyList<string> Ensemble { get; init => field = Said(value); } = [];

    /// <summary>How the answers of several models become one.</summary>
    [Description("How the answers of several models become one; equal votes go to the higher mean probability."), Category(RunGroup)]
    public Combination Combine { get; init => field = Said(value); }

    /// <summary>A factor of each model, <see cref="Model"/> first; null weighs all the same.</summary>
    [Description("A factor of each model in mean and vote, that of --model first."), Category(RunGroup), Range(0.0, double.MaxValue)]
    public IReadOnlyList<double>? EnsembleWeights { get; init => field = Said(value); }

    /// <summary>Folder or file of the data set; has to be said.</summary>
    [Description("Data set: a folder with splits, or one file."), Category(RunGroup)]
    public string Data { get; init => field = Said(value); } = "";

    /// <summary>Folder of predictions, results and report; null leaves none.</summary>
    [Description("Folder of predictions, results and report; default: none is written."), Category(RunGroup)]
    public string? Output { get; init => field = Said(value); }

    /// <summary>The split that is read; a file is the split that is named.</summary>
    [Description("Split to evaluate: train, valid or test."), Category(DataGroup)]
    public Split Split { get; init => field = Said(value); } = Split.Test;

    /// <summary>Field of the sequence; empty for the run's or the data set's, then the usual names.</summary>
    [Description("Column of the sequence; default: the run's or the data set's, then the usual names."), Category(DataGroup)]
    public string SequenceField { get; init => field = Said(value); } = "";

    /// <summary>Fields of the label; empty for the run's or the data set's, then the usual names.</summary>
    [Description("Columns of the label; default: the run's or the data set's, then the usual names."), Category(DataGroup)]
    public IReadOnlyList<string> LabelField { get; init => field = Said(value); } = [];

    /// <summary>Field of the second sequence of a pair; empty for the run's or the data set's.</summary>
    [Description("Column of a second sequence; default: the run's or the data set's."), Category(DataGroup)]
    public string PairField { get; init => field = Said(value); } = "";

    /// <summary>Labels that the model does not know are left out instead of being an error.</summary>
    [Description("Leave labels out that the model does not know (otherwise they are an error)."), Category(DataGroup)]
    public bool IgnoreUnknownLabels { get; init => field = Said(value); }

    /// <summary>Most examples.</summary>
    [Description("Use at most this many examples."), Category(DataGroup), Range(1, int.MaxValue)]
    public int? MaxExamples { get; init => field = Said(value); }

    /// <summary>Most tokens of a sequence; null for the run's, then the model's maximum.</summary>
    [Description("Most tokens of a sequence; default: the run's, then the model's."), Category(DataGroup), Range(3, int.MaxValue)]
    public int? MaxLength { get; init => field = Said(value); }

    /// <summary>What happens to longer sequences; a run says what happened in training.</summary>
    [Description("What happens to longer sequences; default: what the run did, then error."), Category(DataGroup)]
    public LengthPolicy? LongSequences { get; init => field = Said(value); }

    /// <summary>Tokens that neighbouring windows share; said alone it asks for windows.</summary>
    [Description("Cut longer sequences into windows that share this many tokens."), Category(DataGroup), Range(0, int.MaxValue)]
    public int? WindowOverlap { get; init => field = Said(value); }

    /// <summary>Metrics to report; null takes all that fit the task.</summary>
    [Description("Metrics to report; default: all that fit the task."), Category(ScoreGroup)]
    public IReadOnlyList<string>? Metrics { get; init => field = Said(value); }

    /// <summary>Metric that stands first; null for the run's, then the task's usual one.</summary>
    [Description("Metric that stands first; default: the run's, then the task's."), Category(ScoreGroup)]
    public string? PrimaryMetric { get; init => field = Said(value); }

    /// <summary>Resamples of the bootstrap intervals.</summary>
    [Description("Resamples of the bootstrap intervals; 0 for none."), Category(ScoreGroup), Range(0, 1_000_000)]
    public int Resamples { get; init => field = Said(value); } = 2000;

    /// <summary>Write the figures of the report as files too.</summary>
    [Description("Write the figures of the report as SVG and PNG files too, into figures/ of the output."), Category(ScoreGroup)]
    public bool Figures { get; init => field = Said(value); }

    /// <summary>Most tokens of a batch, padding included.</summary>
    [Description("Most tokens of a batch, padding included."), Category(ComputingGroup), Range(1, int.MaxValue)]
    public int? TokenBudget { get; init => field = Said(value); } = 8192;

    /// <summary>Sequences of a batch, in place of <see cref="TokenBudget"/>.</summary>
    [Description("Sequences of a batch, in place of the token budget."), Category(ComputingGroup), Range(1, int.MaxValue)]
    public int? BatchSize { get; init => field = Said(value); }

    /// <summary>Arithmetic of matrix products.</summary>
    [Description("Arithmetic of matrix products."), Category(ComputingGroup)]
    public Precision Precision { get; init => field = Said(value); } = Precision.Fp32;

    /// <summary>Where to compute.</summary>
    [Description("Where to compute: auto, cpu, cuda or cuda:N."), Category(ComputingGroup)]
    public string Device { get; init => field = Said(value); } = "auto";

    /// <summary>What happens when the output folder is there; an evaluation is not resumed.</summary>
    [Browsable(false)]
    public ExistingRun Existing { get; init; }
}

/// <summary>A part of a data set.</summary>
public enum Split
{
    /// <summary>What is learned from.</summary>
    Train,

    /// <summary>What weights are chosen by.</summary>
    Valid,

    /// <summary>What is only scored.</summary>
    Test,
}
