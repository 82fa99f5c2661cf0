using System.IO.Compression;

namespace OmniHelix.Sequences;

/// <summary>
/// Gzip decompression that notices truncation. The framework's decompressor ends quietly when its input ends inside a member, so one small member with a known content is
/// appended to the file's bytes: it comes out at the end only if everything before it was whole.
/// </summary>
internal sealed class GzipInput : ForwardOnlyStream
{
    private static readonly byte[] Mark = "\u0001OmniHelix end of gzip\u0002"u8.ToArray();
    private static readonly byte[] MarkMember = Compress(Mark);

    private readonly MarkedSource source;
    private readonly GZipStream inflater;
    private readonly string name;
    private readonly byte[] buffer = new byte[1 << 16];
    private int start, end;
    private bool ended;

    public GzipInput(Stream compressed, string name)
    {
        this.name = name;
        source = new MarkedSource(compressed);
        inflater = new GZipStream(source, CompressionMode.Decompress);
    }

    public override int Read(Span<byte> destination)
    {
        if (destination.IsEmpty) return 0;
        // The last bytes are held back until it is known whether they are the mark.
        while (!ended && end - start <= Mark.Length) Fill();
        var n = Math.Min(destination.Length, ended ? end - start : end - start - Mark.Length);
        buffer.AsSpan(start, n).CopyTo(destination);
        start += n;
        return n;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) inflater.Dispose();
        base.Dispose(disposing);
    }

    private void Fill()
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        (start, end) = (0, end - start);
        int n;
        try
        {
            n = inflater.Read(buffer.AsSpan(end));
        }
        catch (InvalidDataException e)
        {
            if (source.AtEnd) throw Truncated();
            throw new OmniException("OH1003", $"the gzip data is corrupt at or before compressed byte {source.Consumed} ({e.Message.TrimEnd('.')})", name, "Copy or download the file again.", e);
        }
        if (n > 0)
        {
            end += n;
            return;
        }
        if (!source.AtEnd || !buffer.AsSpan(start, end - start).EndsWith(Mark)) throw Truncated();
        end -= Mark.Length;
        ended = true;
    }

    private OmniException Truncated() =>
        new("OH1002", $"the gzip data is truncated, or followed by something else: the file ends at compressed byte {source.Consumed} inside a member", name, "Copy or download the file again.");

    private static byte[] Compress(byte[] content)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.NoCompression)) gzip.Write(content);
        return memory.ToArray();
    }

    private sealed class MarkedSource(Stream compressed) : ForwardOnlyStream
    {
        private int markPosition;

        public long Consumed { get; private set; }
        public bool AtEnd { get; private set; }

        public override int Read(Span<byte> destination)
        {
            if (!AtEnd)
            {
                var n = compressed.Read(destination);
                Consumed += n;
                if (n > 0) return n;
                AtEnd = true;
            }
            var m = Math.Min(destination.Length, MarkMember.Length - markPosition);
            MarkMember.AsSpan(markPosition, m).CopyTo(destination);
            markPosition += m;
            return m;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) compressed.Dispose();
            base.Dispose(disposing);
        }
    }
}
