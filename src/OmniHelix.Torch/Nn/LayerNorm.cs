namespace OmniHelix.Torch.Nn;

/// <summary>Layer normalisation (Ba et al. 2016): population variance, epsilon inside the root.</summary>
public sealed class LayerNorm : Norm
{
    private readonly long size;
    private readonly double epsilon;

    /// <summary>Uninitialised gain and bias.</summary>
    /// <param name="size">Size of the last axis.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="bias">Whether there is a bias.</param>
    public LayerNorm(long size, double epsilon, bool bias = true)
    {
        this.size = size;
        this.epsilon = epsilon;
        Weight = Register("weight", new Parameter([size]));
        if (bias) Bias = Register("bias", new Parameter([size]));
    }

    /// <inheritdoc/>
    public override Parameter Weight { get; }

    /// <inheritdoc/>
    public override Parameter? Bias { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        var type = Weight.Value.DType;
        return Ops.LayerNorm(x.DType == type ? x : x.To(type), [size], Weight, Bias?.Value, epsilon);
    }
}
