using System.Buffers.Text;
using System.Text;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Files;
using OmniHelix.Sequences.Streams;

namespace OmniHelix.Sequences.Consensus;

/// <summary>Intervals whose bases are replaced or change their case before variants are applied.</summary>
public sealed class SequenceMask
{
    private readonly Dictionary<string, List<(long Start, long End)>> intervals;
    private readonly BaseMark mark;

    private SequenceMask(Dictionary<string, List<(long Start, long End)>> intervals, BaseMark mark)
    {
        this.intervals = intervals;
        this.mark = mark;
    }

    /// <summary>Reads BED (name ends in <c>.bed</c>, also compressed: from 0, end exclusive) or <c>contig from to</c> (from 1, inclusive; <c>to</c> may be left out).</summary>
    /// <param name="path">The file.</param>
    /// <param name="mark">A letter, or upper or lower case.</param>
    /// <exception cref="OmniException">OH1908: a line is no interval.</exception>
    public static SequenceMask Read(string path, BaseMark mark)
    {
        var isBed = SequenceFileKinds.Bed.IsPromisedBy(path);
        var intervals = new Dictionary<string, List<(long, long)>>();
        using var lines = new ByteLineReader(CompressedInput.Open(path), path);
        while (lines.TryRead(out var line))
        {
            if (line.Trim(" \t"u8).IsEmpty || line[0] == (byte)'#' || (isBed && (line.StartsWith("track"u8) || line.StartsWith("browser"u8)))) continue;
            var (contig, start, end) = Interval(line, isBed, lines);
            if (!intervals.TryGetValue(contig, out var list)) intervals.Add(contig, list = []);
            list.Add((start, end));
        }
        foreach (var (contig, list) in intervals) intervals[contig] = Merged(list);
        return new SequenceMask(intervals, mark);
    }

    /// <summary>True when bases are replaced, so that variants there must not be applied.</summary>
    internal bool HidesVariants => mark.Letter != '\0';

    /// <summary>Whether an interval has a base in [<paramref name="start"/>, <paramref name="end"/>).</summary>
    internal bool Touches(string contig, long start, long end)
    {
        if (!intervals.TryGetValue(contig, out var list)) return false;
        var at = FirstEndingAfter(list, start);
        return at < list.Count && list[at].Start < end;
    }

    /// <summary>Masks the bases of a target in place.</summary>
    internal void Apply(ConsensusTarget target, Span<byte> bases)
    {
        if (!intervals.TryGetValue(target.Contig, out var list)) return;
        for (var i = FirstEndingAfter(list, target.Start); i < list.Count; i++)
        {
            var from = Math.Max(list[i].Start - target.Start, 0);
            var to = Math.Min(list[i].End - target.Start, bases.Length);
            if (from >= bases.Length) return;
            foreach (ref var letter in bases[(int)from..(int)to]) letter = mark.Apply(letter);
        }
    }

    private static (string Contig, long Start, long End) Interval(ReadOnlySpan<byte> line, bool isBed, ByteLineReader lines)
    {
        Span<Range> fields = stackalloc Range[4];
        var count = 0;
        for (var at = 0; count < fields.Length;)
        {
            while (at < line.Length && line[at] is (byte)' ' or (byte)'\t') at++;
            if (at == line.Length) break;
            var end = line[at..].IndexOfAny((byte)' ', (byte)'\t');
            fields[count++] = at..(end < 0 ? line.Length : at + end);
            at = fields[count - 1].End.Value;
        }
        if (count >= (isBed ? 3 : 2) && Number(line[fields[1]], out var first))
        {
            var last = first;
            if (count == 2 || Number(line[fields[2]], out last))
            {
                if (!isBed) first--;
                if (first >= 0 && last >= first) return (Encoding.UTF8.GetString(line[fields[0]]), first, last);
            }
        }
        throw new OmniException("OH1908", isBed
            ? "a line of BED must be 'contig start end' with 0 ≤ start ≤ end"
            : "a line of a mask must be 'contig from to' with 1 ≤ from ≤ to", lines.Place, isBed ? null : "Files in BED must end in .bed.");
    }

    private static bool Number(ReadOnlySpan<byte> text, out long value) => Utf8Parser.TryParse(text, out value, out var read) && read == text.Length;

    private static List<(long Start, long End)> Merged(List<(long Start, long End)> list)
    {
        list.Sort();
        var merged = new List<(long Start, long End)>();
        foreach (var (start, end) in list)
        {
            if (start == end) continue;
            if (merged.Count > 0 && start <= merged[^1].End) merged[^1] = (merged[^1].Start, Math.Max(merged[^1].End, end));
            else merged.Add((start, end));
        }
        return merged;
    }

    private static int FirstEndingAfter(List<(long Start, long End)> list, long position)
    {
        int low = 0, high = list.Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (list[middle].End > position) high = middle;
            else low = middle + 1;
        }
        return low;
    }
}
