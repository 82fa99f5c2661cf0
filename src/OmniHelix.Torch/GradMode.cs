using OmniHelix.Torch.Native;

namespace OmniHelix.Torch;

/// <summary>Switches the recording of operations on this thread; disposing restores what was before.</summary>
public readonly record struct GradMode : IDisposable
{
    private readonly int before;

    private GradMode(bool enabled)
    {
        before = NativeMethods.oh_grad_enabled();
        NativeMethods.oh_set_grad_enabled(enabled ? 1 : 0);
    }

    /// <summary>True while operations are recorded.</summary>
    public static bool IsEnabled => NativeMethods.oh_grad_enabled() != 0;

    /// <summary>No recording until disposed: <c>using var _ = GradMode.Off();</c></summary>
    public static GradMode Off() => new(false);

    /// <summary>Recording until disposed.</summary>
    public static GradMode On() => new(true);

    /// <inheritdoc/>
    public void Dispose() => NativeMethods.oh_set_grad_enabled(before);
}
