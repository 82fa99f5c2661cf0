using System.Buffers.Text;
using System.Text;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Files;
using OmniHelix.Sequences.Streams;

namespace OmniHelix.Sequences.Intervals;

/// <summary>
/// Intervals of a list as masks and regions are given: BED where the name ends in <c>.bed</c> (also compressed), otherwise lines with
/// contig, first and last base, counted from 1 and separated by blanks or tabs; the last base may be left out.
/// </summary>
public static class IntervalTable
{
    /// <summary>Reads a list line by line; empty lines, comments and the headings of BED are passed over.</summary>
    /// <exception cref="OmniException">OH1001 the file cannot be opened; OH1908 a line is no interval.</exception>
    public static IEnumerable<GenomicInterval> Read(string path)
    {
        var isBed = SequenceFileKinds.Bed.IsPromisedBy(path);
        using var lines = new ByteLineReader(CompressedInput.Open(path), path);
        while (TryRead(lines, isBed, out var interval)) yield return interval;
    }

    private static bool TryRead(ByteLineReader lines, bool isBed, out GenomicInterval interval)
    {
        while (lines.TryRead(out var line))
        {
            if (line.Trim(" \t"u8).IsEmpty || line[0] == (byte)'#') continue;
            if (isBed && (line.StartsWith("track"u8) || line.StartsWith("browser"u8))) continue;
            interval = Parse(line, isBed, lines);
            return true;
        }
        interval = default;
        return false;
    }

    private static GenomicInterval Parse(ReadOnlySpan<byte> line, bool isBed, ByteLineReader lines)
    {
        Span<Range> fields = stackalloc Range[4];
        var count = Split(line, fields);
        if (count >= (isBed ? 3 : 2) && TryNumber(line[fields[1]], out var first))
        {
            var last = first;
            if (count == 2 || TryNumber(line[fields[2]], out last))
            {
                if (!isBed) first--;
                if (first >= 0 && last >= first) return new(Encoding.UTF8.GetString(line[fields[0]]), first, last);
            }
        }
        throw isBed
            ? new OmniException("OH1908", "a line of BED must be 'contig start end' with 0 ≤ start ≤ end", lines.Place)
            : new OmniException(
                "OH1908", "a line must be 'contig from to' with 1 ≤ from ≤ to", lines.Place, "Files in BED must end in .bed.");
    }

    private static int Split(ReadOnlySpan<byte> line, Span<Range> fields)
    {
        var count = 0;
        for (var at = 0; count < fields.Length;)
        {
            while (at < line.Length && line[at] is (byte)' ' or (byte)'\t') at++;
            if (at == line.Length) break;
            var length = line[at..].IndexOfAny((byte)' ', (byte)'\t');
            var end = length < 0 ? line.Length : at + length;
            fields[count++] = at..end;
            at = end;
        }
        return count;
    }

    private static bool TryNumber(ReadOnlySpan<byte> text, out long value) =>
        Utf8Parser.TryParse(text, out value, out var read) && read == text.Length;
}
