namespace OmniHelix.TestKit;

/// <summary>The repository that the tests were built from.</summary>
public static class SourceTree
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = Find();

    /// <summary>A file or folder, its path written with slashes from the root.</summary>
    public static string PathOf(params ReadOnlySpan<string> names) => Path.Combine([Root, .. names]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "OmniHelix.slnx"))) return folder.FullName;
        throw new DirectoryNotFoundException("OmniHelix.slnx is in no folder above the tests.");
    }
}
