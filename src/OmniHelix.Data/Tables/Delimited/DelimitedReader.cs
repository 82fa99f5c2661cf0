using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using OmniHelix.Data.Columns;

namespace OmniHelix.Data.Tables.Delimited;

/// <summary>
/// Delimited text with a header row (RFC 4180), strictly: every record has the header's number of fields, quotes are closed and followed by
/// a delimiter, the bytes are UTF-8 without NUL. Line ends are LF, CRLF or CR; blank lines are passed over; a quote inside an unquoted
/// field is text. Fields are spans of the buffer.
/// </summary>
internal sealed class DelimitedReader : IDisposable
{
    private const byte Quote = (byte)'"';

    private readonly Stream stream;
    private readonly byte separator;
    private readonly SearchValues<byte> stops;
    private readonly List<(int Start, int End, bool HasQuotes)> fields = [];
    private byte[] buffer = new byte[1 << 17];
    private int position, end;
    private long offset;
    private bool atEnd, endedByReturn;
    private OmniException? badText;

    /// <exception cref="OmniException">
    /// OH1005 no header; OH1201 not UTF-8; OH1204 malformed header; OH1210 two columns of one name; OH1211 NUL.
    /// </exception>
    public DelimitedReader(Stream stream, string name, byte separator)
    {
        this.stream = stream;
        Name = name;
        this.separator = separator;
        stops = SearchValues.Create([separator, (byte)'\r', (byte)'\n']);
        try
        {
            Fill(0);
            SkipByteOrderMark();
            if (!Next()) throw new OmniException("OH1005", "is empty: no header row", name);
            if (badText is not null) throw badText;
            Header = [.. Enumerable.Range(0, fields.Count).Select(Text)];
            TableColumns.RefuseDuplicates(Header, Place);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    public string Name { get; }

    public IReadOnlyList<string> Header { get; }

    /// <summary>Records read, the header not counted.</summary>
    public long Record { get; private set; }

    /// <summary>Line on which the record starts, from 1.</summary>
    public long Line { get; private set; }

    public string Place => $"{Name}:{Line}";

    /// <summary>Whether the end of a row that could not be read was found, so that the next one can be.</summary>
    public bool IsBehindRow { get; private set; }

    private long NextLine { get; set; } = 1;

    /// <summary>The bytes of a field, valid until the next record.</summary>
    public ReadOnlySpan<byte> this[int field] => buffer.AsSpan(fields[field].Start, fields[field].End - fields[field].Start);

    public string Text(int field) => Encoding.UTF8.GetString(this[field]);

    /// <summary>Reads the next record.</summary>
    /// <exception cref="OmniException">OH1201 not UTF-8; OH1204 malformed; OH1211 NUL; OH1006 a record over 1 GiB.</exception>
    public bool Read()
    {
        IsBehindRow = false;
        if (!Next()) return false;
        IsBehindRow = true;
        Record++;
        if (badText is not null) throw badText;
        if (fields.Count != Header.Count)
            throw new OmniException(
                "OH1204", $"the row has {Plural.Count(fields.Count, "column")}, but the header has {Header.Count}", Place,
                "Is a quote or delimiter missing?");
        return true;
    }

    public void Dispose() => stream.Dispose();

    private bool Next()
    {
        while (true)
        {
            if (position == end && !Fill(position)) return false;
            if (endedByReturn)
            {
                endedByReturn = false;
                if (buffer[position] == '\n') position++;
                continue;
            }
            if (buffer[position] is (byte)'\n' or (byte)'\r')
            {
                SkipLineEnd();
                continue;
            }
            Line = NextLine;
            int stop;
            while ((stop = Split(position)) < 0) Fill(position);
            badText = ProblemOf(buffer.AsSpan(position, stop - position));
            CountQuotedLines();
            foreach (ref var field in CollectionsMarshal.AsSpan(fields))
                if (field.HasQuotes) field.End = Unescape(field.Start, field.End);
            position = stop;
            if (position < end) SkipLineEnd();
            else NextLine++;
            return true;
        }
    }

    // Finds the fields of the record at start; returns where it ends, -1 when that is not in the buffer yet.
    private int Split(int start)
    {
        fields.Clear();
        var at = start;
        while (true)
        {
            if (at < end && buffer[at] == Quote)
            {
                var close = Close(at + 1, out var hasQuotes);
                if (close < 0) return -1;
                fields.Add((at + 1, close, hasQuotes));
                at = close + 1;
                if (at == end) return atEnd ? end : -1;
                if (buffer[at] != separator && buffer[at] is not ((byte)'\r' or (byte)'\n'))
                    throw Malformed($"text follows the closing quote of column {fields.Count}");
            }
            else
            {
                var length = buffer.AsSpan(at, end - at).IndexOfAny(stops);
                if (length < 0 && !atEnd) return -1;
                fields.Add((at, length < 0 ? end : at + length, false));
                if (length < 0) return end;
                at += length;
            }
            if (buffer[at] != separator) return at;
            at++;
            if (at == end && !atEnd) return -1;
        }
    }

    // The closing quote of a field; -1 when it is not in the buffer yet.
    private int Close(int at, out bool hasQuotes)
    {
        hasQuotes = false;
        while (true)
        {
            var length = buffer.AsSpan(at, end - at).IndexOf(Quote);
            if (length < 0 && atEnd) throw Malformed($"the quote of column {fields.Count + 1} is never closed");
            if (length < 0) return -1;
            at += length;
            if (at + 1 == end && !atEnd) return -1;
            if (at + 1 == end || buffer[at + 1] != Quote) return at;
            hasQuotes = true;
            at += 2;
        }
    }

    private int Unescape(int start, int stop)
    {
        var target = start;
        for (var i = start; i < stop; i++)
        {
            buffer[target++] = buffer[i];
            if (buffer[i] == Quote) i++;
        }
        return target;
    }

    private void CountQuotedLines()
    {
        foreach (var (start, stop, _) in fields)
        {
            if (start == 0 || buffer[start - 1] != Quote) continue;
            var text = buffer.AsSpan(start, stop - start);
            NextLine += text.Count((byte)'\n') + text.Count((byte)'\r') - text.Count("\r\n"u8);
        }
    }

    // The line feed after a carriage return may not be in the buffer yet, and reading on would move the fields.
    private void SkipLineEnd()
    {
        NextLine++;
        endedByReturn = buffer[position++] == '\r';
    }

    // Keeps what lies behind start and reads on; false at the end of the stream.
    private bool Fill(int start)
    {
        if (atEnd) return false;
        var kept = end - start;
        if (kept == buffer.Length)
        {
            if (buffer.Length >= 1 << 30) throw new OmniException("OH1006", "a row is longer than 1 GiB", Place, "Is a quote missing?");
            Array.Resize(ref buffer, buffer.Length * 2);
        }
        else buffer.AsSpan(start, kept).CopyTo(buffer);
        offset += start;
        var read = stream.ReadAtLeast(buffer.AsSpan(kept), buffer.Length - kept, throwOnEndOfStream: false);
        position = 0;
        end = kept + read;
        atEnd = end < buffer.Length;
        return read > 0;
    }

    private void SkipByteOrderMark()
    {
        var start = buffer.AsSpan(0, end);
        if (start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            throw new OmniException(
                "OH1201", "is UTF-16, but UTF-8 was expected", Name, "Convert it, for instance with iconv -f UTF-16 -t UTF-8.");
        if (start.StartsWith("\uFEFF"u8)) position = 3;
    }

    private OmniException? ProblemOf(ReadOnlySpan<byte> record)
    {
        var zero = record.IndexOf((byte)0);
        if (zero >= 0)
            return new OmniException(
                "OH1211", $"a NUL character at byte {offset + position + zero + 1} of the file", Place, "Is this a text file?");
        if (Utf8.IsValid(record)) return null;
        var bad = 0;
        while (Rune.DecodeFromUtf8(record[bad..], out _, out var length) == OperationStatus.Done) bad += length;
        return new OmniException(
            "OH1201", $"not UTF-8 at byte {offset + position + bad + 1} of the file", Place,
            "Convert it, for instance with iconv -f LATIN1 -t UTF-8.");
    }

    private OmniException Malformed(string what) => new("OH1204", $"is not valid CSV: {what}", Place, "Is a quote missing or not doubled?");
}
