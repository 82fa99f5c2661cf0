using OmniHelix.Data.Tokens;
using OmniHelix.Training;
using OmniHelix.Workflows.Runs;

namespace OmniHelix.Workflows.FineTuning;

/// <summary>A fine-tuning run: data, model and numbers. Null takes what the data set's configuration says, then the default.</summary>
public sealed record FineTuneOptions
{
    /// <summary>Folder or file of the data set.</summary>
    public required string Data { get; init; }

    /// <summary>Folder of the model to start from.</summary>
    public required string Model { get; init; }

    /// <summary>Folder of the run.</summary>
    public required string Output { get; init; }

    /// <summary>What is learned; null takes the data set's task.</summary>
    public TaskType? Task { get; init; }

    /// <summary>One training run for each seed.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [42];

    /// <summary>Numbers of training; its seed is replaced by each of <see cref="Seeds"/>.</summary>
    public TrainerOptions Trainer { get; init; } = new();

    /// <summary>Most tokens of a sequence; null takes the data set's, then the model's maximum.</summary>
    public int? MaxLength { get; init; }

    /// <summary>What happens to longer sequences; null takes the data set's rule, then an error.</summary>
    public LengthPolicy? Length { get; init; }

    /// <summary>Tokens that neighbouring windows share; null takes the data set's number, then 0.</summary>
    public int? WindowOverlap { get; init; }

    /// <summary>Sequences of a batch; excludes <see cref="TokenBudget"/>.</summary>
    public int? BatchSize { get; init; }

    /// <summary>Most tokens of a batch, padding included.</summary>
    public int? TokenBudget { get; init; }

    /// <summary>Metrics to report; null takes the data set's, then all that fit the task and need no scores.</summary>
    public IReadOnlyList<string>? Metrics { get; init; }

    /// <summary>Metric that selects the best weights; null takes the data set's, then the task's usual one.</summary>
    public string? PrimaryMetric { get; init; }

    /// <summary>Most examples of each split.</summary>
    public int? MaxExamples { get; init; }

    /// <summary>Labels that the label map lacks are left out instead of being an error.</summary>
    public bool IgnoreUnknownLabels { get; init; }

    /// <summary>Weigh classes in the loss by the inverse of their frequency; otherwise as the data set's configuration says.</summary>
    public bool BalanceClasses { get; init; }

    /// <summary>Leave test sequences out that share this much of their 11-mers with a training sequence, in [0, 1]; null keeps all.</summary>
    public double? ExcludeNearDuplicates { get; init; }

    /// <summary>Score cheap predictors beside the model.</summary>
    public bool Baselines { get; init; } = true;

    /// <summary>Also train the same model from random weights, with the same numbers, as a baseline.</summary>
    public bool UntrainedBaseline { get; init; }

    /// <summary>What happens when the output folder is there.</summary>
    public ExistingRun Existing { get; init; }
}
