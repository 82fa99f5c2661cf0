namespace OmniHelix.Torch.Nn;

/// <summary>Normalises the last axis.</summary>
public abstract class Norm : Module
{
    /// <summary>Gain <c>[size]</c>.</summary>
    public abstract Parameter Weight { get; }

    /// <summary>Bias <c>[size]</c>, null where there is none.</summary>
    public abstract Parameter? Bias { get; }

    /// <summary>
    /// <c>[…, size]</c> to the same shape, in the type of the weights: the statistics of narrower inputs are computed in that.
    /// </summary>
    public abstract Tensor Forward(Tensor x);
}
