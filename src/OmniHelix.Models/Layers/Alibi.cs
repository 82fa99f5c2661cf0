using OmniHelix.Torch;

namespace OmniHelix.Models.Layers;

/// <summary>
/// Attention with linear biases (Press et al. 2022) in both directions: the score of query i and key j loses <c>slope · |i − j|</c>, with a
/// slope for each head.
/// </summary>
/// <param name="headCount">Attention heads.</param>
internal sealed class Alibi(int headCount)
{
    /// <summary>The slope of each head.</summary>
    public IReadOnlyList<double> Slopes { get; } = SlopesOf(headCount);

    /// <summary><c>−slope · |i − j|</c>, <c>[1, heads, length, length]</c>.</summary>
    public Tensor Bias(long length, DType type, Device device)
    {
        using var scope = new TensorScope();
        var places = Ops.Arange(0, length, 1, DType.Float32, device);
        var distance = (places.Unsqueeze(0) - places.Unsqueeze(1)).Abs();        // [L, L]
        var slopes = Tensor.From<float>([.. Slopes.Select(s => (float)-s)], [1, Slopes.Count, 1, 1]).To(device, DType.Float32);
        return scope.Keep((slopes * distance).To(type));
    }

    // 2^(−8i/n) for n heads when n is a power of two; otherwise those of the power below, filled up with every second slope of twice that
    // power.
    private static double[] SlopesOf(int count)
    {
        var power = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)count + 1) / 2;
        return [.. Geometric(power), .. Geometric(2 * power).Where((_, i) => i % 2 == 0).Take(count - power)];

        static IEnumerable<double> Geometric(int n) => Enumerable.Range(1, n).Select(i => Math.Pow(2, -8.0 * i / n));
    }
}
