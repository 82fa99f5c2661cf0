using System.Text;
using OmniHelix.Sequences.Compression;

namespace OmniHelix.Sequences.Fasta;

/// <summary>Writes FASTA. Sequences are wrapped at the line width; long ones can be given in pieces.</summary>
/// <example><code>
/// FastaWriter.Write("out.fa.gz", fasta => fasta.Write("chr1", "ACGT"u8));
/// </code></example>
public sealed class FastaWriter : IDisposable
{
    private readonly Stream target;
    private readonly BufferedStream stream;
    private readonly int lineWidth;
    private readonly bool leaveOpen;
    private string header = "";
    private int column;
    private bool inRecord, hasLetters;

    /// <param name="stream">Where the text goes.</param>
    /// <param name="lineWidth">Letters a line; 0 for one line a record.</param>
    /// <param name="leaveOpen">Whether <paramref name="stream"/> stays open.</param>
    public FastaWriter(Stream stream, int lineWidth = 60, bool leaveOpen = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lineWidth);
        target = stream;
        this.stream = new BufferedStream(stream, 1 << 16);
        this.lineWidth = lineWidth == 0 ? int.MaxValue : lineWidth;
        this.leaveOpen = leaveOpen;
    }

    /// <summary>Writes a file whole or not at all; <c>.gz</c> makes BGZF.</summary>
    /// <exception cref="OmniException">OH6001, OH6002: it cannot be written.</exception>
    public static void Write(string path, Action<FastaWriter> fill, int lineWidth = 60) => CompressedOutput.Write(path, stream =>
    {
        // Not closed on failure, which would hide its cause.
        var writer = new FastaWriter(stream, lineWidth, leaveOpen: true);
        fill(writer);
        writer.Dispose();
    });

    /// <summary>Writes one record.</summary>
    /// <param name="header">Name and description, without <c>&gt;</c>.</param>
    /// <param name="sequence">Letters.</param>
    /// <exception cref="OmniException">
    /// OH1109: what would not be read back: a line break or NUL in the header, no letters, or a character that cannot be part of a
    /// sequence.
    /// </exception>
    public void Write(string header, ReadOnlySpan<byte> sequence)
    {
        Begin(header);
        WriteLetters(sequence);
        End();
    }

    /// <summary>Starts a record whose letters come in pieces; it ends with the next one or with <see cref="Dispose"/>.</summary>
    /// <inheritdoc cref="Write(string, ReadOnlySpan{byte})"/>
    public void Begin(string header)
    {
        End();
        this.header = header;
        if (header.AsSpan().IndexOfAny('\n', '\r', '\0') >= 0) throw Unreadable("the header has a line break or a NUL");
        stream.WriteByte((byte)'>');
        stream.Write(Encoding.UTF8.GetBytes(header));
        stream.WriteByte((byte)'\n');
        column = 0;
        inRecord = true;
        hasLetters = false;
    }

    /// <summary>More letters of the record.</summary>
    /// <inheritdoc cref="Write(string, ReadOnlySpan{byte})"/>
    public void WriteLetters(ReadOnlySpan<byte> letters)
    {
        if (!inRecord) throw new InvalidOperationException("Begin a record first.");
        var good = LetterScan<SequenceLetters>.Count(letters);
        if (good < letters.Length) throw Unreadable($"{LetterName.Of(letters[good])} cannot be part of a sequence");
        while (!letters.IsEmpty)
        {
            var n = Math.Min(letters.Length, lineWidth - column);
            stream.Write(letters[..n]);
            letters = letters[n..];
            column += n;
            hasLetters = true;
            if (column == lineWidth) EndLine();
        }
    }

    /// <summary>Ends the last record.</summary>
    public void Dispose()
    {
        try
        {
            End();
        }
        finally
        {
            stream.Flush();
            if (!leaveOpen) target.Dispose();
        }
    }

    private void End()
    {
        if (!inRecord) return;
        inRecord = false;
        if (!hasLetters) throw Unreadable("the record has no letters");
        if (column > 0) EndLine();
    }

    private void EndLine()
    {
        stream.WriteByte((byte)'\n');
        column = 0;
    }

    private OmniException Unreadable(string why) =>
        new("OH1109", $"a FASTA record that could not be read back: {why}", $"record '{header}'");
}
