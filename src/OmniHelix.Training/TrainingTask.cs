using OmniHelix.Torch;
using OmniHelix.Torch.Nn;
using OmniHelix.Torch.Optim;

namespace OmniHelix.Training;

/// <summary>
/// What a <see cref="Trainer{TBatch}"/> trains: a module, the batches it learns from, and how good it is on them. Everything else
/// (accumulation, clipping, schedule, early stopping, checkpoints, resuming, logs) is the trainer's and the same for all tasks.
/// </summary>
/// <typeparam name="TBatch">What is learned from at once; made on other threads, so best without tensors.</typeparam>
public abstract class TrainingTask<TBatch>
{
    /// <summary>
    /// What is trained, in place: its trainable parameters. All parameters, frozen ones too, are part of a checkpoint, so a task keeps
    /// nothing beside them that changes while it trains.
    /// </summary>
    public abstract Module Module { get; }

    /// <summary>Training data.</summary>
    public abstract IBatchSource<TBatch> Batches { get; }

    /// <summary>Scores data kept out of training; null without any: the last weights are kept then.</summary>
    public virtual IValidation? Validation => null;

    /// <summary>
    /// The loss of a batch, one number that the trainer differentiates. Called inside a <see cref="TensorScope"/>, with the module in
    /// training mode, under <see cref="Autocast"/> when the run is in bfloat16 or float16. Also called in evaluation mode before the first
    /// step, to compare losses (<see cref="PrecisionChoice"/>).
    /// </summary>
    public abstract Tensor Loss(TBatch batch);

    /// <summary>
    /// How much the loss of a batch counts beside those that join it in a step, for instance the number of labels that it is a mean over;
    /// 0 leaves it out. Batches count alike unless a task says otherwise.
    /// </summary>
    public virtual double LossWeight(TBatch batch) => 1;

    /// <summary>The size of a batch, for speed and progress.</summary>
    public abstract BatchWork Work(TBatch batch);

    /// <summary>What a batch is made of, for an error about it, such as <c>the records a, b and c</c>; null for no name.</summary>
    public virtual string? Describe(TBatch batch) => null;

    /// <summary>
    /// Makes the optimizer, AdamW without decay of biases and norms unless a task says otherwise; the trainer sets its learning rate before
    /// each step.
    /// </summary>
    /// <param name="trained">Trainable parameters with their names, in the order of the module.</param>
    /// <param name="options">Numbers of the run.</param>
    public virtual Optimizer CreateOptimizer(IReadOnlyList<(string Name, Parameter Value)> trained, TrainerOptions options) =>
        new AdamW(ParameterGroup.WithoutDecayForBiasAndNorm(trained, options.WeightDecay), options.LearningRate);

    /// <summary>
    /// An epoch (from 0) begins, or goes on in a resumed run. What is done depends on the epoch alone: it may happen twice.
    /// </summary>
    public virtual void EpochBegins(int epoch)
    {
    }

    /// <summary>An optimizer step was taken, the <paramref name="step"/>-th, counted from 1; runs without recording of gradients.</summary>
    public virtual void StepTaken(int step)
    {
    }
}

/// <summary>The size of a batch.</summary>
/// <param name="Tokens">Tokens, cells or rows that are learned from, padding not counted.</param>
/// <param name="Flops">Floating-point operations of a training step on it: three times those of a forward pass.</param>
public readonly record struct BatchWork(long Tokens, double Flops);
