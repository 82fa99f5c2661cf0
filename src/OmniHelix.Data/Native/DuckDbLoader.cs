using System.Reflection;
using System.Runtime.InteropServices;

namespace OmniHelix.Data.Native;

/// <summary>Finds the library beside the assembly at the first call, so that a program that reads no table never loads its 70 MB.</summary>
internal static class DuckDbLoader
{
    /// <summary>Puts the search in place; nothing is loaded here. For the static constructor of the functions, which runs before the first of them.</summary>
    internal static void Prepare() => NativeLibrary.SetDllImportResolver(typeof(DuckDbLoader).Assembly, Resolve);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? search)
    {
        if (name != DuckDb.Library) return 0;
        var path = Path.Combine(AppContext.BaseDirectory, $"lib{name}.so");
        return NativeLibrary.TryLoad(path, out var handle)
            ? handle
            : throw new OmniException("OH1216", "the library of DuckDB cannot be loaded; Parquet files and queries need it", path, "Build again: npm fetches it. It needs Linux with glibc on x64 or arm64.");
    }
}
