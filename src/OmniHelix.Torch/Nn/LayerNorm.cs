namespace OmniHelix.Torch.Nn;

/// <summary>Layer normalisation over the last axis (Ba et al. 2016): population variance, epsilon inside the root.</summary>
public sealed class LayerNorm : Module
{
    private readonly long size;
    private readonly double epsilon;

    /// <summary>Uninitialised gain and bias.</summary>
    /// <param name="size">Size of the last axis.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public LayerNorm(long size, double epsilon)
    {
        this.size = size;
        this.epsilon = epsilon;
        Weight = Register("weight", new Parameter([size]));
        Bias = Register("bias", new Parameter([size]));
    }

    /// <summary>Gain <c>[size]</c>.</summary>
    public Parameter Weight { get; }

    /// <summary>Bias <c>[size]</c>.</summary>
    public Parameter Bias { get; }

    /// <summary><c>[…, size]</c> to the same shape, in the type of the weights: the statistics of narrower inputs are computed in that.</summary>
    public Tensor Forward(Tensor x)
    {
        var type = Weight.Value.DType;
        return Ops.LayerNorm(x.DType == type ? x : x.To(type), [size], Weight, Bias, epsilon);
    }
}
