using System.Collections.Concurrent;
using System.Diagnostics;
using OmniHelix.Torch;

namespace OmniHelix.Training;

/// <summary>The rate of large matrix products on this machine, the limit that a model's own rate is compared with.</summary>
public static class MatrixRate
{
    private const int Size = 1024;
    private static readonly TimeSpan Enough = TimeSpan.FromMilliseconds(300);
    private static readonly ConcurrentDictionary<(Precision, Device), double> Measured = [];

    /// <summary>
    /// Floating-point operations a second of <c>[1024, 1024] × [1024, 1024]</c> products: measured once in a process, in about a third
    /// of a second, so that all its seeds are compared with the same rate.
    /// </summary>
    public static double Of(Precision precision, Device device) =>
        Measured.GetOrAdd((precision, device), at => Measure(at.Item1, at.Item2));

    private static double Measure(Precision precision, Device device)
    {
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        // Drawn from no generator: that of libtorch belongs to the run that is about to start or go on.
        var a = Ops.Arange(0, Size * Size, 1, DType.Float32, device).Sin().Reshape([Size, Size]).To(device, precision.ProductType());
        var b = a.Transpose(0, 1).Contiguous();
        var best = double.MaxValue;
        var total = Stopwatch.StartNew();
        do
        {
            using var round = new TensorScope();
            var start = Stopwatch.GetTimestamp();
            // Reading one element waits for an asynchronous device.
            _ = a.Mm(b).Select(0, 0).Select(0, 0).ToDouble();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        while (total.Elapsed < Enough);
        return 2.0 * Size * Size * Size / best;
    }
}
