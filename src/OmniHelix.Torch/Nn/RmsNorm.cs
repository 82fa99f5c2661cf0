namespace OmniHelix.Torch.Nn;

/// <summary>
/// Root-mean-square normalisation (Zhang and Sennrich 2019): <c>x / √(mean(x²) + ε) · gain</c>, without centring and without bias.
/// </summary>
public sealed class RmsNorm : Norm
{
    private readonly double epsilon;

    /// <summary>Uninitialised gain.</summary>
    /// <param name="size">Size of the last axis.</param>
    /// <param name="epsilon">Added to the mean of squares.</param>
    /// <param name="name">Of the gain in files.</param>
    public RmsNorm(long size, double epsilon, string name = "weight")
    {
        this.epsilon = epsilon;
        Weight = Register(name, new Parameter([size]));
    }

    /// <inheritdoc/>
    public override Parameter Weight { get; }

    /// <inheritdoc/>
    public override Parameter? Bias => null;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        using var scope = new TensorScope();
        var type = Weight.Value.DType;
        if (x.DType != type) x = x.To(type);
        return scope.Keep(x * (x.Square().Mean([-1], true) + epsilon).Rsqrt() * Weight.Value);
    }
}
