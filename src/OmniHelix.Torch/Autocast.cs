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
    /// <param name="type"><see cref="DType.BFloat16"/>, or <see cref="DType.Float16"/> on CUDA.</param>
    /// <param name="device">Device whose operators are concerned.</param>
    public Autocast(DType type = DType.BFloat16, DeviceType device = DeviceType.Cpu)
    {
        this.device = device;
        TorchException.Check(NativeMethods.oh_autocast_enter((int)device, (int)type));
        depth++;
    }

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
