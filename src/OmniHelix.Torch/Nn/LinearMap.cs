namespace OmniHelix.Torch.Nn;

/// <summary>
/// What a <see cref="Linear"/> computes. The plain one is <see cref="Affine"/>; another one (low-rank adapters, quantised weights) takes
/// its place by <see cref="Linear.Replace"/>. A map that goes on with the former one registers it under an empty name, so that its weights
/// keep their names, and registers what model files do not hold as not stored.
/// </summary>
public abstract class LinearMap : Module
{
    /// <summary><c>[…, inputs]</c> to <c>[…, outputs]</c>, differentiable.</summary>
    public abstract Tensor Forward(Tensor x);
}

/// <summary><c>y = x Wᵀ + b</c> with the weights as they are.</summary>
public sealed class Affine : LinearMap
{
    /// <param name="weight"><c>[outputs, inputs]</c>.</param>
    /// <param name="bias"><c>[outputs]</c> or null.</param>
    public Affine(Parameter weight, Parameter? bias)
    {
        Weight = Register("weight", weight);
        if (bias is not null) Bias = Register("bias", bias);
    }

    /// <summary><c>[outputs, inputs]</c>.</summary>
    public Parameter Weight { get; }

    /// <summary><c>[outputs]</c> or null.</summary>
    public Parameter? Bias { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        // In float32 on the CPU a product that starts from the bias takes up to four times as long as the product alone.
        var apart = !Autocast.IsActive && x.Device.Type == DeviceType.Cpu && x.DType != DType.BFloat16;
        return Bias is { } bias && apart ? Ops.Linear(x, Weight).AddInPlace(bias) : Ops.Linear(x, Weight, Bias?.Value);
    }
}
