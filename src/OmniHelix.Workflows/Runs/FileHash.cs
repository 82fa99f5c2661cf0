using System.Security.Cryptography;
using OmniHelix.Data.Tables;

namespace OmniHelix.Workflows.Runs;

/// <summary>A file that went into a run.</summary>
/// <param name="Name">Path relative to the folder it was found in.</param>
/// <param name="Bytes">Length.</param>
/// <param name="Sha256">Hexadecimal digest.</param>
public sealed record FileHash(string Name, long Bytes, string Sha256)
{
    /// <summary>
    /// Hashes one file, the files that a pattern matches, or every file of a folder and those below it, in order of name. Folders of runs
    /// below it are passed over: they change while they run.
    /// </summary>
    /// <exception cref="OmniException">OH1001: a file cannot be read; OH1215: no file matches.</exception>
    public static IReadOnlyList<FileHash> Of(string path)
    {
        if (File.Exists(path)) return [One(path, Path.GetFileName(path))];
        if (!Directory.Exists(path) && TableFiles.IsPattern(path)) return [.. TableFiles.Expand(path).Select(f => One(f, f))];
        return [.. Files(path).Order(StringComparer.Ordinal).Select(f => One(f, Path.GetRelativePath(path, f)))];
    }

    /// <summary>Whether two inputs hold the same; where they lie says nothing, and what a single file is called does not either.</summary>
    internal static bool AreSame(IReadOnlyList<FileHash> then, IReadOnlyList<FileHash> now) =>
        then.Count == now.Count && then.Zip(now).All(pair =>
            pair.First.Sha256 == pair.Second.Sha256
            && (then.Count == 1 || Path.GetFileName(pair.First.Name) == Path.GetFileName(pair.Second.Name)));

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(folder)
            .Concat(Directory.EnumerateDirectories(folder).Where(inner => !RunManifest.IsIn(inner)).SelectMany(Files));

    private static FileHash One(string file, string name)
    {
        try
        {
            using var stream = File.OpenRead(file);
            return new FileHash(name, stream.Length, Convert.ToHexStringLower(SHA256.HashData(stream)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OmniException("OH1001", $"cannot be read: {e.Message}", file, "Make it readable or move it out of the folder.", e);
        }
    }
}
