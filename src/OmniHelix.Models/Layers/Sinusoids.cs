using OmniHelix.Torch;

namespace OmniHelix.Models.Layers;

/// <summary>Fixed vectors of positions (Vaswani et al. 2017), of which half are sines and half cosines.</summary>
internal static class Sinusoids
{
    private const double Base = 10000;

    /// <summary>
    /// <c>[sin(p·w) | cos(p·w)]</c> with <c>w_i = 10000^(−i / (size/2 − 1))</c>, as fairseq makes them.
    /// </summary>
    /// <param name="positions"><c>[batch, length]</c>.</param>
    /// <param name="size">Channels; even and more than 2.</param>
    /// <returns><c>[batch, length, size]</c>, single precision.</returns>
    public static Tensor Halves(Tensor positions, int size)
    {
        using var scope = new TensorScope();
        var half = size / 2;
        var waves = Ops.Arange(0, half, 1, DType.Float32, positions.Device).Mul(-Math.Log(Base) / (half - 1)).Exp();
        var angles = positions.To(DType.Float32).Unsqueeze(-1) * waves;          // [B, L, size / 2]
        return scope.Keep(Ops.Cat([angles.Sin(), angles.Cos()], -1));
    }
}
