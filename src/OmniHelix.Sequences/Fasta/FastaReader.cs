using System.Text;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Streams;

namespace OmniHelix.Sequences.Fasta;

/// <summary>
/// Reads FASTA record by record (Pearson and Lipman 1988): wrapped or single-line sequences, LF or CRLF, plain, gzip or BGZF.
/// <see cref="Name"/> and <see cref="Sequence"/> are valid until the next record is read. Nothing is repaired: a blank inside a sequence, a
/// character that is neither a letter nor one of <c>* - .</c>, or a record without sequence is an error.
/// </summary>
/// <example><code>
/// using var fasta = FastaReader.Open("genome.fa.gz");
/// while (fasta.TryRead()) Console.WriteLine($"{fasta.Name} {fasta.Sequence.Length}");
/// </code></example>
/// <param name="stream">Decompressed bytes; owned.</param>
/// <param name="file">Used in errors.</param>
/// <param name="uniqueNames">Refuses a name that stands twice; keeps all names in memory.</param>
public sealed class FastaReader(Stream stream, string file, bool uniqueNames = false) : IDisposable
{
    // Longer ones are no headers but a file of another kind.
    private const int LongestHeader = 1 << 24;

    private readonly ScanBuffer buffer = new(stream);
    private readonly Dictionary<string, long>? names = uniqueNames ? new(StringComparer.Ordinal) : null;
    private byte[] joined = [];
    private byte[] header = new byte[256];
    private int headerLength, nameStart, nameEnd;
    private int sequenceStart, sequenceLength;
    private bool isJoined;
    private long line = 1, lineStart, letters;
    private bool atLineStart = true, inRecord;

    /// <summary>The first word after <c>&gt;</c>.</summary>
    public string Name => Encoding.UTF8.GetString(NameBytes);

    /// <summary><see cref="Name"/> as it stands in the file.</summary>
    public ReadOnlySpan<byte> NameBytes => header.AsSpan(nameStart, nameEnd - nameStart);

    /// <summary>The rest of the header after <see cref="Name"/>, empty when there is none.</summary>
    public string Description => Encoding.UTF8.GetString(header.AsSpan(nameEnd, headerLength - nameEnd)).Trim();

    /// <summary>The whole header without <c>&gt;</c>.</summary>
    public string Header => Encoding.UTF8.GetString(header.AsSpan(0, headerLength));

    /// <summary>The letters of all sequence lines, ASCII; a record on one line is not copied. Set by <see cref="TryRead"/>.</summary>
    public ReadOnlySpan<byte> Sequence => (isJoined ? joined : buffer.Bytes).AsSpan(sequenceStart, sequenceLength);

    /// <summary>Line of the record's header, from 1.</summary>
    public long LineNumber { get; private set; }

    /// <summary>Where the record's header stands, as <c>file:line</c>.</summary>
    public string Place => $"{file}:{LineNumber}";

    /// <summary>Records read so far.</summary>
    public long Records { get; private set; }

    /// <summary>Opens a plain, gzip or BGZF file, or <c>-</c> for standard input.</summary>
    /// <param name="path">The file.</param>
    /// <param name="uniqueNames">Refuses a name that stands twice; keeps all names in memory.</param>
    /// <param name="threads">Threads that decompress: 0 for one a core; 1 for none but the caller's.</param>
    public static FastaReader Open(string path, bool uniqueNames = false, int threads = 0) =>
        new(CompressedInput.Open(path, threads), path == "-" ? "standard input" : path, uniqueNames);

    /// <summary>Reads the next record; false after the last.</summary>
    /// <exception cref="OmniException">OH1005 no record at all; OH1101 text before the first <c>&gt;</c>; OH1102 a record without sequence;
    /// OH1103 a character that cannot be part of a sequence; OH1104 a record over 2 GiB; OH1105 a header over 16 MiB; OH1106 a name that
    /// stands twice.</exception>
    public bool TryRead()
    {
        if (!TryReadHeader()) return false;
        if (TryTakeLine()) return true;
        isJoined = true;
        sequenceStart = 0;
        if (joined.Length == 0) joined = new byte[1 << 12];
        while (true)
        {
            var n = ReadLetters(joined.AsSpan(sequenceLength));
            sequenceLength += n;
            if (n == 0 && sequenceLength < joined.Length) return true;
            if (sequenceLength == joined.Length && !TryGrow()) return true;
        }
    }

