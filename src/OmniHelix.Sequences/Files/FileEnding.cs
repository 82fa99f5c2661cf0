using OmniHelix.Sequences.Compression;

namespace OmniHelix.Sequences.Files;

/// <summary>What a name ends with.</summary>
/// <param name="Text">The ending that tells a kind, with its dot and as it is written; empty when there is none.</param>
/// <param name="Container">What the ending behind it promises; null for none.</param>
public readonly record struct FileEnding(string Text, FileContainer? Container)
{
    /// <summary>The endings of a path: of <c>reads.fq.gz</c> <c>.fq</c> and gzip.</summary>
    public static FileEnding Of(string path)
    {
        var name = Path.GetFileName(path);
        var container = FileContainer.PromisedBy(name);
        return new(Path.GetExtension(container is null ? name : Path.GetFileNameWithoutExtension(name)), container);
    }

    /// <summary>Whether this is one of the endings, case aside.</summary>
    public bool IsOneOf(IReadOnlyList<string> endings) => endings.Contains(Text, StringComparer.OrdinalIgnoreCase);

    /// <summary>Refuses a container that is not written around files of this kind.</summary>
    /// <exception cref="UsageException">OH2032.</exception>
    public void RequireWritten(FileKind kind, string path)
    {
        if (Container is null) return;
        if (!Container.IsWritten)
            throw new UsageException("OH2032", $"files in {Container} are not written", path, "Compressed text is written as .gz.");
        if (!kind.IsCompressible)
            throw new UsageException(
                "OH2032", $"{kind} is not written in {Container}", path, $"Leave the ending {Container.Endings[0]} away.");
    }

    /// <summary><c>a .csv file</c>.</summary>
    public override string ToString() => Text.Length == 0 ? "a file without an ending" : $"a {Text.ToLowerInvariant()} file";
}
