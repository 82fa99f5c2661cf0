using System.Security.Cryptography;

namespace OmniHelix.Training;

/// <summary>A file that went into a run.</summary>
/// <param name="Name">Path relative to the folder it was found in.</param>
/// <param name="Bytes">Length.</param>
/// <param name="Sha256">Hexadecimal digest.</param>
public sealed record FileHash(string Name, long Bytes, string Sha256)
{
    /// <summary>Hashes one file, or every file of a folder and those below it, in order of name.</summary>
    public static IReadOnlyList<FileHash> Of(string path)
    {
        if (File.Exists(path)) return [One(path, Path.GetFileName(path))];
        return [.. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(f => One(f, Path.GetRelativePath(path, f)))];
    }

    private static FileHash One(string file, string name)
    {
        using var stream = File.OpenRead(file);
        return new FileHash(name, stream.Length, Convert.ToHexStringLower(SHA256.HashData(stream)));
    }
}
