namespace OmniHelix.Cli.Shell;

/// <summary>
/// Refuses what is there already, unless <c>--overwrite</c> is given; asked before the work begins, so that it is not done in vain.
/// </summary>
internal static class OverwriteCheck
{
    /// <summary>Files to write; nulls are none.</summary>
    /// <exception cref="UsageException">OH2031: a file is there already.</exception>
    public static void Files(bool overwrite, params string?[] paths)
    {
        foreach (var path in paths)
            if (!overwrite && File.Exists(path))
                throw new UsageException("OH2031", "the file exists", path, "Choose another name, or add --overwrite.");
    }

    /// <summary>A folder to write; returns it without a separator at its end.</summary>
    /// <exception cref="UsageException">OH2031: the folder exists.</exception>
    public static string Folder(bool overwrite, string path)
    {
        var folder = path.TrimEnd('/', '\\');
        return overwrite || !Path.Exists(folder)
            ? folder
            : throw new UsageException("OH2031", "the folder exists", folder, "Choose another name, or add --overwrite.");
    }
}
