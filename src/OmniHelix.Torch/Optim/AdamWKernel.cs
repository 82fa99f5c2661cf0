using System.Numerics;
using System.Runtime.InteropServices;

namespace OmniHelix.Torch.Optim;

/// <summary>
/// One pass over parameter, gradient and both moments in place of eight operators; the arithmetic per element is the same.
/// </summary>
internal static class AdamWKernel
{
    private const int Chunk = 1 << 16;

    /// <summary>Constants of a step.</summary>
    /// <param name="Beta1">Decay of the first moment.</param>
    /// <param name="Beta2">Decay of the second moment.</param>
    /// <param name="Epsilon">Already multiplied by the root of the second bias correction.</param>
    /// <param name="Shrink">Factor of the decoupled decay.</param>
    /// <param name="Rate">Learning rate with both bias corrections.</param>
    internal readonly record struct Numbers(double Beta1, double Beta2, double Epsilon, double Shrink, double Rate);

    internal static bool Fits(Tensor parameter, Tensor gradient) =>
        parameter.DType is DType.Float32 or DType.Float64 && gradient.DType == parameter.DType
        && parameter.Device.Type == DeviceType.Cpu && parameter.IsContiguous && gradient.IsContiguous;

    internal static void Run(Tensor parameter, Tensor gradient, Tensor mean, Tensor square, Numbers n)
    {
        if (parameter.DType == DType.Float32) Run<float>(parameter, gradient, mean, square, n);
        else Run<double>(parameter, gradient, mean, square, n);
    }

    private static void Run<T>(
        Tensor parameter, Tensor gradient, Tensor mean, Tensor square, Numbers n) where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint p = parameter.DataAddress, g = gradient.DataAddress, m = mean.DataAddress, v = square.DataAddress;
        var count = parameter.ElementCount;
        if (count <= Chunk) Update<T>(p, g, m, v, 0, (int)count, n);
        else
            Parallel.For(
                0, (int)((count + Chunk - 1) / Chunk),
                c => Update<T>(p, g, m, v, (long)c * Chunk, (int)Math.Min(Chunk, count - (long)c * Chunk), n));
    }

    private static unsafe Span<T> Slice<T>(nint address, long start, int count) where T : unmanaged => new((T*)address + start, count);

    private static void Update<T>(
        nint p, nint g, nint m, nint v, long start, int count, Numbers n) where T : unmanaged, IFloatingPointIeee754<T>
    {
        T beta1 = T.CreateChecked(n.Beta1), rest1 = T.CreateChecked(1 - n.Beta1);
        T beta2 = T.CreateChecked(n.Beta2), rest2 = T.CreateChecked(1 - n.Beta2);
        T epsilon = T.CreateChecked(n.Epsilon), shrink = T.CreateChecked(n.Shrink), rate = T.CreateChecked(n.Rate);
        var parameters = Slice<T>(p, start, count);
        var gradients = Slice<T>(g, start, count);
        var means = Slice<T>(m, start, count);
        var squares = Slice<T>(v, start, count);
        var vp = MemoryMarshal.Cast<T, Vector<T>>(parameters);
        var vg = MemoryMarshal.Cast<T, Vector<T>>(gradients);
        var vm = MemoryMarshal.Cast<T, Vector<T>>(means);
        var vv = MemoryMarshal.Cast<T, Vector<T>>(squares);
        for (var i = 0; i < vp.Length; i++)
        {
            var first = vm[i] * beta1 + vg[i] * rest1;
            var second = vv[i] * beta2 + vg[i] * vg[i] * rest2;
            vm[i] = first;
            vv[i] = second;
            vp[i] = vp[i] * shrink - first * rate / (Vector.SquareRoot(second) + new Vector<T>(epsilon));
        }
        for (var i = vp.Length * Vector<T>.Count; i < count; i++)
        {
            means[i] = means[i] * beta1 + gradients[i] * rest1;
            squares[i] = squares[i] * beta2 + gradients[i] * gradients[i] * rest2;
            parameters[i] = parameters[i] * shrink - means[i] * rate / (T.Sqrt(squares[i]) + epsilon);
        }
    }
}
