namespace OmniHelix;

/// <summary>What stands between <c>--overwrite</c> and the work of others: of a folder that goes, everything must be known.</summary>
public static class ReplacedFolder
{
    private const string Advice = "Choose another output folder; nothing in this one was touched.";

    /// <summary>Refuses to replace a folder that holds what is read, the working folder, or files that no earlier run wrote.</summary>
    /// <param name="path">The folder; there is nothing to refuse when it does not exist.</param>
    /// <param name="inputs">Files and folders that are read.</param>
    /// <param name="isOurs">Whether an earlier run wrote the file, whose path from the folder on is given.</param>
    /// <exception cref="UsageException">OH6003: the folder stays.</exception>
    public static void Require(string path, IEnumerable<string> inputs, Func<string, bool> isOurs)
    {
        if (!Directory.Exists(path)) return;
        var folder = FilePlace.Of(path);
        if (folder.Holds(Directory.GetCurrentDirectory()))
            throw new UsageException("OH6003", "the folder to replace is the working folder, or one that it lies in", path, Advice);
        if (inputs.FirstOrDefault(folder.Holds) is { } input)
            throw new UsageException("OH6003", $"the folder to replace holds what is read: {input}", path, Advice);
        string[] others = [.. FolderTree.Files(folder.Path).Where(file => !isOurs(file))];
        if (others.Length == 0) return;
        var more = others.Length > 1 ? $" and {others.Length - 1} more" : "";
        throw new UsageException(
            "OH6003", $"the folder to replace holds what no earlier run of omni wrote there: {others[0]}{more}", path, Advice);
    }
}
