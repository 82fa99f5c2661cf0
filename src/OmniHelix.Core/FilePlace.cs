using System.Formats.Tar;

namespace OmniHelix;

/// <summary>
/// What a path means: links are followed, so that what they point to is written and they stay. A file is replaced as a whole and read as
/// often as one likes; what is none (a device, a pipe, an open file such as <c>/dev/stdout</c>) takes and gives bytes as they come.
/// </summary>
/// <param name="Path">The full path, in which nothing is a link.</param>
/// <param name="IsStream">No file, so nothing that could be lost or renamed.</param>
public sealed record FilePlace(string Path, bool IsStream)
{
    // As many as Linux follows.
    private const int MostLinks = 40;

    // What lies there stands for open files, which may have no name, or another file of their name by now.
    private const string OpenFiles = "/proc/";

    /// <summary>Follows the links of a path, of which the end need not exist.</summary>
    /// <exception cref="OmniException">OH6002: the links lead in a circle.</exception>
    public static FilePlace Of(string path)
    {
        try
        {
            var links = 0;
            var place = Follow(System.IO.Path.GetFullPath(path), ref links);
            return new FilePlace(place, File.Exists(place) && (IsOpenFile(place) || !IsRegular(place)));
        }
        catch (IOException e)
        {
            throw AtomicFile.Translate(e, path);
        }
    }

    /// <summary>Whether a path lies in this folder, or is it.</summary>
    public bool Holds(string path)
    {
        var way = System.IO.Path.GetRelativePath(Path, Of(path).Path);
        return !System.IO.Path.IsPathRooted(way) && way.Split(System.IO.Path.DirectorySeparatorChar)[0] != "..";
    }

    private static string Follow(string path, ref int links)
    {
        var at = System.IO.Path.GetPathRoot(path)!;
        foreach (var name in path[at.Length..].Split(System.IO.Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            var next = System.IO.Path.Combine(at, name);
            if (IsOpenFile(next) || new FileInfo(next).LinkTarget is not { } target)
            {
                at = next;
                continue;
            }
            if (++links > MostLinks) throw new IOException("too many levels of symbolic links");
            at = Follow(System.IO.Path.GetFullPath(target, at), ref links);
        }
        return at;
    }

    // /proc/self is a link as any other, /proc/1234/fd/1 is not.
    private static bool IsOpenFile(string path) =>
        path.StartsWith(OpenFiles, StringComparison.Ordinal) && path.LastIndexOf('/') >= OpenFiles.Length;

    // Of the whole class library, archives alone tell kinds of files without opening them. What is none has no length.
    private static bool IsRegular(string path)
    {
        if (new FileInfo(path).Length > 0) return true;
        using var archive = new MemoryStream();
        try
        {
            using var writer = new TarWriter(archive, leaveOpen: true);
            writer.WriteEntry(path, "it");
        }
        catch (UnauthorizedAccessException)
        {
            // Only files are opened for their content.
            return true;
        }
        archive.Position = 0;
        using var reader = new TarReader(archive);
        return reader.GetNextEntry() is { EntryType: TarEntryType.RegularFile };
    }
}
