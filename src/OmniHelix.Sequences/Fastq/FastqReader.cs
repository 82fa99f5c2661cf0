using System.Text;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Streams;

namespace OmniHelix.Sequences.Fastq;

/// <summary>
/// Reads FASTQ record by record (Cock et al. 2010): four-line or wrapped records, LF or CRLF, plain, gzip or BGZF. Four-line records are
/// handed out without a copy. The spans are valid until the next <see cref="TryRead"/>.
/// </summary>
public sealed class FastqReader : IDisposable
{
    private const int LongestLookAhead = 1 << 28;

    private readonly ScanBuffer buffer;
    private readonly ByteLineReader lines;
    private readonly string file;
    private byte[] joinedHeader = [], joinedSequence = [], joinedQuality = [];
    private Memory header, sequence, quality;
    private int sequenceLines;

    /// <param name="stream">Decompressed bytes; owned.</param>
    /// <param name="file">Used in errors.</param>
    public FastqReader(Stream stream, string file)
    {
        buffer = new ScanBuffer(stream);
        lines = new ByteLineReader(buffer, file);
        this.file = file;
    }

    /// <summary>Text between <c>@</c> and the first blank.</summary>
    public string Name => Encoding.UTF8.GetString(NameBytes);

    /// <summary><see cref="Name"/> as it stands in the file.</summary>
    public ReadOnlySpan<byte> NameBytes =>
        HeaderBytes.IndexOfAny((byte)' ', (byte)'\t') is var at and >= 0 ? HeaderBytes[..at] : HeaderBytes;

    /// <summary>Text after the first blank.</summary>
    public string Description => Encoding.UTF8.GetString(HeaderBytes[NameBytes.Length..]).Trim();

    /// <summary>The whole header without <c>@</c>.</summary>
    public string Header => Encoding.UTF8.GetString(HeaderBytes);

    /// <summary>Bases, ASCII.</summary>
    public ReadOnlySpan<byte> Sequence => sequence.Span;

    /// <summary>Quality characters as they stand in the file, one per base.</summary>
    public ReadOnlySpan<byte> Quality => quality.Span;

    /// <summary>Line of the record's header, from 1.</summary>
    public long LineNumber { get; private set; }

    /// <summary>Records read so far.</summary>
    public long Records { get; private set; }

    private ReadOnlySpan<byte> HeaderBytes => header.Span;

    /// <summary>Opens a plain, gzip or BGZF file, or <c>-</c> for standard input.</summary>
    /// <param name="path">The file.</param>
    /// <param name="threads">Threads that decompress: 0 for one a core; 1 for none but the caller's.</param>
    public static FastqReader Open(string path, int threads = 0) =>
        new(CompressedInput.Open(path, threads), path == "-" ? "standard input" : path);

    /// <summary>Reads the next record; false after the last.</summary>
    /// <exception cref="OmniException">OH1005 no record at all; OH1111 a line that does not fit the format; OH1112 the file ends inside a
    /// record; OH1113 quality and sequence lengths differ; OH1103 a character that cannot be part of a sequence.</exception>
    public bool TryRead()
    {
        if (TryTakeFourLines()) return true;
        if (!FindHeader()) return Records > 0 ? false : throw new OmniException("OH1005", "is empty: no FASTQ record", file);
        Records++;
        LineNumber = lines.LineNumber;
        ReadSequence();
        ReadQuality();
        return true;
    }

