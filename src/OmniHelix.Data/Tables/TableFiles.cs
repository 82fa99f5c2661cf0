using System.IO.Enumeration;
using OmniHelix.Data.Files;
using OmniHelix.Data.Tables.Arrow;

namespace OmniHelix.Data.Tables;

/// <summary>Files that a path or a pattern means.</summary>
public static class TableFiles
{
    /// <summary>
    /// The file itself, or the files that a pattern with <c>*</c>, <c>?</c> and <c>**</c> (folders of any depth, but through no link)
    /// matches, in ordinal order; of a folder that the <c>datasets</c> library saved, its Arrow files.
    /// </summary>
    /// <exception cref="OmniException">
    /// OH1001 no such file; OH1215 nothing matches; OH1227 the saved folder is damaged; OH1601 parts of what matches are missing.
    /// </exception>
    public static IReadOnlyList<string> Expand(string path)
    {
        if (File.Exists(path)) return [path];
        if (Directory.Exists(path) && SavedDataSet.Is(path)) return SavedDataSet.Files(path);
        if (Directory.Exists(path))
            throw new OmniException(
                "OH1001", "is a folder, but a file was expected", path, "Name its files with a pattern such as folder/*.parquet.");
        if (!IsPattern(path)) throw new OmniException("OH1001", "cannot open the file: it does not exist", path);
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var files = Match(path.StartsWith('/') ? "/" : "", segments).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .ToArray();
        if (files.Length == 0) throw new OmniException("OH1215", "no file matches the pattern", path);
        Shards.RequireAll(files);
        return files;
    }

    /// <summary>Whether a path that is no file may be a pattern.</summary>
    public static bool IsPattern(string path) => path.AsSpan().ContainsAny('*', '?');

    private static IEnumerable<string> Match(string folder, ReadOnlyMemory<string> segments)
    {
        var segment = segments.Span[0];
        var rest = segments[1..];
        var here = folder.Length == 0 ? "." : folder;
        if (!Directory.Exists(here)) return [];
        if (segment == "**")
            return rest.IsEmpty
                ? FolderTree.Files(here).Select(file => Path.Combine(folder, file)).Where(File.Exists)
                : FolderTree.Folders(here).Select(inner => Path.Combine(folder, inner)).Prepend(folder).SelectMany(f => Match(f, rest));
        if (!IsPattern(segment))
        {
            var next = Path.Combine(folder, segment);
            return !rest.IsEmpty ? Match(next, rest) : File.Exists(next) ? [next] : [];
        }
        return (rest.IsEmpty ? Directory.EnumerateFiles(here) : Directory.EnumerateDirectories(here))
            .Where(f => FileSystemName.MatchesSimpleExpression(segment, Path.GetFileName(f), ignoreCase: false))
            .SelectMany(f => rest.IsEmpty ? [Join(folder, f)] : Match(Join(folder, f), rest));
    }

    private static string Join(string folder, string found) => Path.Combine(folder, Path.GetFileName(found));
}
