using System.Reflection;
using System.Runtime.InteropServices;

namespace OmniHelix.Torch.Native;

/// <summary>Finds the shim beside the assembly at the first native call, and sets the process up before the first tensor.</summary>
internal static partial class NativeLoader
{
    /// <summary>Whether the C library took every allocator setting of the shim.</summary>
    internal static bool AllocatorTuned { get; private set; }

    /// <summary>Puts the search for the shim in place; nothing is loaded here.</summary>
    internal static void Prepare() => NativeLibrary.SetDllImportResolver(typeof(NativeLoader).Assembly, Resolve);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? search)
    {
        if (name != NativeMethods.Shim) return 0;
        LetWaitingThreadsSleep();
        var file = $"lib{name}.so";
        var path = NativeFile.Find(file) ?? throw new OmniException(
            "OH4001", $"the native library {file} is neither beside the program nor in the package that was restored", null,
            "The package OmniHelix has it for Linux with glibc on x64; for any other libtorch set OMNI_LIBTORCH to its folder and build "
                + "again, which makes it with CMake and a C++17 compiler. In the repository, ./eng/setup installs what the build needs.");
        var handle = Load(path);
        Start(handle);
        return handle;
    }

    // libtorch's own loops run on OpenMP threads and its products on OpenBLAS threads. Both kinds wait for work by spinning, and on a
    // machine with few cores the idle ones take the processor from the busy ones: a forward pass of a small encoder takes five times as
    // long. Both read these variables when they are loaded.
    private static void LetWaitingThreadsSleep()
    {
        const int KeepWhatTheUserSet = 0;
        _ = setenv("OMP_WAIT_POLICY", "PASSIVE", KeepWhatTheUserSet);
        _ = setenv("OPENBLAS_THREAD_TIMEOUT", "12", KeepWhatTheUserSet);
    }

    // The runtime's own environment is a copy that native libraries do not see.
    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);

    // Called by address: a declared function would ask for this resolver again.
    private static unsafe void Start(nint library)
    {
        var start = (delegate* unmanaged<int, int>)NativeLibrary.GetExport(library, "oh_start");
        AllocatorTuned = start(Environment.ProcessorCount) != 0;
    }

    private static nint Load(string path)
    {
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (DllNotFoundException e)
        {
            // The first line is the runtime's; what the system's loader says comes after it.
            var reason = e.Message.Split('\n').Skip(1).FirstOrDefault(line => line.Length > 0) ?? e.Message;
            throw new OmniException(
                "OH4001", $"the native library cannot be loaded: {reason}", path,
                "It needs libtorch: install that (Debian, Ubuntu: apt-get install libtorch-dev), or set OMNI_LIBTORCH to a libtorch folder "
                    + "and build again.", e);
        }
    }
}
