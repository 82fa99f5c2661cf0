namespace OmniHelix.Cli.Shell;

/// <summary>
/// Refuses what is there already, unless <c>--overwrite</c> is given; asked before the work begins, so that it is not done in vain.
/// </summary>
internal static class OverwriteCheck
{
    /// <summary>Files to write, each of its own; nulls are none, and devices and pipes hold nothing to be lost.</summary>
    /// <exception cref="UsageException">
    /// OH2031 a file is there already; OH2032 a name that stands for standard output; OH2035 two are one file.
    /// </exception>
    public static void Files(bool overwrite, params string?[] paths)
    {
        var places = new Dictionary<FilePlace, string>();
        foreach (var path in paths.OfType<string>())
        {
            RequireName(path);
            var place = FilePlace.Of(path);
            if (place.IsStream) continue;
            if (!places.TryAdd(place, path))
                throw new UsageException(
                    "OH2035", $"two results would go to one file: {places[place]} and {path}", null, "Give each a name of its own.");
            if (!overwrite && File.Exists(place.Path))
                throw new UsageException("OH2031", "the file exists", path, "Choose another name, or add --overwrite.");
        }
    }

    /// <summary>Refuses <c>-</c> where nothing can go to standard output.</summary>
    /// <exception cref="UsageException">OH2032.</exception>
    public static void RequireName(string path)
    {
        if (path == "-")
            throw new UsageException(
                "OH2032", "- is standard output, and what is written here needs a name", path, "Name a file or folder.");
    }

    /// <summary>A file that is written beside an output, under a name that another output may have taken.</summary>
    /// <param name="overwrite">Replace it.</param>
    /// <param name="path">The file; null is none.</param>
    /// <param name="output">The output.</param>
    /// <param name="what">What of the output it holds, in the plural.</param>
    /// <exception cref="UsageException">OH2031: it is there already.</exception>
    public static void Beside(bool overwrite, string? path, string? output, string what)
    {
        if (!overwrite && File.Exists(path) && !FilePlace.Of(path).IsStream)
            throw new UsageException(
                "OH2031", $"the file exists, and {what} of {output} go there", path,
                $"Another output of the same stem may need it. Choose another name than {output}, or add --overwrite to replace the file.");
    }

    /// <summary>A folder to write; returns it without a separator at its end.</summary>
    /// <exception cref="UsageException">
    /// OH2031 the folder exists, or is the root of the file system; OH2032 the name stands for standard output.
    /// </exception>
    public static string Folder(bool overwrite, string path)
    {
        RequireName(path);
        var folder = path.TrimEnd('/', '\\');
        if (folder.Length == 0)
            throw new UsageException("OH2031", "the root of the file system cannot be replaced", path, "Choose another name.");
        return overwrite || !Path.Exists(folder)
            ? folder
            : throw new UsageException("OH2031", "the folder exists", folder, "Choose another name, or add --overwrite.");
    }
}
