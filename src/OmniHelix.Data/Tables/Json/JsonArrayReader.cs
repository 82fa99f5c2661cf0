using System.Text.Json;
using System.Text.Unicode;

namespace OmniHelix.Data.Tables.Json;

/// <summary>Elements of an array that is a whole file, one at a time: memory grows with the largest element only.</summary>
internal sealed class JsonArrayReader
{
    private const int LargestElement = 1 << 30;

    private readonly Stream stream;
    private readonly string name;
    private byte[] buffer = new byte[1 << 16];
    private int position, end;
    private long line = 1, column;
    private bool atEnd, isFirst = true;

    public JsonArrayReader(Stream stream, string name)
    {
        this.stream = stream;
        this.name = name;
        Fill();
        if (buffer.AsSpan(0, end).StartsWith("\uFEFF"u8)) position = 3;
        IsArray = Peek() == '[';
        if (IsArray) Advance(1);
    }

    /// <summary>Whether the file begins with an array; otherwise <see cref="ReadRest"/> gives all of it.</summary>
    public bool IsArray { get; }

    /// <summary>The next element, null after the last.</summary>
    /// <exception cref="OmniException">
    /// OH1201 broken JSON or bytes that are not UTF-8, with line and byte; OH1207 an element over 1 GiB.
    /// </exception>
    public JsonDocument? Next(JsonDocumentOptions options)
    {
        var next = Peek();
        if (next == ']')
        {
            Advance(1);
            return Peek() == -1 ? null : throw Unexpected("text follows the array");
        }
        if (!isFirst)
        {
            if (next != ',') throw Unexpected(next == -1 ? "the array is not closed" : "a comma or the end of the array was expected");
            Advance(1);
            // JSON has no comma before the end.
            if (Peek() == ']') throw Unexpected("a value was expected after the comma");
        }
        isFirst = false;
        if (Peek() == -1) throw Unexpected("the array is not closed");
        try
        {
            var length = ElementLength();
            var element = buffer.AsSpan(position, length);
            if (!Utf8.IsValid(element)) throw Unexpected("the file is not valid UTF-8");
            var document = JsonDocument.Parse(element.ToArray(), options);
            Advance(length);
            return document;
        }
        catch (JsonException e)
        {
            var within = e.LineNumber ?? 0;
            throw JsonReader.Broken(e, name, line + within, (within == 0 ? column : 0) + (e.BytePositionInLine ?? 0));
        }
    }

    /// <summary>All of a file that is no array, without its byte order mark.</summary>
    /// <exception cref="OmniException">OH1207: it is over 1 GiB.</exception>
    public byte[] ReadRest()
    {
        while (Fill())
            if (end - position > LargestElement)
                throw new OmniException(
                    "OH1207", "a JSON document over 1 GiB is not read", name,
                    "Convert it to JSONL (one object a line), which is streamed.");
        return buffer[position..end];
    }

    private int ElementLength()
    {
        while (true)
        {
            var reader = new Utf8JsonReader(buffer.AsSpan(position, end - position), atEnd, default);
            if (reader.Read() && reader.TrySkip())
            {
                // A number at the end of the buffer may go on.
                if (position + reader.BytesConsumed < end || atEnd) return (int)reader.BytesConsumed;
            }
            if (end - position > LargestElement) throw new OmniException("OH1207", "an element over 1 GiB is not read", $"{name}:{line}");
            Fill();
        }
    }

    // The next byte that is no blank, -1 at the end.
    private int Peek()
    {
        while (true)
        {
            var blanks = buffer.AsSpan(position, end - position).IndexOfAnyExcept(" \t\r\n"u8);
            Advance(blanks < 0 ? end - position : blanks);
            if (blanks >= 0) return buffer[position];
            if (!Fill()) return -1;
        }
    }

    private void Advance(int bytes)
    {
        var passed = buffer.AsSpan(position, bytes);
        var lines = passed.Count((byte)'\n');
        line += lines;
        column = lines > 0 ? bytes - 1 - passed.LastIndexOf((byte)'\n') : column + bytes;
        position += bytes;
    }

    // Keeps what is not read yet; false at the end of the stream.
    private bool Fill()
    {
        if (atEnd) return false;
        if (position == 0 && end == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
        buffer.AsSpan(position, end - position).CopyTo(buffer);
        end -= position;
        position = 0;
        var read = stream.ReadAtLeast(buffer.AsSpan(end), buffer.Length - end, throwOnEndOfStream: false);
        end += read;
        atEnd = end < buffer.Length;
        return read > 0;
    }

    private OmniException Unexpected(string what) => new("OH1201", $"is not valid JSON: {what}", $"{name}:{line}, byte {column + 1}");
}
