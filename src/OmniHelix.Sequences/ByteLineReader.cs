namespace OmniHelix.Sequences;

/// <summary>Lines of a byte stream without copies: a line is valid until the next one is read. LF and CRLF end lines; a UTF-8 byte order mark is skipped.</summary>
public sealed class ByteLineReader(Stream stream, string name) : IDisposable
{
    private byte[] buffer = new byte[1 << 18];
    private int start, end;
    private bool ended;

    /// <summary>The name errors use.</summary>
    public string Name { get; } = name;

    /// <summary>Number of the line last read, from 1.</summary>
    public long LineNumber { get; private set; }

    /// <summary>The place of the line last read, as <c>file:line</c>.</summary>
    public string Place => $"{Name}:{LineNumber}";

    /// <summary>The next line without its end; false after the last one.</summary>
    /// <exception cref="OmniException">OH1006: a line longer than 2 GiB.</exception>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        var searched = 0;
        while (true)
        {
            var at = buffer.AsSpan(start + searched, end - start - searched).IndexOf((byte)'\n');
            if (at >= 0)
            {
                line = Trimmed(buffer.AsSpan(start, searched + at));
                start += searched + at + 1;
                return true;
            }
            searched = end - start;
            if (ended)
            {
                line = Trimmed(buffer.AsSpan(start, searched), last: true);
                start = end;
                return searched > 0;
            }
            Fill();
        }
    }

    /// <summary>Closes the stream.</summary>
    public void Dispose() => stream.Dispose();

    private ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> line, bool last = false)
    {
        if (!last || !line.IsEmpty) LineNumber++;
        if (LineNumber == 1 && line.StartsWith("\uFEFF"u8)) line = line[3..];
        return line.EndsWith("\r"u8) ? line[..^1] : line;
    }

    private void Fill()
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
        }
        if (end == buffer.Length)
        {
            if (buffer.Length == Array.MaxLength) throw new OmniException("OH1006", "the line is longer than 2 GiB", $"{Name}:{LineNumber + 1}", "Is this a text file?");
            Array.Resize(ref buffer, (int)Math.Min(Array.MaxLength, 2L * buffer.Length));
        }
        var n = stream.Read(buffer.AsSpan(end));
        end += n;
        ended = n == 0;
    }
}