    /// <summary>
    /// Passes over the rest of a record that could not be read, up to a line with <c>@</c> whose second next begins with <c>+</c>.
    /// </summary>
    public void SkipRecord()
    {
        while (!IsAtRecord() && lines.TryRead(out _))
        {
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => buffer.Dispose();

    // The common case, whole in the buffer. Everything else, errors too, is left to the walk line by line, which starts again at the same
    // place.
    private bool TryTakeFourLines()
    {
        var rest = buffer.Unread;
        if (rest.IsEmpty || rest[0] != (byte)'@') return false;
        var headerLength = rest.IndexOfAny((byte)'\n', (byte)0) - 1;
        if (headerLength < 1 || rest[headerLength + 1] == 0) return false;
        var headerAt = buffer.Start + 1;
        var returned = rest[headerLength] == (byte)'\r' ? 1 : 0;
        var between = returned == 0 ? "\n+\n"u8 : "\r\n+\r\n"u8;
        var last = returned == 0 ? "\n"u8 : "\r\n"u8;

        rest = rest[(headerLength + 2)..];
        var length = LetterScan<SequenceLetters>.Count(rest);
        if (length == 0 || !rest[length..].StartsWith(between)) return false;
        rest = rest[(length + between.Length)..];
        if (rest.Length < length || LetterScan<QualityLetters>.Count(rest[..length]) != length) return false;
        if (!rest[length..].StartsWith(last)) return false;

        var sequenceAt = headerAt + headerLength + 1;
        var qualityAt = sequenceAt + length + between.Length;
        header = new Memory(buffer.Bytes, headerAt, headerLength - returned);
        sequence = new Memory(buffer.Bytes, sequenceAt, length);
        quality = new Memory(buffer.Bytes, qualityAt, length);
        buffer.Start = qualityAt + length + last.Length;
        Records++;
        LineNumber = lines.LineNumber + 1;
        lines.LineNumber += 4;
        return true;
    }

    private bool IsAtRecord() =>
        StartOfLine(2) is var plus and > 0 && buffer.Unread[0] == (byte)'@' && buffer.Unread[plus] == (byte)'+';

    // So many lines ahead; -1 when there are fewer.
    private int StartOfLine(int ahead)
    {
        var at = 0;
        while (ahead > 0 || at == buffer.Unread.Length)
        {
            var end = ahead > 0 ? buffer.Unread[at..].IndexOf((byte)'\n') : -1;
            if (end < 0 && !buffer.Fill(LongestLookAhead)) return -1;
            if (end < 0) continue;
            at += end + 1;
            ahead--;
        }
        return at;
    }

    private bool FindHeader()
    {
        while (lines.TryRead(out var line))
        {
            if (line.IsEmpty) continue;
            if (line[0] != (byte)'@')
            {
                header = default;
                LineNumber = lines.LineNumber;
                throw new OmniException(
                    "OH1111", $"record {++Records} must start with '@', not {LetterName.Of(line[0])}", lines.Place,
                    line[0] == (byte)'>' ? "This looks like FASTA." : null);
            }
            if (line.Contains((byte)0))
                throw new OmniException("OH1103", "the header contains a NUL byte", lines.Place, "Is this a text file?");
            var length = 0;
            Join(ref joinedHeader, ref length, line[1..]);
            header = new Memory(joinedHeader, 0, length);
            return true;
        }
        return false;
    }

    private void ReadSequence()
    {
        var length = 0;
        sequenceLines = 0;
        while (lines.TryRead(out var line))
        {
            if (line.StartsWith((byte)'+'))
            {
                if (line.Length > 1 && !line[1..].SequenceEqual(HeaderBytes))
                    throw new OmniException(
                        "OH1111", $"record {Records}: the name after '+' differs from '{Encoding.UTF8.GetString(HeaderBytes)}'",
                        lines.Place);
                sequence = new Memory(joinedSequence, 0, length);
                return;
            }
            sequenceLines++;
            Append(ref joinedSequence, ref length, line, LetterScan<SequenceLetters>.Count(line));
        }
        throw Ends();
    }

    private void ReadQuality()
    {
        var length = 0;
        var any = false;
        // '@' may begin a quality line, so only the length says where a record ends; that of a sequence on one line ends with its first.
        while (!any || (length < sequence.Length && (sequenceLines > 1 || IsAtEnd())))
        {
            if (!lines.TryRead(out var line))
            {
                if (!any && sequence.Length == 0) break;
                throw Ends();
            }
            any = true;
            Append(ref joinedQuality, ref length, line, LetterScan<QualityLetters>.Count(line));
        }
        if (length != sequence.Length)
            throw new OmniException(
                "OH1113", $"record {Records} '{Name}' has {Plural.Count(sequence.Length, "base")} and "
                    + $"{Plural.Count(length, "quality character")}", $"{file}:{LineNumber}");
        quality = new Memory(joinedQuality, 0, length);
    }

    private bool IsAtEnd() => buffer.Unread.IsEmpty && !buffer.Fill();

    private void Append(ref byte[] to, ref int count, ReadOnlySpan<byte> line, int good)
    {
        if (good < line.Length)
            throw new OmniException(
                "OH1103", $"record {Records} '{Name}': {LetterName.Of(line[good])} is neither a base nor a quality",
                $"{lines.Place}, column {good + 1}");
        Join(ref to, ref count, line);
    }

    private void Join(ref byte[] to, ref int count, ReadOnlySpan<byte> line)
    {
        var needed = (long)count + line.Length;
        if (needed > Array.MaxLength) throw new OmniException("OH1104", $"record {Records} is longer than 2 GiB", lines.Place);
        if (needed > to.Length) Array.Resize(ref to, (int)Math.Min(Array.MaxLength, Math.Max(2L * to.Length, needed)));
        line.CopyTo(to.AsSpan(count));
        count = (int)needed;
    }

    private OmniException Ends() => new("OH1112", $"the file ends inside record {Records} '{Name}'", lines.Place, "Is the file truncated?");

    private readonly record struct Memory(byte[]? Bytes, int Start, int Length)
    {
        public ReadOnlySpan<byte> Span => Bytes.AsSpan(Start, Length);
    }
}
