

namespace OmniHelix.Training;

/// <summary>What a run is doing.</summary>
public enum TrainingPhase
{
    /// <summary>Changing weights.</summary>
    Training,

    /// <summary>Scoring the validation split.</summary>
    Validating,

    /// <summary>Scoring the test split with the best weights.</summary>
    Testing,
}

/// <summary>A moment of a run, for a live display.</summary>
/// <param name="Phase">What is going on.</param>
/// <param name="Seed">Seed of this run.</param>
/// <param name="Epoch">From 1.</param>
/// <param name="Epochs">Planned epochs.</param>
/// <param name="Step">Optimizer steps taken.</param>
/// <param name="Steps">Planned optimizer steps.</param>
/// <param name="Loss">Mean training loss since the last log line; null before the first step.</param>
/// <param name="LearningRate">Rate of the last step.</param>
/// <param name="Metric">Name of the metric that selects the best weights.</param>
/// <param name="LastScore">Its last validation value.</param>
/// <param name="BestScore">Its best validation value.</param>
/// <param name="TokensPerSecond">Tokens of sequences, padding not counted.</param>
/// <param name="FlopUtilisation">Model FLOPs a second over the measured rate of matrix products, in [0, 1]; null when that is not known.</param>
/// <param name="Elapsed">Since the start of this session.</param>
/// <param name="Remaining">Estimate for the planned steps; null before there is a pace.</param>
public sealed record TrainingProgress(
    TrainingPhase Phase, long Seed, int Epoch, int Epochs, int Step, int Steps, double? Loss, double LearningRate, string Metric, double? LastScore,
    double? BestScore, double TokensPerSecond, double? FlopUtilisation, TimeSpan Elapsed, TimeSpan? Remaining);
