using System.Runtime.InteropServices;

namespace OmniHelix.Cli.Commands.Doctor;

/// <summary>The matrix library that serves libtorch's products.</summary>
/// <param name="Library">Path of the loaded file.</param>
/// <param name="Version">Such as <c>OpenBLAS 0.3.21</c>; null for others.</param>
/// <param name="Kernel">The core type OpenBLAS chose, such as <c>SkylakeX</c>; null for others.</param>
internal sealed record Blas(string Library, string? Version, string? Kernel)
{
    private static readonly string[] Known = ["libopenblas", "libmkl_rt", "libmkl_core", "libblis", "libblas", "libarmpl"];

    /// <summary>What <c>OPENBLAS_CORETYPE</c> asks for; null when it is not set.</summary>
    public string? CoreType { get; init; }

    /// <summary>
    /// The matrix library among a process's mapped files (<c>/proc/self/maps</c>), OpenBLAS first; null when none is a file of its own.
    /// </summary>
    public static string? FindLibrary(IEnumerable<string> maps)
    {
        var files = maps.Select(line => line.IndexOf('/', StringComparison.Ordinal) is var at and >= 0 ? line[at..] : "").Distinct()
            .ToList();
        return Known.Select(name => files.Find(f => Path.GetFileName(f).StartsWith(name, StringComparison.Ordinal)))
            .FirstOrDefault(f => f is not null);
    }

    /// <summary>What this process has loaded, or would load: null when there is none.</summary>
    public static Blas? Look()
    {
        var library = File.Exists("/proc/self/maps") ? FindLibrary(File.ReadLines("/proc/self/maps")) : null;
        if (library is null && NativeLibrary.TryLoad("libopenblas.so.0", out _)) library = FindLibrary(File.ReadLines("/proc/self/maps"));
        if (library is null) return null;
        if (!NativeLibrary.TryLoad(library, out var handle)) return new Blas(library, null, null);
        return new Blas(
            library,
            Text(handle, "openblas_get_config") is { } built ? string.Join(' ', built.Split(' ').Take(2)) : null,
            Text(handle, "openblas_get_corename"))
        {
            CoreType = Environment.GetEnvironmentVariable("OPENBLAS_CORETYPE") is { Length: > 0 } asked ? asked : null,
        };
    }

    /// <summary>True when OpenBLAS runs kernels older than the processor: half the speed or less on AVX-512 machines.</summary>
    public bool IsTooOldFor(Processor processor) =>
        Kernel is not null && processor.Has("avx512f")
        && !Kernel.Equals("SkylakeX", StringComparison.OrdinalIgnoreCase)
        && !Kernel.Equals("Cooperlake", StringComparison.OrdinalIgnoreCase)
        && !Kernel.Equals("SapphireRapids", StringComparison.OrdinalIgnoreCase);

    private static unsafe string? Text(nint library, string function) =>
        NativeLibrary.TryGetExport(library, function, out var address)
            ? Marshal.PtrToStringUTF8((nint)((delegate* unmanaged[Cdecl]<byte*>)address)())
            : null;
}
