using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OmniHelix.Settings;
using OmniHelix.Torch;

namespace OmniHelix.Training;

/// <summary>Numbers of a training run. Defaults are those of fine-tuning an encoder.</summary>
public sealed record TrainerOptions : SettingsRecord
{
    private const string Group = "Training";

    /// <summary>Passes over the training data.</summary>
    [Description("Passes over the training data."), Category(Group), Range(1, int.MaxValue)]
    public int Epochs { get; init => field = Said(value); } = 10;

    /// <summary>Ends training after this many optimizer steps; null for none.</summary>
    [Description("Stop after this many optimizer steps."), Category(Group), Range(1, int.MaxValue)]
    public int? MaxSteps { get; init => field = Said(value); }

    /// <summary>Highest learning rate.</summary>
    [Description("Highest learning rate."), Category(Group), Range(0.0, 1e3, MinimumIsExclusive = true)]
    public double LearningRate { get; init => field = Said(value); } = 2e-5;

    /// <summary>Decoupled decay of matrices and embeddings; biases and norms have none.</summary>
    [Description("Decay of matrices and embeddings; biases and norms have none."), Category(Group), Range(0.0, 10.0)]
    public double WeightDecay { get; init => field = Said(value); } = 0.01;

    /// <summary>Share of all steps in which the rate rises from 0.</summary>
    [Description("Share of the steps in which the rate rises from 0."), Category(Group), Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double WarmupRatio { get; init => field = Said(value); } = 0.06;

    /// <summary>Shape of the learning rate, by name (<see cref="Schedules.ScheduleNames"/>).</summary>
    [
        Description(
            "Shape of the learning rate: constant, linear, cosine, cosine_with_restarts, polynomial, inverse_sqrt, warmup_stable_decay.")]
    [Category(Group)]
    public string Scheduler { get; init => field = Said(value); } = "linear";

    /// <summary>Micro batches per optimizer step.</summary>
    [Description("Micro batches per optimizer step."), Category(Group), Range(1, int.MaxValue)]
    public int GradientAccumulationSteps { get; init => field = Said(value); } = 1;

    /// <summary>Bound of the joint gradient norm; 0 for none.</summary>
    [Description("Bound of the joint gradient norm; 0 for none."), Category(Group), Range(0.0, double.MaxValue)]
    public double MaxGradNorm { get; init => field = Said(value); } = 1.0;

    /// <summary>Arithmetic (<see cref="PrecisionChoice"/>).</summary>
    [Description("Arithmetic of matrix products; auto: bf16 where that is faster and the loss stays the same, else fp32.")]
    [Category(Group)]
    public TrainingPrecision Precision { get; init => field = Said(value); }

    /// <summary>Evaluations without improvement before stopping; 0 never stops early.</summary>
    [Description("Evaluations without improvement before stopping; 0 never stops early."), Category(Group), Range(0, int.MaxValue)]
    public int Patience { get; init => field = Said(value); } = 5;

    /// <summary>Optimizer steps between evaluations; 0 evaluates at the end of every epoch.</summary>
    [Description("Optimizer steps between evaluations; 0 for once an epoch."), Category(Group), Range(0, int.MaxValue)]
    [DisplayName("evaluate_every")]
    public int EvaluateEverySteps { get; init => field = Said(value); }

    /// <summary>Optimizer steps between checkpoints, beside the one at every evaluation; 0 for those only.</summary>
    [
        Description("Optimizer steps between checkpoints, beside those of evaluations; 0 for those only."), Category(Group),
        Range(0, int.MaxValue)]
    [DisplayName("checkpoint_every")]
    [Resume(ResumeRule.Free)]
    public int CheckpointEverySteps { get; init => field = Said(value); } = 200;

    /// <summary>Optimizer steps between log lines.</summary>
    [Description("Optimizer steps between log lines."), Category(Group), Range(1, int.MaxValue), DisplayName("log_every")]
    [Resume(ResumeRule.Free)]
    public int LogEverySteps { get; init => field = Said(value); } = 10;

    /// <summary>Where tensors live.</summary>
    [Description("Where to compute: cpu, cuda or cuda:N; a graphics card, where there is one, goes before the default."), Category(Group)]
    public Device Device { get; init => field = Said(value); } = Device.Cpu;

    /// <summary>Seed of weights, data order and dropout; a run sets it to each of its own.</summary>
    [Browsable(false)]
    public long Seed { get; init; } = 42;

    /// <summary>Refuses values that make no sense.</summary>
    /// <exception cref="UsageException">
    /// OH4002 a device that is not there; OH4003 arithmetic that it lacks; OH5002; OH5140 for an unknown schedule.
    /// </exception>
    public TrainerOptions Validate()
    {
        SettingsSchema.Of<TrainerOptions>().Check(this, "OH5002");
        // Names are checked by making one.
        _ = Schedules.ScheduleNames.Create(Scheduler, 0, 100);
        Device.RequirePresent();
        if (Precision == TrainingPrecision.Fp16) Torch.Precision.Fp16.RequireOn(Device);
        return this;
    }
}
