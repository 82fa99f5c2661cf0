using OmniHelix.Training.Schedules;

namespace OmniHelix.Training;

/// <summary>How many optimizer steps a run takes, at which rate, and what falls due after each.</summary>
/// <param name="options">Numbers of the run.</param>
/// <param name="steps">As <see cref="CountSteps"/> gives them.</param>
internal sealed class TrainingPlan(TrainerOptions options, int steps)
{
    private readonly LearningRateSchedule schedule =
        ScheduleNames.Create(options.Scheduler, (long)Math.Floor(options.WarmupRatio * steps), steps);

    /// <summary>Planned optimizer steps.</summary>
    public int Steps => steps;

    /// <summary>Optimizer steps of a run.</summary>
    /// <param name="options">Numbers of the run.</param>
    /// <param name="batches">Micro batches of an epoch.</param>
    public static int CountSteps(TrainerOptions options, Func<int, int> batches)
    {
        var total = 0;
        for (var epoch = 0; epoch < options.Epochs; epoch++)
        {
            total += (batches(epoch) + options.GradientAccumulationSteps - 1) / options.GradientAccumulationSteps;
            if (options.MaxSteps is { } most && total >= most) return most;
        }
        return total;
    }

    /// <summary>Learning rate of the step after <paramref name="taken"/> steps.</summary>
    public double Rate(int taken) => schedule.Rate(taken, options.LearningRate);

    /// <summary>True when the last step was taken.</summary>
    public bool IsDone(TrainingState state) => state.Step >= steps;

    /// <summary>True when the weights are to be scored: at the asked steps, or at the end of an epoch, and at the end.</summary>
    public bool EvaluationIsDue(TrainingState state) =>
        IsDone(state) || (options.EvaluateEverySteps > 0 ? state.Step % options.EvaluateEverySteps == 0 : state.Batch == 0);

    /// <summary>True when a checkpoint is to be stored although nothing is scored.</summary>
    public bool CheckpointIsDue(TrainingState state) =>
        options.CheckpointEverySteps > 0 && state.Step % options.CheckpointEverySteps == 0;

    /// <summary>True when a line is to be logged.</summary>
    public bool LogIsDue(TrainingState state) => state.Step % options.LogEverySteps == 0;
}
