namespace OmniHelix.Bench;

/// <summary>The data that the repository ships.</summary>
internal static class Samples
{
    /// <summary>Where they are.</summary>
    public static string Folder { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, "samples") is var found && Directory.Exists(found)) return found;
        throw new DirectoryNotFoundException("The repository's samples are not above the program.");
    }
}
