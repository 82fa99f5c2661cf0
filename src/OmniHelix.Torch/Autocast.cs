using OmniHelix.Torch.Native;

namespace OmniHelix.Torch;

/// <summary>
/// Runs matrix products in a narrower type until disposed, on this thread; other operators keep the type they need. Weights are cast once
/// per region.
/// </summary>
public sealed class Autocast : IDisposable
{
    [ThreadStatic]
    private static int depth;

    private readonly DeviceType device;
    private bool open = true;

    /// <summary>Opens a region.</summary>
    /// <param name="type"><see cref="DType.BFloat16"/>, or <see cref="DType.Float16"/> where libtorch computes it.</param>
    /// <param name="device">Device whose operators are concerned.</param>
    public Autocast(DType type = DType.BFloat16, DeviceType device = DeviceType.Cpu)
    {
        this.device = device;
        TorchException.Check(NativeMethods.oh_autocast_enter((int)device, (int)type));
        depth++;
    }

    /// <summary>The region for an arithmetic; null for float32, which needs none.</summary>
    /// <param name="precision">Arithmetic of matrix products.</param>
    /// <param name="device">Device whose operators are concerned.</param>
    public static Autocast? Of(Precision precision, DeviceType device) =>
        precision == Precision.Fp32 ? null : new Autocast(precision.ProductType(), device);

    /// <summary>True inside a region of this thread.</summary>
    public static bool IsActive => depth > 0;

    /// <summary>Ends the region.</summary>
    public void Dispose()
    {
        if (!open) return;
        open = false;
        depth--;
        TorchException.Check(NativeMethods.oh_autocast_leave((int)device));
    }
}
