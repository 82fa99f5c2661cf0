using System.Text;
using OmniHelix.Sequences.Compression;

namespace OmniHelix.Sequences.Fastq;

/// <summary>Writes FASTQ, four lines a record.</summary>
public sealed class FastqWriter : IDisposable
{
    private readonly Stream target;
    private readonly BufferedStream stream;
    private readonly bool leaveOpen;

    /// <param name="stream">Where the text goes.</param>
    /// <param name="leaveOpen">Whether <paramref name="stream"/> stays open.</param>
    public FastqWriter(Stream stream, bool leaveOpen = false)
    {
        target = stream;
        this.stream = new BufferedStream(stream, 1 << 16);
        this.leaveOpen = leaveOpen;
    }

    /// <summary>Writes a file whole or not at all; <c>.gz</c> makes BGZF.</summary>
    /// <exception cref="OmniException">OH6001, OH6002: it cannot be written.</exception>
    public static void Write(string path, Action<FastqWriter> fill) => CompressedOutput.Write(path, stream =>
    {
        // Not closed on failure, which would hide its cause.
        var writer = new FastqWriter(stream, leaveOpen: true);
        fill(writer);
        writer.Dispose();
    });

    /// <summary>Writes one record.</summary>
    /// <param name="header">Name and description, without <c>@</c>.</param>
    /// <param name="sequence">Bases.</param>
    /// <param name="quality">Quality characters, one per base.</param>
    /// <exception cref="OmniException">
    /// OH1109: what would not be read back: a line break or NUL in the header, lengths that differ, or a character that cannot stand in a
    /// record.
    /// </exception>
    public void Write(string header, ReadOnlySpan<byte> sequence, ReadOnlySpan<byte> quality)
    {
        if (header.AsSpan().IndexOfAny('\n', '\r', '\0') >= 0) throw Unreadable("the header has a line break or a NUL", header);
        if (sequence.Length != quality.Length)
            throw Unreadable($"{Plural.Count(sequence.Length, "base")} and {Plural.Count(quality.Length, "quality character")}", header);
        Check(sequence, LetterScan<SequenceLetters>.Count(sequence), header);
        Check(quality, LetterScan<QualityLetters>.Count(quality), header);
        stream.WriteByte((byte)'@');
        stream.Write(Encoding.UTF8.GetBytes(header));
        stream.WriteByte((byte)'\n');
        stream.Write(sequence);
        stream.Write("\n+\n"u8);
        stream.Write(quality);
        stream.WriteByte((byte)'\n');
    }

    /// <summary>Writes what is buffered.</summary>
    public void Dispose()
    {
        stream.Flush();
        if (!leaveOpen) target.Dispose();
    }

    private static void Check(ReadOnlySpan<byte> letters, int good, string header)
    {
        if (good < letters.Length) throw Unreadable($"{LetterName.Of(letters[good])} is neither a base nor a quality", header);
    }

    private static OmniException Unreadable(string why, string header) =>
        new("OH1109", $"a FASTQ record that could not be read back: {why}", $"record '{header}'");
}
