using OmniHelix.Settings;
using OmniHelix.Torch;
using OmniHelix.Torch.Nn;

namespace OmniHelix.Training;

/// <summary>The arithmetic that a training computes in.</summary>
/// <param name="Precision">Of its matrix products.</param>
/// <param name="Reason">Why, in words; null when it was said.</param>
public sealed record PrecisionChoice(Precision Precision, string? Reason)
{
    // Relative, between the losses of one batch.
    private const double MostDifference = 0.01;

    // bench/results has the measurements: of narrower models a step is short and little of it are products.
    private const int LeastWidth = 64;

    /// <summary>
    /// What was said, or what the training in the folder began with; else bfloat16 if the device computes it faster, the matrices are large
    /// enough to gain by it, and the loss of the first batch is the same but for one percent. Changes no weight and draws no random number.
    /// </summary>
    /// <param name="task">What is trained, with its weights at the start.</param>
    /// <param name="options">Numbers of the run.</param>
    /// <param name="folder">Folder of the training.</param>
    /// <exception cref="OmniException">OH5010: the state in the folder is damaged.</exception>
    public static PrecisionChoice Of<TBatch>(TrainingTask<TBatch> task, TrainerOptions options, string folder) =>
        Said(options.Precision) is { } said ? new(said, null) : Former(folder) ?? Decide(task, options);

    /// <summary>The arithmetic that was said; null for <see cref="TrainingPrecision.Auto"/>.</summary>
    public static Precision? Said(TrainingPrecision precision) => precision switch
    {
        TrainingPrecision.Fp32 => Precision.Fp32,
        TrainingPrecision.Bf16 => Precision.Bf16,
        TrainingPrecision.Fp16 => Precision.Fp16,
        _ => null,
    };

    /// <summary>The options with this in the place of <see cref="TrainingPrecision.Auto"/>.</summary>
    public TrainerOptions In(TrainerOptions options) => options with
    {
        Precision = Precision switch
        {
            Precision.Bf16 => TrainingPrecision.Bf16,
            Precision.Fp16 => TrainingPrecision.Fp16,
            _ => TrainingPrecision.Fp32,
        },
    };

    /// <summary>Name and reason, such as <c>fp32: no matrix has 64 rows and columns</c>.</summary>
    public override string ToString() => SettingValue.Write(Precision) + (Reason is null ? "" : $": {Reason}");

    private static PrecisionChoice? Former(string folder) =>
        CheckpointStore.Of(folder).NewestState() is { Precision: { } former } state ? new(former, state.PrecisionReason) : null;

    private static PrecisionChoice Decide<TBatch>(TrainingTask<TBatch> task, TrainerOptions options)
    {
        if (Width(task.Module) < LeastWidth) return Single(FormattableString.Invariant($"no matrix has {LeastWidth} rows and columns"));
        if (!FastBfloat16.On(options.Device)) return Single($"{options.Device} does not compute bfloat16 faster");
        var training = task.Module.IsTraining;
        var random = TorchEngine.RandomState();
        task.Module.Eval();
        try
        {
            foreach (var batch in task.Batches.Batches(0, 0, CancellationToken.None)) return Compare(task, batch, options);
            return Single("there is no batch to compare losses on");
        }
        catch (TorchException e)
        {
            return Single($"libtorch fails in bfloat16: {e.Message.Split('\n')[0]}");
        }
        finally
        {
            task.Module.ZeroGrad();
            task.Module.Train(training);
            TorchEngine.RestoreRandomState(random);
        }
    }

    private static PrecisionChoice Compare<TBatch>(TrainingTask<TBatch> task, TBatch batch, TrainerOptions options)
    {
        var single = LossOf(task, batch, Precision.Fp32, options);
        var half = LossOf(task, batch, Precision.Bf16, options);
        var difference = Math.Abs(half - single) / Math.Max(Math.Abs(single), double.Epsilon);
        var losses = FormattableString.Invariant(
            $"the loss of the first batch is {single:0.0000} in float32 and {half:0.0000} in bfloat16");
        return difference <= MostDifference ? new(Precision.Bf16, losses) : Single(losses);
    }

    private static double LossOf<TBatch>(TrainingTask<TBatch> task, TBatch batch, Precision precision, TrainerOptions options)
    {
        using var scope = new TensorScope();
        TorchEngine.ManualSeed(options.Seed);
        Tensor loss;
        using (Autocast.Of(precision, options.Device.Type)) loss = task.Loss(batch);
        // Operators without a backward pass in this type shall be found now and not in the first step.
        if (precision != Precision.Fp32) loss.Backward();
        return loss.Detach().ToDouble();
    }

    // The smaller side of the largest matrix.
    private static long Width(Module module) =>
        module.NamedParameters().Select(parameter => parameter.Value.Value).Where(value => value.Rank == 2)
            .MaxBy(value => value.ElementCount) is { } largest ? Math.Min(largest.Size(0), largest.Size(1)) : 0;

    private static PrecisionChoice Single(string reason) => new(Precision.Fp32, reason);
}
