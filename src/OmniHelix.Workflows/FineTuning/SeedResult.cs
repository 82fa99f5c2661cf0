using OmniHelix.Training;

namespace OmniHelix.Workflows.FineTuning;

/// <summary>What one seed gave.</summary>
public sealed record SeedResult
{
    /// <summary>Seed.</summary>
    public required long Seed { get; init; }

    /// <summary>Epochs begun.</summary>
    public required int EpochsRun { get; init; }

    /// <summary>Epoch of the weights that were kept.</summary>
    public required int? BestEpoch { get; init; }

    /// <summary>Optimizer step of the weights that were kept.</summary>
    public required int? BestStep { get; init; }

    /// <summary>Why training ended.</summary>
    public required string? EndReason { get; init; }

    /// <summary>Time of all sessions.</summary>
    public required double TrainSeconds { get; init; }

    /// <summary>Numbers that training changed; frozen ones are not counted.</summary>
    public required long TrainedParameters { get; init; }

    /// <summary>Arithmetic of training and scores, such as <c>bf16</c>; null in results of older versions.</summary>
    public string? Precision { get; init; }

    /// <summary>Why it is this one; null when it was said.</summary>
    public string? PrecisionReason { get; init; }

    /// <summary>Metrics on the validation split with the kept weights; empty without one.</summary>
    public required IReadOnlyDictionary<string, double> Valid { get; init; }

    /// <summary>Metrics on the test split; empty without one.</summary>
    public required IReadOnlyDictionary<string, double> Test { get; init; }

    /// <summary>The numbers of a run, with the arithmetic of this seed.</summary>
    internal TrainerOptions In(TrainerOptions run) => Precision is null
        ? run
        : run with { Precision = Enum.Parse<TrainingPrecision>(Precision, ignoreCase: true) };
}