    /// <summary>
    /// Goes to the next record and reads its header only, for sequences too long for memory: <see cref="ReadLetters"/> gives the letters in
    /// pieces. Letters of the record before that were not asked for are passed over, and checked.
    /// </summary>
    /// <returns>False after the last record.</returns>
    /// <inheritdoc cref="TryRead" path="/exception"/>
    public bool TryReadHeader()
    {
        isJoined = true;
        sequenceLength = 0;
        if (inRecord) PassOver();
        else if (Records == 0 && !FindFirst()) throw new OmniException("OH1005", "is empty: no FASTA record", file);
        if (buffer.Unread.IsEmpty) return false;
        inRecord = true;
        letters = 0;
        Records++;
        TakeHeader();
        if (names is not null && !names.TryAdd(Name, LineNumber))
            throw new OmniException(
                "OH1106", $"record {Records} has the name '{Name}' of the record at line {names[Name]}", Place,
                "Names must differ: rename one of the two.");
        return true;
    }

    /// <summary>The next letters of the record, without line ends; 0 when it has no more.</summary>
    /// <inheritdoc cref="TryRead" path="/exception"/>
    public int ReadLetters(Span<byte> destination)
    {
        var written = 0;
        while (inRecord && written < destination.Length)
        {
            if (buffer.Start == buffer.End && !buffer.Fill())
            {
                EndRecord();
                break;
            }
            written += Join(destination[written..]);
            var unread = buffer.Unread;
            if (unread.IsEmpty) continue;
            if (atLineStart && unread[0] == (byte)'>')
            {
                EndRecord();
                break;
            }
            // What is left of the buffer or the destination is too short for vectors.
            var n = LetterScan<SequenceLetters>.Copy(unread, destination[written..]);
            written += n;
            letters += n;
            buffer.Start += n;
            atLineStart &= n == 0;
            if (n == unread.Length || written == destination.Length) continue;
            if (unread[n] == (byte)'\n') NextLine();
            else EndLine();
        }
        return written;
    }

