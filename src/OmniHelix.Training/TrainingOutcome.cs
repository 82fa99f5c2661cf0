namespace OmniHelix.Training;

/// <summary>What a finished run knows.</summary>
/// <param name="State">Where it ended.</param>
/// <param name="TrainedParameters">Numbers that the optimizer changed; frozen ones are not counted.</param>
/// <param name="TokensPerSecond">Sequence tokens a second of training in this session.</param>
/// <param name="FlopUtilisation">Share of the machine's matrix rate, null when not measured.</param>
public sealed record TrainingOutcome(TrainingState State, long TrainedParameters, double TokensPerSecond, double? FlopUtilisation);
