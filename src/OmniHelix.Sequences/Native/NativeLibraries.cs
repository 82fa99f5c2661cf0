using System.Reflection;
using System.Runtime.InteropServices;

namespace OmniHelix.Sequences.Native;

/// <summary>The system libraries this project calls, and the file names they go by.</summary>
public static class NativeLibraries
{
    internal const string Deflate = "deflate";
    internal const string IsaL = "isal";
    internal const string Hts = "hts";

    private static readonly Lazy<bool> Search = new(() =>
    {
        NativeLibrary.SetDllImportResolver(typeof(NativeLibraries).Assembly, Resolve);
        return true;
    });

    /// <summary>For each library its first file name, and whether it can be loaded.</summary>
    public static IReadOnlyList<(string File, bool IsThere)> Probe() =>
        [.. new[] { Deflate, IsaL, Hts }.Select(name => (FilesOf(name)[0], FilesOf(name).Any(file => NativeLibrary.TryLoad(file, out _))))];

    /// <summary>
    /// Puts the search for the files in place. Every class with native functions asks for it in its static constructor, which runs before
    /// the first of them; nothing is loaded here.
    /// </summary>
    internal static void Prepare() => _ = Search.Value;

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? search)
    {
        var files = FilesOf(name);
        foreach (var file in files)
            if (NativeLibrary.TryLoad(file, out var handle)) return handle;
        return files.Length == 0
            ? 0
            : throw new OmniException(
                "OH1015", $"the system library {files[0]} cannot be loaded", null, "Run ./eng/setup, which installs it.");
    }

    /// <summary>The first is what the package with the library holds, the second comes with its headers.</summary>
    private static string[] FilesOf(string name) => name switch
    {
        Deflate => ["libdeflate.so.0", "libdeflate.so"],
        IsaL => ["libisal.so.2", "libisal.so"],
        Hts => ["libhts.so.3", "libhts.so"],
        _ => [],
    };
}
