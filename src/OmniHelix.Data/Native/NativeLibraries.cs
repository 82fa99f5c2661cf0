using System.Reflection;
using System.Runtime.InteropServices;

namespace OmniHelix.Data.Native;

/// <summary>Finds libraries at the first call, so that a program that reads no table never loads the 70 MB of DuckDB, which lies beside the assembly; the others are the system's.</summary>
internal static class NativeLibraries
{
    private static readonly Lazy<bool> Search = new(() =>
    {
        NativeLibrary.SetDllImportResolver(typeof(NativeLibraries).Assembly, Resolve);
        return true;
    });

    /// <summary>Puts the search in place; nothing is loaded here. For the static constructors of classes with native functions, which run before the first of them.</summary>
    internal static void Prepare() => _ = Search.Value;

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? search)
    {
        var (path, need, advice) = name switch
        {
            DuckDb.Library => (Path.Combine(AppContext.BaseDirectory, $"lib{name}.so"), "DuckDB cannot be loaded; Parquet files and queries need it", "Build again: npm fetches it. It needs Linux with glibc on x64 or arm64."),
            BufferDecompressor.Lz4 => ("liblz4.so.1", "LZ4 cannot be loaded; this Arrow file is compressed with it", "Install the package liblz4-1."),
            BufferDecompressor.Zstd => ("libzstd.so.1", "Zstandard cannot be loaded; this Arrow file is compressed with it", "Install the package libzstd1."),
            _ => ("", "", ""),
        };
        if (path.Length == 0) return 0;
        return NativeLibrary.TryLoad(path, out var handle) ? handle : throw new OmniException("OH1216", $"the library of {need}", path, advice);
    }
}
