using System.Buffers.Binary;

namespace OmniHelix.Sequences.Compression;

/// <summary>
/// A <c>.gzi</c> index: where the blocks of a BGZF file start, compressed and uncompressed (as written by <c>bgzip -i</c>; the first block,
/// at 0 and 0, is left out of the file).
/// </summary>
public sealed class GziIndex
{
    private readonly List<GziEntry> entries;

    private GziIndex(List<GziEntry> entries) => this.entries = entries;

    /// <summary>Every block after the first, in the order of the file.</summary>
    public IReadOnlyList<GziEntry> Entries => entries;

    /// <summary>The index of a BGZF file, made from its block headers.</summary>
    /// <exception cref="OmniException">OH1002, OH1003, OH1010: the file is damaged.</exception>
    public static GziIndex Build(BgzfFile file)
    {
        var entries = new List<GziEntry>();
        long content = 0;
        foreach (var block in file.Blocks())
        {
            // As bgzip does: the empty block at the end has no entry.
            if (block.Offset > 0 && block.UncompressedSize > 0) entries.Add(new(block.Offset, content));
            content += block.UncompressedSize;
        }
        return new GziIndex(entries);
    }

    /// <summary>Reads an index.</summary>
    /// <exception cref="OmniException">OH1001 it cannot be opened; OH1013 it is damaged.</exception>
    public static GziIndex Read(string path)
    {
        using var handle = CompressedInput.OpenHandle(path);
        using var stream = new FileStream(handle, FileAccess.Read, 1 << 16);
        return Read(stream, stream.Length, path);
    }

    /// <summary>Writes the index; the file appears whole or not at all.</summary>
    /// <exception cref="OmniException">OH6001, OH6002: it cannot be written.</exception>
    public void Write(string path) => AtomicFile.Write(path, Write);

    /// <summary>Writes the index to a stream.</summary>
    public void Write(Stream stream)
    {
        Span<byte> pair = stackalloc byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(pair, entries.Count);
        stream.Write(pair[..8]);
        foreach (var entry in entries)
        {
            BinaryPrimitives.WriteInt64LittleEndian(pair, entry.Compressed);
            BinaryPrimitives.WriteInt64LittleEndian(pair[8..], entry.Uncompressed);
            stream.Write(pair);
        }
    }

    internal static GziIndex Of(List<GziEntry> entries) => new(entries);

    internal static OmniException WrongFile(string path) =>
        new(
            "OH1013", "the .gzi index names blocks that the file does not have", path,
            "The index belongs to another file: write it again.");

    private static GziIndex Read(Stream stream, long length, string path)
    {
        var pair = new byte[16];
        if (length < 8 || stream.ReadAtLeast(pair.AsSpan(0, 8), 8, throwOnEndOfStream: false) < 8)
            throw Damaged(path, "it is shorter than 8 bytes");
        var count = BinaryPrimitives.ReadInt64LittleEndian(pair);
        if (count < 0 || count > (length - 8) / 16 || length != 8 + 16 * count)
            throw Damaged(path, $"it claims {count} entries in {length} bytes");
        var entries = new List<GziEntry>((int)Math.Min(count, Array.MaxLength));
        var last = default(GziEntry);
        for (long i = 0; i < count; i++)
        {
            if (stream.ReadAtLeast(pair, 16, throwOnEndOfStream: false) < 16) throw Damaged(path, $"it ends inside entry {i + 1}");
            var entry = new GziEntry(BinaryPrimitives.ReadInt64LittleEndian(pair), BinaryPrimitives.ReadInt64LittleEndian(pair.AsSpan(8)));
            if (entry.Compressed <= last.Compressed || entry.Uncompressed < last.Uncompressed)
                throw Damaged(path, $"entry {i + 1} does not come after the one before it");
            entries.Add(last = entry);
        }
        return new GziIndex(entries);
    }

    private static OmniException Damaged(string path, string why) =>
        new("OH1013", $"the .gzi index is damaged: {why}", path, "Write it again.");
}

/// <summary>Where a block starts.</summary>
/// <param name="Compressed">Byte of the file.</param>
/// <param name="Uncompressed">Byte of the content.</param>
public readonly record struct GziEntry(long Compressed, long Uncompressed);
