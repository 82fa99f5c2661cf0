using OmniHelix.Settings;
using OmniHelix.Torch;

namespace OmniHelix.Workflows.Runs;

/// <summary>Where training computes when nobody says it: as predictions do, on a graphics card where there is one.</summary>
internal static class TrainingDevice
{
    /// <summary>Decides what is left open.</summary>
    /// <param name="settings">With the setting <c>device</c>.</param>
    public static ResolvedSettings Decide(ResolvedSettings settings) => Decide(settings, TorchEngine.CudaDevices);

    /// <summary>The same for so many graphics cards.</summary>
    public static ResolvedSettings Decide(ResolvedSettings settings, int cards) =>
        cards > 0 && settings["device"].Source.Origin == Origin.Default
            ? settings.With("device", Device.Cuda(), Source.Default)
            : settings;
}
