using System.Collections.Concurrent;

namespace OmniHelix.Torch;

/// <summary>Facts about arithmetic.</summary>
public static class PrecisionFacts
{
    private static readonly ConcurrentDictionary<(Precision, Device), string?> Failures = [];

    /// <summary>Element type of matrix products.</summary>
    public static DType ProductType(this Precision precision) => precision switch
    {
        Precision.Bf16 => DType.BFloat16,
        Precision.Fp16 => DType.Float16,
        _ => DType.Float32,
    };

    /// <summary>Refuses arithmetic that libtorch does not have on a device: float16 on processors before libtorch 2.</summary>
    /// <param name="precision">What is asked for.</param>
    /// <param name="device">Where; one that is there.</param>
    /// <exception cref="UsageException">OH4003: libtorch cannot compute that there.</exception>
    public static void RequireOn(this Precision precision, Device device)
    {
        if (precision == Precision.Fp32) return;
        if (Failures.GetOrAdd((precision, device), at => Failure(at.Item1, at.Item2)) is not { } failure) return;
        var name = precision.ToString().ToLowerInvariant();
        throw new UsageException(
            "OH4003", $"{name} cannot be computed on {device} with libtorch {TorchEngine.Version}: {failure}", "--precision",
            device.Type == DeviceType.Cpu ? "Use bf16, which processors compute, or fp32." : "Use fp32.");
    }

    // A product and its gradient tell whether libtorch has kernels of this type here.
    private static string? Failure(Precision precision, Device device)
    {
        using var scope = new TensorScope();
        try
        {
            var x = Ops.Ones([2, 2], precision.ProductType(), device);
            x.RequiresGrad = true;
            x.Mm(x).Sum().Backward();
            return null;
        }
        catch (TorchException e)
        {
            return e.Message.Split('\n')[0];
        }
    }
}
