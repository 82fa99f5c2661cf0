using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace OmniHelix.Torch.Native;

/// <summary>Finds the shim beside the assembly at the first native call, and sets the process up before the first tensor.</summary>
internal static partial class NativeLoader
{
    private const string SystemLibraries = "/usr/lib";

    private static readonly EnumerationOptions InLibraryFolders = new() { RecurseSubdirectories = true, MaxRecursionDepth = 1 };

    /// <summary>Whether the C library took every allocator setting of the shim.</summary>
    internal static bool AllocatorTuned { get; private set; }

    /// <summary>Puts the search for the shim in place; nothing is loaded here.</summary>
    internal static void Prepare() => NativeLibrary.SetDllImportResolver(typeof(NativeLoader).Assembly, Resolve);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? search)
    {
        if (name != NativeMethods.Shim) return 0;
        LetWaitingThreadsSleep();
        ChooseWideKernels();
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
        SetUnlessSet("OMP_WAIT_POLICY", "PASSIVE");
        SetUnlessSet("OPENBLAS_THREAD_TIMEOUT", "12");
    }

    // OpenBLAS 0.3.21 takes AMD processors newer than family 25 (Zen 5 on) for ones without AVX-512 and runs at half speed.
    private static void ChooseWideKernels()
    {
        const int Zen4 = 25;
        if (!Avx512F.IsSupported || AmdFamily() is not > Zen4 || !Directory.Exists(SystemLibraries)) return;
        var folders = Directory.EnumerateDirectories(SystemLibraries, "openblas-*", InLibraryFolders);
        if (folders.Any(folder => Directory.EnumerateFiles(folder, "libopenblas*-r0.3.21.so").Any()))
            SetUnlessSet("OPENBLAS_CORETYPE", "SKYLAKEX");
    }

    // Null for processors of others.
    private static int? AmdFamily()
    {
        const int EndOfAuthenticAmd = 0x444D4163;
        if (!X86Base.IsSupported || X86Base.CpuId(0, 0).Ecx != EndOfAuthenticAmd) return null;
        var signature = X86Base.CpuId(1, 0).Eax;
        int family = (signature >> 8) & 0xF, extended = (signature >> 20) & 0xFF;
        return family == 0xF ? family + extended : family;
    }

    private static void SetUnlessSet(string name, string value)
    {
        const int KeepWhatTheUserSet = 0;
        _ = setenv(name, value, KeepWhatTheUserSet);
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
