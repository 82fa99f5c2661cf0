using System.Runtime.Intrinsics.X86;
using OmniHelix.Torch;

namespace OmniHelix.Training;

/// <summary>Whether a device computes products of bfloat16 faster than those of float32.</summary>
internal static class FastBfloat16
{
    // Of tensor cores the ratio is 8 and more; where bfloat16 is emulated it is below 1.
    private const double LeastAdvantage = 1.5;
    private const int ExtendedFeatures = 7, Bf16Bit = 5;

    /// <summary>
    /// By the instructions of a processor, so that two runs on one machine decide alike however busy it is; by the measured rates of an
    /// accelerator, which lie far apart.
    /// </summary>
    public static bool On(Device device) => device.Type == DeviceType.Cpu ? OfProcessor() : OfAccelerator(device);

    // AVX512_BF16; every processor with the bfloat16 tiles of AMX has it too.
    private static bool OfProcessor() =>
        Avx512F.IsSupported
        && X86Base.CpuId(ExtendedFeatures, 0).Eax >= 1
        && ((X86Base.CpuId(ExtendedFeatures, 1).Eax >> Bf16Bit) & 1) == 1;

    private static bool OfAccelerator(Device device)
    {
        try
        {
            return MatrixRate.Of(Precision.Bf16, device) >= LeastAdvantage * MatrixRate.Of(Precision.Fp32, device);
        }
        catch (TorchException)
        {
            // Older accelerators refuse such products.
            return false;
        }
    }
}
