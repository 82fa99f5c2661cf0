namespace OmniHelix.Sequences.Streams;

/// <summary>
/// Lines of a byte stream without copies: a line is valid until the next one is read. LF and CRLF end lines; a UTF-8 byte order mark is
/// skipped.
/// </summary>
public sealed class ByteLineReader : IDisposable
{
    private readonly ScanBuffer buffer;

    /// <param name="stream">The bytes; owned.</param>
    /// <param name="name">Used in errors.</param>
    public ByteLineReader(Stream stream, string name)
        : this(new ScanBuffer(stream), name)
    {
    }

    internal ByteLineReader(ScanBuffer buffer, string name)
    {
        this.buffer = buffer;
        Name = name;
    }

    /// <summary>The name errors use.</summary>
    public string Name { get; }

    /// <summary>Number of the line last read, from 1.</summary>
    public long LineNumber { get; internal set; }

    /// <summary>The place of the line last read, as <c>file:line</c>.</summary>
    public string Place => $"{Name}:{LineNumber}";

    /// <summary>The next line without its end; false after the last one.</summary>
    /// <exception cref="OmniException">OH1006: a line longer than 2 GiB.</exception>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        if (LineNumber == 0) buffer.SkipByteOrderMark();
        var searched = 0;
        while (true)
        {
            var unread = buffer.Unread;
            var at = unread[searched..].IndexOf((byte)'\n');
            if (at >= 0)
            {
                line = WithoutReturn(unread[..(searched + at)]);
                buffer.Start += searched + at + 1;
                LineNumber++;
                return true;
            }
            searched = unread.Length;
            if (buffer.Fill()) continue;
            if (!buffer.IsEnded)
                throw new OmniException("OH1006", "the line is longer than 2 GiB", $"{Name}:{LineNumber + 1}", "Is this a text file?");
            line = WithoutReturn(buffer.Unread);
            buffer.Start = buffer.End;
            if (searched > 0) LineNumber++;
            return searched > 0;
        }
    }

    /// <summary>Closes the stream.</summary>
    public void Dispose() => buffer.Dispose();

    private static ReadOnlySpan<byte> WithoutReturn(ReadOnlySpan<byte> line) => line.EndsWith("\r"u8) ? line[..^1] : line;
}
