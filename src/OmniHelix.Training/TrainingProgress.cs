namespace OmniHelix.Training;

/// <summary>What a run is doing.</summary>
public enum TrainingPhase
{
    /// <summary>Changing weights.</summary>
    Training,

    /// <summary>Scoring the validation split.</summary>
    Validating,
}

/// <summary>A moment of a run, for a live display.</summary>
/// <param name="Phase">What is going on.</param>
/// <param name="Seed">Seed of this run.</param>
/// <param name="Position">How far it is.</param>
/// <param name="Loss">Mean training loss since the last log line; null before the first step.</param>
/// <param name="LearningRate">Rate of the last step.</param>
/// <param name="Scores">Validation scores; null without validation.</param>
/// <param name="Pace">How fast it gets on.</param>
public sealed record TrainingProgress(
    TrainingPhase Phase, long Seed, TrainingPosition Position, double? Loss, double LearningRate, TrainingScores? Scores,
    TrainingPace Pace);

/// <summary>How far a run is.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Epochs">Planned epochs.</param>
/// <param name="Step">Optimizer steps taken.</param>
/// <param name="Steps">Planned optimizer steps.</param>
public readonly record struct TrainingPosition(int Epoch, int Epochs, int Step, int Steps);

/// <summary>Validation scores so far.</summary>
/// <param name="Metric">Name of the metric that selects the best weights.</param>
/// <param name="Last">Its last value; null before the first evaluation, and when it was undefined.</param>
/// <param name="Best">Its best value.</param>
public sealed record TrainingScores(string Metric, double? Last, double? Best);

/// <summary>How fast a run gets on.</summary>
/// <param name="TokensPerSecond">Tokens of sequences, padding not counted.</param>
/// <param name="FlopUtilisation">Model FLOPs a second over the measured rate of matrix products, in [0, 1]; null when unknown.</param>
/// <param name="Elapsed">Since the start of this session.</param>
/// <param name="Remaining">Estimate for the planned steps; null before there is a pace.</param>
public readonly record struct TrainingPace(double TokensPerSecond, double? FlopUtilisation, TimeSpan Elapsed, TimeSpan? Remaining);
