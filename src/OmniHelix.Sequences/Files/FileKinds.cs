using OmniHelix.Sequences.Compression;

namespace OmniHelix.Sequences.Files;

/// <summary>
/// Several kinds of files, asked by name, by first bytes, or both. Content goes before names; where they contradict each other nothing is
/// guessed.
/// </summary>
/// <param name="all">The kinds; of several that fit, the first is taken.</param>
public sealed class FileKinds(params IReadOnlyList<FileKind> all)
{
    private const int Head = 1 << 16;

    /// <summary>The kinds, in order.</summary>
    public IReadOnlyList<FileKind> All => all;

    /// <summary>The kinds that a name promises; an ending such as <c>.gz</c> behind theirs is passed over.</summary>
    public IEnumerable<FileKind> PromisedBy(string path) => all.Where(k => k.IsPromisedBy(path));

    /// <summary>The kind of a file that begins with these bytes.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="start">Its first bytes, decompressed.</param>
    /// <returns>Null when neither name nor content tells.</returns>
    /// <exception cref="OmniException">OH1007: the content is of another kind than the name promises.</exception>
    public FileKind? Of(string path, ReadOnlySpan<byte> start)
    {
        if (Marked(path, start) is { } marked) return marked;
        if (PromisedBy(path).FirstOrDefault() is { } promised) return promised;
        foreach (var kind in all)
            if (kind.Guess?.Invoke(start) == true) return kind;
        return null;
    }

    /// <summary>Looks into a file.</summary>
    /// <exception cref="OmniException">
    /// OH1001 it cannot be opened; OH1009 it is a git-lfs pointer; OH1007 the content is of another kind than the name promises; OH1012 it
    /// is a pipe, of which nothing can be read twice.
    /// </exception>
    public FileIdentity Identify(string path)
    {
        CompressedInput.RequireFile(path);
        Span<byte> raw = new byte[Head];
        using (var handle = CompressedInput.OpenHandle(path)) raw = raw[..Read(handle, raw)];
        GitLfsPointer.Refuse(raw, path);
        // Some kinds, such as .npz, are archives themselves, and others, such as BCF, always lie in a container.
        var container = FileContainer.Of(raw);
        if (container is { IsRead: false } && Marked(path, raw) is { } archive) return new(archive, null);
        if (container is null) return new(Of(path, raw), null);
        return new(Of(path, container.IsRead ? Decompressed(path) : []), container);
    }

    /// <summary>
    /// Refuses a name under which something else would be expected. Endings that mean nothing here, and names without one, promise nothing.
    /// </summary>
    /// <param name="path">The file to be written.</param>
    /// <param name="what">What it will hold, behind "cannot hold".</param>
    /// <param name="written">What it will be, or the kinds that its text may be.</param>
    /// <exception cref="UsageException">OH2032: its name promises another kind, or compression that is not written.</exception>
    public void RequireName(string path, string what, params IReadOnlyList<FileKind> written)
    {
        var ending = FileEnding.Of(path);
        var promised = written.FirstOrDefault(k => k.IsPromisedBy(path));
        if (promised is null && PromisedBy(path).Any(k => !k.IsAnyText))
        {
            var endings = string.Join(", ", written.SelectMany(k => k.Endings).Distinct());
            throw new UsageException(
                "OH2032", $"{ending} cannot hold {what}: {string.Join(" or ", written)} was expected", path, $"Endings that can: "
                    + $"{endings}.");
        }
        ending.RequireWritten(promised ?? written[0], path);
    }

    private FileKind? Marked(string path, ReadOnlySpan<byte> start)
    {
        foreach (var kind in all)
        {
            if (kind.Mark?.Invoke(start) != true) continue;
            FileKind[] promised = [.. PromisedBy(path)];
            if (promised.Length == 0 || promised.Any(p => p == kind || p.IsAnyText)) return kind;
            foreach (var other in promised)
                if (other.Plausible?.Invoke(start) == true) return other;
            throw new OmniException(
                "OH1007", $"the name promises {string.Join(" or ", promised.AsEnumerable())}, but the content is {kind}", path,
                $"Give it the ending of what it is: {string.Join(", ", kind.Endings)}.");
        }
        return null;
    }

    private static int Read(Microsoft.Win32.SafeHandles.SafeFileHandle handle, Span<byte> into)
    {
        var length = 0;
        while (RandomAccess.Read(handle, into[length..], length) is var read and > 0) length += read;
        return length;
    }

    private static byte[] Decompressed(string path)
    {
        try
        {
            using var stream = CompressedInput.Open(path, threads: 1);
            var content = new byte[Head];
            return content[..stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false)];
        }
        catch (OmniException)
        {
            // The name has to tell; whoever reads the file will meet the damage and report it.
            return [];
        }
    }
}
