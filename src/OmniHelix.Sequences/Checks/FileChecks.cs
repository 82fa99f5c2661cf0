using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Files;
using OmniHelix.Sequences.Intervals;

namespace OmniHelix.Sequences.Checks;

/// <summary>Reads a file of one kind from its first to its last byte.</summary>
/// <param name="path">The file.</param>
/// <param name="genome">Where given, annotation has to lie within it.</param>
/// <returns>What it holds, when nothing is wrong with it.</returns>
/// <exception cref="OmniException">What is wrong and where.</exception>
public delegate FileContents FileCheck(string path, ContigLengths? genome);

/// <summary>Tells whether files are whole and what their names promise.</summary>
/// <param name="kinds">The kinds of files that are known.</param>
/// <param name="checks">How they are checked.</param>
public sealed class FileChecks(FileKinds kinds, FileCapability<FileCheck> checks)
{
    // It cannot be opened; its compression is not read; it is a pipe; it is of a kind that is not read; it asks for code, without which
    // nothing can be said of it.
    private static readonly string[] Unreadable = ["OH1001", "OH1004", "OH1012", "OH1110", "OH1226", "OH3121"];

    /// <summary>Checks one file; never throws for what it finds.</summary>
    /// <param name="path">The file.</param>
    /// <param name="genome">Where given, annotation has to lie within it.</param>
    public FileCheckResult Run(string path, ContigLengths? genome = null)
    {
        string? format = null;
        try
        {
            var file = kinds.Identify(path);
            if (file.Kind is null && file.Container is null)
                throw new OmniException("OH1110", "is of no known kind, neither by its content nor by its name", path);
            format = file.ToString();
            var contents = file.Kind is null ? Container(path) : checks.For(file, path)(path, genome);
            var notices = contents.Records == 0 ? [.. contents.Notices, "it holds no record"] : contents.Notices;
            return new(FileHealth.Sound, format, null, contents.Records) { Notices = notices };
        }
        catch (OmniException e)
        {
            return new(Unreadable.Contains(e.Code) ? FileHealth.Unknown : FileHealth.Damaged, format, e, null);
        }
    }

    // Whatever is in it: the container has sums and an end of its own.
    private static FileContents Container(string path)
    {
        using var content = CompressedInput.Open(path);
        content.CopyTo(Stream.Null);
        return new(null);
    }
}
