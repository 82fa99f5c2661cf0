namespace OmniHelix;

/// <summary>
/// Native libraries that come with OmniHelix: the build puts them beside the program, and a program that takes them from the NuGet package
/// has them below <c>runtimes</c> or beside it.
/// </summary>
public static class NativeFile
{
    /// <summary>The path of a library; null when it is in neither place.</summary>
    /// <param name="name">File name, such as <c>libduckdb.so</c>.</param>
    public static string? Find(string name)
    {
        var ofHost = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        string[] folders = [AppContext.BaseDirectory, .. ofHost.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)];
        return folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }
}
