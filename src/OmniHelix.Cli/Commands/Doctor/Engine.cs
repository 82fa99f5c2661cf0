using OmniHelix.Torch;
using OmniHelix.Training;

namespace OmniHelix.Cli.Commands.Doctor;

/// <summary>libtorch as the native shim found it.</summary>
/// <param name="Version">Such as <c>1.13.1</c>.</param>
/// <param name="Library">Path of the loaded libtorch.</param>
/// <param name="Threads">Threads one operator may use.</param>
/// <param name="CudaDevices">GPUs it can compute on.</param>
/// <param name="AllocatorTuned">Large activations stay in the process instead of going back to the kernel after every operator.</param>
/// <param name="GigaFlops">Rate of f32 matrix products of 1024×1024, in 10⁹ operations per second; the best of several.</param>
internal sealed record Engine(string Version, string Library, int Threads, int CudaDevices, bool AllocatorTuned, double GigaFlops)
{
    /// <summary>Loads libtorch, which takes up to a second, and measures it.</summary>
    public static Engine Load() => new(
        TorchEngine.Version,
        TorchEngine.LibraryPath,
        TorchEngine.Threads,
        TorchEngine.CudaDevices,
        TorchEngine.AllocatorTuned,
        MatrixRate.Of(Precision.Fp32, Device.Cpu) / 1e9);
}

/// <summary>The engine, or the sentence that says why there is none.</summary>
/// <param name="Found">Null when it cannot be loaded.</param>
/// <param name="Failure">Null when it was loaded.</param>
internal sealed record EngineProbe(Engine? Found, string? Failure)
{
    /// <summary>Tries to load the engine.</summary>
    public static EngineProbe Look()
    {
        try
        {
            return new EngineProbe(Engine.Load(), null);
        }
        catch (OmniException e)
        {
            return new EngineProbe(null, e.InnerException is { } cause ? $"{e.Message}: {FirstLine(cause.Message)}" : e.Message);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            return new EngineProbe(null, FirstLine(e.Message));
        }
    }

    private static string FirstLine(string text) => text.Split('\n')[0];
}
