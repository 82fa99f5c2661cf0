using System.Buffers.Binary;
using System.Text;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Genome;

namespace OmniHelix.Sequences.Tabix;

/// <summary>
/// A <c>.tbi</c> or <c>.csi</c> index: where in a sorted BGZF file the lines of a region can lie (Li 2011; the SAM/BAM specification suite,
/// section on CSI).
/// </summary>
public sealed class TabixIndex
{
    // The longest index that is read; one of a whole genome has a few megabytes.
    private const long LargestIndex = 1L << 30;
    private const int TabixShift = 14, TabixDepth = 5, LinearShift = 14;

    /// <summary>The last base that a <c>.tbi</c> reaches.</summary>
    internal const long LongestContig = 1L << (TabixShift + 3 * TabixDepth);

    private readonly List<Contig> contigs = [];
    private readonly int shift, depth;

    private TabixIndex(Cursor cursor, bool isCsi)
    {
        shift = TabixShift;
        depth = TabixDepth;
        if (isCsi)
        {
            shift = cursor.Number();
            depth = cursor.Number();
            if (shift is < 1 or > 40 || depth is < 0 or > 15 || shift + 3 * depth > 62)
                throw cursor.Broken("its bins have no sensible size");
            var auxiliary = cursor.Number();
            if (auxiliary > 0) ReadNames(cursor, auxiliary);
            Count = cursor.Number();
        }
        else
        {
            Count = cursor.Number();
            ReadNames(cursor, int.MaxValue);
        }
        if (Count < 0 || (Format is not null && Count != Names.Count))
            throw cursor.Broken($"it has {Plural.Count(Count, "contig")}, but {Names.Count} names");
        for (var i = 0; i < Count; i++) contigs.Add(ReadContig(cursor, isCsi));
    }

    /// <summary>Contigs that have lines, as the file names them; empty in the index of a BCF, whose header has the names.</summary>
    public ContigNames Names { get; private set; } = new([], "");

    /// <summary>Which columns were indexed; null in the index of a BCF.</summary>
    public TabixFormat? Format { get; private set; }

    /// <summary>How many contigs the index has.</summary>
    public int Count { get; }

    /// <summary>The last compressed byte that the index points to, at least.</summary>
    public long LastBlock =>
        contigs.SelectMany(c => c.Bins.Values).SelectMany(b => b.Chunks).Select(c => c.End.Block).DefaultIfEmpty(0).Max();

    /// <summary>The index that lies beside a file: <c>.tbi</c> or <c>.csi</c>, or null.</summary>
    public static string? PathFor(string path) =>
        File.Exists(path + ".tbi") ? path + ".tbi" : File.Exists(path + ".csi") ? path + ".csi" : null;

