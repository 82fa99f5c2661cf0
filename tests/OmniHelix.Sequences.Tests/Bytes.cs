using System.IO.Compression;
using System.Text;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Streams;

namespace OmniHelix.Sequences.Tests;

internal static class Bytes
{
    public static byte[] Gzip(byte[] content)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Optimal)) gzip.Write(content);
        return memory.ToArray();
    }

    public static byte[] Gzip(string content) => Gzip(Encoding.UTF8.GetBytes(content));

    public static byte[] ReadAll(Stream stream)
    {
        using var memory = new MemoryStream();
        using (stream) stream.CopyTo(memory);
        return memory.ToArray();
    }

    public static byte[] Bgzf(byte[] content, int threads = 0)
    {
        using var memory = new MemoryStream();
        using (var bgzf = new BgzfWriter(memory, 6, threads, leaveOpen: true)) bgzf.Write(content);
        return memory.ToArray();
    }

    /// <summary>What another decompressor makes of it.</summary>
    public static byte[] Gunzip(byte[] compressed) => ReadAll(new GZipStream(new MemoryStream(compressed), CompressionMode.Decompress));

    public static byte[] Decompress(byte[] compressed) => ReadAll(CompressedInput.Decompress(new MemoryStream(compressed), "x.gz"));

    public static byte[] Random(int length, long seed, int letters = 256)
    {
        var random = new Xoshiro256(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (byte)random.Next(letters))];
    }
}

/// <summary>Hands out at most a few bytes a call, as pipes do.</summary>
internal sealed class Trickle(byte[] content, int atMost) : MemoryStream(content)
{
    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, atMost));
}

/// <summary>A start, one letter over and over, in lines or not, and an end: files too large to keep.</summary>
internal sealed class Endless(byte[] start, byte letter, long letters, byte[]? end = null, int lineLength = 0) : ForwardOnlyStream
{
    private long position;
    private long left = letters;

    public override int Read(Span<byte> buffer)
    {
        if (position < start.Length)
        {
            var n = Math.Min(buffer.Length, start.Length - (int)position);
            start.AsSpan((int)position, n).CopyTo(buffer);
            position += n;
            return n;
        }
        if (left > 0)
        {
            // Whole lines at a time.
            var n = (int)Math.Min(left, lineLength == 0 ? buffer.Length : Math.Min(lineLength, buffer.Length - 1));
            buffer[..n].Fill(letter);
            left -= n;
            if (lineLength == 0) return n;
            buffer[n] = (byte)'\n';
            return n + 1;
        }
        var rest = end ?? [];
        end = null;
        rest.CopyTo(buffer);
        return rest.Length;
    }
}