    /// <summary>Passes over the rest of a record that could not be read; the next one read is that behind it.</summary>
    public void SkipRecord()
    {
        inRecord = false;
        while (!atLineStart || !buffer.Unread.StartsWith((byte)'>'))
        {
            var end = buffer.Unread.IndexOf((byte)'\n');
            if (end >= 0)
            {
                buffer.Start += end;
                NextLine();
            }
            else
            {
                atLineStart &= buffer.Unread.IsEmpty;
                buffer.Start = buffer.End;
            }
            if (buffer.Start == buffer.End && !buffer.Fill()) return;
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => buffer.Dispose();

    private int Join(Span<byte> destination)
    {
        var joined = LetterScan<SequenceLetters>.JoinLines(buffer.Unread, destination, atLineStart);
        if (joined.LineStart >= 0) lineStart = buffer.Position + joined.LineStart;
        atLineStart = joined.Read == joined.LineStart;
        buffer.Start += joined.Read;
        line += joined.Lines;
        letters += joined.Written;
        return joined.Written;
    }

    // A record on one line that lies in the buffer with the start of the next.
    private bool TryTakeLine()
    {
        var unread = buffer.Unread;
        var n = LetterScan<SequenceLetters>.Count(unread);
        var next = n < unread.Length && unread[n] == (byte)'\r' ? n + 2 : n + 1;
        if (n == 0 || unread[0] == (byte)'>' || next >= unread.Length || unread[next] != (byte)'>' || unread[next - 1] != (byte)'\n')
            return false;
        isJoined = false;
        sequenceStart = buffer.Start;
        sequenceLength = n;
        buffer.Start += next - 1;
        NextLine();
        inRecord = false;
        return true;
    }

    private void PassOver()
    {
        Span<byte> passed = stackalloc byte[4096];
        while (ReadLetters(passed) > 0)
        {
        }
    }

    private void EndRecord()
    {
        inRecord = false;
        if (letters == 0)
            throw new OmniException(
                "OH1102", $"record {Records} '{Name}' has no sequence", Place,
                "Is the file truncated? Remove the record if it is meant to be empty.");
    }

    private bool FindFirst()
    {
        buffer.SkipByteOrderMark();
        while (buffer.Start < buffer.End || buffer.Fill())
        {
            var b = buffer.Bytes[buffer.Start];
            if (atLineStart && b == (byte)'>') return true;
            if (b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') EndLine();
            else
                throw new OmniException(
                    "OH1101", "a FASTA record must start with '>'", $"{file}:{line}", b == (byte)'@' ? "This looks like FASTQ." : null);
        }
        return false;
    }

    private void TakeHeader()
    {
        int length;
        while ((length = buffer.Unread.IndexOf((byte)'\n')) < 0 && buffer.Fill(LongestHeader))
        {
        }
        if (length < 0 && !buffer.IsEnded)
            throw new OmniException("OH1105", "the header does not end within 16 MiB", $"{file}:{line}", "Is this a FASTA file?");
        var text = length < 0 ? buffer.Unread : buffer.Unread[..length];
        LineNumber = line;
        var hasNul = text.Contains((byte)0);
        KeepHeader((text.EndsWith("\r"u8) ? text[..^1] : text)[1..]);
        buffer.Start += text.Length;
        if (length >= 0) NextLine();
        if (hasNul) throw new OmniException("OH1103", "the header contains a NUL byte", Place, "Is this a text file?");
    }

    private void KeepHeader(ReadOnlySpan<byte> text)
    {
        if (text.Length > header.Length) header = new byte[Math.Max(text.Length, 2 * header.Length)];
        text.CopyTo(header);
        headerLength = text.Length;
        nameStart = text.IndexOfAnyExcept((byte)' ', (byte)'\t');
        if (nameStart < 0) nameStart = text.Length;
        var length = text[nameStart..].IndexOfAny((byte)' ', (byte)'\t');
        nameEnd = length < 0 ? text.Length : nameStart + length;
    }

    private void NextLine()
    {
        buffer.Start++;
        line++;
        lineStart = buffer.Position;
        atLineStart = true;
    }

    // Blanks and a carriage return may stand between the last letter and the line end, nothing else.
    private void EndLine()
    {
        var bad = buffer.Bytes[buffer.Start];
        var column = buffer.Position - lineStart + 1;
        var returned = false;
        atLineStart = false;
        while (buffer.Start < buffer.End || buffer.Fill())
        {
            var b = buffer.Bytes[buffer.Start];
            if (b == (byte)'\n')
            {
                NextLine();
                return;
            }
            if (returned || b is not ((byte)' ' or (byte)'\t' or (byte)'\r'))
                throw Records == 0
                    ? new OmniException("OH1101", "a FASTA record must start with '>'", $"{file}:{line}")
                    : new OmniException(
                        "OH1103", $"record {Records} '{Name}': {LetterName.Of(bad)} cannot be part of a sequence",
                        $"{file}:{line}, column {column}",
                        bad == (byte)'>' ? "Is a line break missing where two files were joined?" : "Is this a FASTA file?");
            returned = b == (byte)'\r';
            buffer.Start++;
        }
    }

    private bool TryGrow()
    {
        if (joined.Length < Array.MaxLength)
        {
            Array.Resize(ref joined, (int)Math.Min(Array.MaxLength, 2L * joined.Length));
            return true;
        }
        Span<byte> more = stackalloc byte[1];
        return ReadLetters(more) == 0
            ? false
            : throw new OmniException("OH1104", $"record {Records} '{Name}' is longer than 2 GiB", Place, "Read it in pieces.");
    }
}