    /// <summary>Reads an index.</summary>
    /// <exception cref="OmniException">OH1001 it cannot be opened; OH1076 it is damaged; OH1002, OH1003 its compression is.</exception>
    public static TabixIndex Read(string path)
    {
        using var stream = CompressedInput.Open(path);
        using var memory = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int n; (n = stream.Read(buffer)) > 0;)
        {
            memory.Write(buffer, 0, n);
            if (memory.Length > LargestIndex) throw new OmniException("OH1076", "is larger than any index (1 GiB decompressed)", path);
        }
        var cursor = new Cursor(memory.ToArray(), path);
        return cursor.Magic() switch
        {
            "TBI\x1" => new(cursor, isCsi: false),
            "CSI\x1" => new(cursor, isCsi: true),
            _ => throw new OmniException("OH1076", "is no .tbi or .csi index", path, "Build it again (omni genome index)."),
        };
    }

    /// <summary>Whether the contig of this number has records.</summary>
    internal bool HasRecords(int contig) => contig >= 0 && contig < contigs.Count && contigs[contig].Bins.Count > 0;

    /// <summary>Pieces of the file that hold all lines of a region, in order, and perhaps others.</summary>
    /// <param name="contig">The contig's place in <see cref="Names"/>.</param>
    /// <param name="start">First base, from 0.</param>
    /// <param name="end">The base after the last.</param>
    public IReadOnlyList<TabixChunk> Chunks(int contig, long start, long end)
    {
        var one = contigs[contig];
        end = Math.Min(end, 1L << (shift + 3 * depth));
        if (start >= end) return [];
        var first = FirstOffset(one, Math.Max(0, start));
        var found = new List<TabixChunk>();
        foreach (var bin in Overlapping(one.Bins, Math.Max(0, start), end))
            found.AddRange(bin.Chunks.Where(c => c.End > first).Select(c => c with { Start = c.Start < first ? first : c.Start }));
        return Merge(found);
    }

    /// <summary>Bins are numbered level after level, each an eighth as long as those of the level above.</summary>
    private IEnumerable<Bin> Overlapping(Dictionary<uint, Bin> bins, long start, long end)
    {
        var above = 0L;
        for (var level = 0; level <= depth; level++)
        {
            var size = shift + 3 * (depth - level);
            var (from, to) = (above + (start >> size), above + ((end - 1) >> size));
            above += 1L << (3 * level);
            // Whichever is shorter: the bins that there could be, or those that there are.
            if (to - from > bins.Count)
            {
                foreach (var (number, bin) in bins)
                    if (number >= from && number <= to) yield return bin;
            }
            else
                for (var number = from; number <= to; number++)
                    if (bins.TryGetValue((uint)number, out var bin)) yield return bin;
        }
    }

    /// <summary>Nothing of the region lies before this.</summary>
    private BgzfOffset FirstOffset(Contig contig, long start)
    {
        if (contig.Linear.Length > 0) return contig.Linear[Math.Min(start >> LinearShift, contig.Linear.Length - 1)];
        // CSI keeps the first offset with every bin: that of the smallest bin at or before the start, or of the ones around it.
        var below = ((1L << (3 * depth)) - 1) / 7;
        var bin = below + (start >> shift);
        while (bin > 0)
        {
            if (contig.Bins.TryGetValue((uint)bin, out var there)) return there.First;
            var firstOfParent = (((bin - 1) >> 3) << 3) + 1;
            bin = bin > firstOfParent ? bin - 1 : (bin - 1) >> 3;
        }
        return contig.Bins.TryGetValue(0, out var root) ? root.First : default;
    }

    private static List<TabixChunk> Merge(List<TabixChunk> chunks)
    {
        chunks.Sort((a, b) => a.Start.CompareTo(b.Start));
        var merged = new List<TabixChunk>();
        foreach (var chunk in chunks)
            // Pieces of one block are read at once.
            if (merged.Count > 0 && chunk.Start.Block <= merged[^1].End.Block)
                merged[^1] = merged[^1] with { End = merged[^1].End < chunk.End ? chunk.End : merged[^1].End };
            else merged.Add(chunk);
        return merged;
    }

    private void ReadNames(Cursor cursor, int available)
    {
        Span<int> numbers = stackalloc int[6];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = cursor.Number();
        var length = cursor.Number();
        if (length < 0 || length > available - 28) throw cursor.Broken("its names are longer than the room for them");
        var text = Encoding.UTF8.GetString(cursor.Bytes(length));
        if (length > 0 && text[^1] != '\0') throw cursor.Broken("its names do not end");
        Names = new ContigNames(length == 0 ? [] : text[..^1].Split('\0'), cursor.Path);
        Format = TabixFormat.Read(numbers);
        if (available != int.MaxValue) cursor.Bytes(available - 28 - length);
    }

    private Contig ReadContig(Cursor cursor, bool isCsi)
    {
        // The bin behind the last holds numbers about the contig.
        var summary = ((1L << (3 * (depth + 1))) - 1) / 7 + 1;
        var bins = new Dictionary<uint, Bin>();
        var count = cursor.Number();
        for (var i = 0; i < count; i++)
        {
            var number = (uint)cursor.Number();
            var first = isCsi ? cursor.Offset() : default;
            var chunks = new TabixChunk[cursor.Items(16)];
            for (var k = 0; k < chunks.Length; k++) chunks[k] = new(cursor.Offset(), cursor.Offset());
            if (number != summary) bins[number] = new(first, chunks);
        }
        if (isCsi) return new(bins, []);
        var linear = new BgzfOffset[cursor.Items(8)];
        for (var i = 0; i < linear.Length; i++) linear[i] = cursor.Offset();
        return new(bins, linear);
    }

    private sealed record Bin(BgzfOffset First, TabixChunk[] Chunks);

    private sealed record Contig(Dictionary<uint, Bin> Bins, BgzfOffset[] Linear);

    /// <summary>Reads little-endian numbers and never beyond the end.</summary>
    private sealed class Cursor(byte[] bytes, string path)
    {
        private int at;

        public string Path => path;

        public string Magic() => bytes.Length < 4 ? "" : Encoding.Latin1.GetString(Bytes(4));

        public int Number() => BinaryPrimitives.ReadInt32LittleEndian(Bytes(4));

        public BgzfOffset Offset() => new(BinaryPrimitives.ReadUInt64LittleEndian(Bytes(8)));

        /// <summary>A number of items of this size, which must be there.</summary>
        public int Items(int size)
        {
            var count = Number();
            return count >= 0 && (long)count * size <= bytes.Length - at ? count : throw Broken("it is cut off");
        }

        public ReadOnlySpan<byte> Bytes(int count)
        {
            if (count < 0 || count > bytes.Length - at) throw Broken("it is cut off");
            at += count;
            return bytes.AsSpan(at - count, count);
        }

        public OmniException Broken(string what) =>
            new("OH1076", $"is no whole index: {what}, at byte {at}", path, "Build it again (omni genome index).");
    }
}

/// <summary>A piece of a BGZF file.</summary>
/// <param name="Start">Its first byte.</param>
/// <param name="End">The byte after its last.</param>
public readonly record struct TabixChunk(BgzfOffset Start, BgzfOffset End);
