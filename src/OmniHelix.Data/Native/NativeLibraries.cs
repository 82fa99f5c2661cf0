using System.Reflection;
using System.Runtime.InteropServices;
using DuckDB.NET.Native;

namespace OmniHelix.Data.Native;

/// <summary>
/// Finds libraries at the first call, so that a program that reads no table never loads the 70 MB of DuckDB, which comes with this
/// library; the others are the system's.
/// </summary>
internal static class NativeLibraries
{
    /// <summary>The name under which the package DuckDB.NET.Bindings asks for DuckDB.</summary>
    public const string DuckDb = "duckdb";

    private static readonly Lazy<bool> Search = new(() =>
    {
        NativeLibrary.SetDllImportResolver(typeof(NativeLibraries).Assembly, Resolve);
        return true;
    });

    private static readonly Lazy<bool> SearchOfPackage = new(() =>
    {
        NativeLibrary.SetDllImportResolver(typeof(NativeMethods).Assembly, Resolve);
        return true;
    });

    /// <summary>
    /// Puts the search in place; nothing is loaded here. For the static constructors of classes with native functions, which run before the
    /// first of them.
    /// </summary>
    internal static void Prepare() => _ = Search.Value;

    /// <summary>The same, for the functions that the package declares as well.</summary>
    internal static void PrepareDuckDb() => _ = Search.Value && SearchOfPackage.Value;

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? search) => name switch
    {
        DuckDb => Load(
            NativeFile.Find($"lib{name}.so") ?? $"lib{name}.so",
            "DuckDB cannot be loaded; Parquet files and queries need it",
            "Build again, which copies it beside the program. It needs Linux with glibc; the package OmniHelix has it for x64."),
        BufferDecompressor.Lz4 => Load(
            "liblz4.so.1",
            "LZ4 cannot be loaded; this Arrow file is compressed with it",
            "Install the package liblz4-1."),
        BufferDecompressor.Zstd => Load(
            "libzstd.so.1",
            "Zstandard cannot be loaded; this Arrow file is compressed with it",
            "Install the package libzstd1."),
        _ => 0,
    };

    private static nint Load(string path, string need, string advice) =>
        NativeLibrary.TryLoad(path, out var handle) ? handle : throw new OmniException("OH1216", $"the library of {need}", path, advice);
}
