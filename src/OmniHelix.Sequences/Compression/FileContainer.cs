namespace OmniHelix.Sequences.Compression;

/// <summary>What files of other kinds are kept in. The first bytes tell it; an ending behind that of what is inside promises it.</summary>
public sealed class FileContainer
{
    private readonly byte[] start;

    private FileContainer(string name, byte[] start, params IReadOnlyList<string> endings)
    {
        Name = name;
        this.start = start;
        Endings = endings;
    }

    /// <summary>Bytes at the start of a file that tell its container.</summary>
    internal const int Head = 18;

    /// <summary>gzip of one or several members (RFC 1952).</summary>
    public static FileContainer Gzip { get; } = new("gzip", [0x1F, 0x8B], ".gz") { IsRead = true, IsWritten = true };

    /// <summary>gzip in blocks, which every gzip program reads; written for the endings of gzip too.</summary>
    public static FileContainer Bgzf { get; } = new("BGZF", [0x1F, 0x8B], ".bgz", ".bgzf") { IsRead = true, IsWritten = true };

    /// <summary>Zstandard.</summary>
    public static FileContainer Zstandard { get; } = new("zstd", [0x28, 0xB5, 0x2F, 0xFD], ".zst");

    /// <summary>xz.</summary>
    public static FileContainer Xz { get; } = new("xz", [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0], ".xz");

    /// <summary>bzip2.</summary>
    public static FileContainer Bzip2 { get; } = new("bzip2", [(byte)'B', (byte)'Z', (byte)'h'], ".bz2");

    /// <summary>zip. Formats that are zip archives themselves, such as <c>.npz</c>, are kinds of their own.</summary>
    public static FileContainer Zip { get; } = new("zip", [(byte)'P', (byte)'K', 3, 4], ".zip");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<FileContainer> All { get; } = [Gzip, Bgzf, Zstandard, Xz, Bzip2, Zip];

    /// <summary>As shown: <c>BGZF</c>.</summary>
    public string Name { get; }

    /// <summary>Endings with their dots, the usual one first.</summary>
    public IReadOnlyList<string> Endings { get; }

    /// <summary>Whether it is decompressed while reading.</summary>
    public bool IsRead { get; private init; }

    /// <summary>Whether a name with its ending is written, in BGZF.</summary>
    public bool IsWritten { get; private init; }

    /// <summary>The container that begins with these bytes, of which 18 tell BGZF from other gzip; null for none.</summary>
    public static FileContainer? Of(ReadOnlySpan<byte> start)
    {
        if (BgzfFile.IsBgzf(start)) return Bgzf;
        foreach (var container in All)
            if (start.StartsWith(container.start) && container != Bgzf) return container;
        return null;
    }

    /// <summary>The container that a name promises; null for none.</summary>
    public static FileContainer? PromisedBy(string path) =>
        All.FirstOrDefault(c => c.Endings.Any(e => path.EndsWith(e, StringComparison.OrdinalIgnoreCase)));

    /// <inheritdoc/>
    public override string ToString() => Name;
}
