namespace OmniHelix.Torch.Nn;

/// <summary>
/// Batch normalisation (Ioffe and Szegedy 2015): in training each channel by mean and variance of the batch, otherwise by the running ones,
/// which are buffers. One value a channel has no variance; it is normalised by the running ones in training too, and changes nothing.
/// </summary>
public sealed class BatchNorm1d : Module
{
    private readonly double momentum;
    private readonly double epsilon;

    /// <summary>Uninitialised.</summary>
    /// <param name="channels">Number of channels.</param>
    /// <param name="momentum">Share of a batch in the running mean and variance; Keras gives one minus this.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public BatchNorm1d(long channels, double momentum = 0.1, double epsilon = 1e-5)
    {
        this.momentum = momentum;
        this.epsilon = epsilon;
        Weight = Register("weight", new Parameter([channels]));
        Bias = Register("bias", new Parameter([channels]));
        RunningMean = Register("running_mean", Parameter.Buffer([channels]));
        RunningVariance = Register("running_var", Parameter.Buffer([channels]));
    }

    /// <summary>Gain <c>[channels]</c>.</summary>
    public Parameter Weight { get; }

    /// <summary>Bias <c>[channels]</c>.</summary>
    public Parameter Bias { get; }

    /// <summary>Mean over batches <c>[channels]</c>, the newest weighted most.</summary>
    public Parameter RunningMean { get; }

    /// <summary>Variance over batches <c>[channels]</c>, of n − 1 values.</summary>
    public Parameter RunningVariance { get; }

    /// <summary><c>[rows, channels]</c> or <c>[batch, channels, length]</c> to the same shape, in the type of the weights.</summary>
    public Tensor Forward(Tensor x)
    {
        var type = Weight.Value.DType;
        var ofBatch = IsTraining && x.ElementCount > x.Size(1);
        return Ops.BatchNorm(
            x.DType == type ? x : x.To(type), Weight.Value, Bias.Value, RunningMean.Value, RunningVariance.Value, ofBatch, momentum,
            epsilon, false);
    }
}
