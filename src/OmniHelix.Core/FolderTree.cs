using System.IO.Enumeration;

namespace OmniHelix;

/// <summary>What lies in a folder, at any depth. A link to a folder is not gone into, so a tree has an end.</summary>
public static class FolderTree
{
    private static readonly EnumerationOptions Everything = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = 0,
        IgnoreInaccessible = false,
    };

    /// <summary>The paths, from the folder on, of all that is no folder, in ordinal order.</summary>
    /// <param name="folder">The folder; one that does not exist holds nothing.</param>
    public static IReadOnlyList<string> Files(string folder) => Entries(folder, (ref FileSystemEntry entry) => !IsFolder(ref entry));

    /// <summary>The paths, from the folder on, of all folders below it, in ordinal order.</summary>
    /// <param name="folder">The folder; one that does not exist holds nothing.</param>
    public static IReadOnlyList<string> Folders(string folder) => Entries(folder, IsFolder);

    private static string[] Entries(string folder, FileSystemEnumerable<string>.FindPredicate isWanted)
    {
        if (!Directory.Exists(folder)) return [];
        var entries = new FileSystemEnumerable<string>(
            folder, (ref FileSystemEntry entry) => Path.GetRelativePath(folder, entry.ToFullPath()), Everything)
        {
            ShouldIncludePredicate = isWanted,
            ShouldRecursePredicate = IsFolder,
        };
        return [.. entries.Order(StringComparer.Ordinal)];
    }

    private static bool IsFolder(ref FileSystemEntry entry) =>
        entry.IsDirectory && !entry.Attributes.HasFlag(FileAttributes.ReparsePoint);
}
