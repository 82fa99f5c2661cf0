using OmniHelix.Torch;

namespace OmniHelix.Training;

/// <summary>Numbers of a training run. Defaults are those of fine-tuning an encoder.</summary>
public sealed record TrainerOptions
{
    /// <summary>Passes over the training data.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Ends training after this many optimizer steps; null for none.</summary>
    public int? MaxSteps { get; init; }

    /// <summary>Highest learning rate.</summary>
    public double LearningRate { get; init; } = 2e-5;

    /// <summary>Decoupled decay of matrices and embeddings; biases and norms have none.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Share of all steps in which the rate rises from 0.</summary>
    public double WarmupRatio { get; init; } = 0.06;

    /// <summary>Shape of the learning rate, by name (<see cref="Schedules.ScheduleNames"/>).</summary>
    public string Scheduler { get; init; } = "linear";

    /// <summary>Micro batches per optimizer step.</summary>
    public int GradientAccumulationSteps { get; init; } = 1;

    /// <summary>Bound of the joint gradient norm; 0 for none.</summary>
    public double MaxGradNorm { get; init; } = 1.0;

    /// <summary>Arithmetic.</summary>
    public Precision Precision { get; init; } = Precision.Fp32;

    /// <summary>Evaluations without improvement before stopping; 0 never stops early.</summary>
    public int Patience { get; init; } = 5;

    /// <summary>Optimizer steps between evaluations; 0 evaluates at the end of every epoch.</summary>
    public int EvaluateEverySteps { get; init; }

    /// <summary>Optimizer steps between checkpoints, beside the one at every evaluation; 0 for those only.</summary>
    public int CheckpointEverySteps { get; init; } = 200;

    /// <summary>Optimizer steps between log lines.</summary>
    public int LogEverySteps { get; init; } = 10;

    /// <summary>Seed of weights, data order and dropout.</summary>
    public long Seed { get; init; } = 42;

    /// <summary>Where tensors live.</summary>
    public Device Device { get; init; } = Device.Cpu;

    /// <summary>Refuses values that make no sense.</summary>
    /// <exception cref="UsageException">OH5002; OH5140 for an unknown schedule.</exception>
    public TrainerOptions Validate()
    {
        Require(Epochs > 0, "epochs", "at least 1");
        Require(MaxSteps is null or > 0, "max-steps", "at least 1");
        Require(LearningRate > 0 && double.IsFinite(LearningRate), "learning-rate", "a positive number");
        Require(WeightDecay >= 0 && double.IsFinite(WeightDecay), "weight-decay", "0 or a positive number");
        Require(WarmupRatio is >= 0 and < 1, "warmup-ratio", "in [0, 1)");
        Require(GradientAccumulationSteps > 0, "gradient-accumulation-steps", "at least 1");
        Require(MaxGradNorm >= 0, "max-grad-norm", "0 or a positive number");
        Require(Patience >= 0, "patience", "0 or more");
        Require(EvaluateEverySteps >= 0 && CheckpointEverySteps >= 0 && LogEverySteps > 0, "evaluate-every, checkpoint-every, log-every", "0 or more, 0 or more, at least 1");
        // Names are checked by making one.
        _ = Schedules.ScheduleNames.Create(Scheduler, 0, 100);
        return this;

        static void Require(bool holds, string name, string expected)
        {
            if (!holds) throw new UsageException("OH5002", $"{name} must be {expected}");
        }
    }
}
