using OmniHelix.Sequences.Streams;

namespace OmniHelix.Sequences.Vcf;

/// <summary>A BCF file as the text of the same VCF: htslib decodes, and the one parser of this library checks what comes out.</summary>
internal sealed class BcfText : ForwardOnlyStream
{
    private readonly BcfDecoder decoder;
    private readonly string? temporary;
    private int position;
    private bool ended;

    private BcfText(string path, string name, string? temporary)
    {
        this.temporary = temporary;
        decoder = new BcfDecoder(path, name);
    }

    /// <summary>Opens a file.</summary>
    /// <exception cref="OmniException">OH1011: it is truncated; OH1074: it is damaged.</exception>
    public static BcfText Open(string path) => new(path, path, null);

    /// <summary>Takes decompressed BCF from a stream, by way of a temporary file: htslib opens files.</summary>
    public static BcfText Open(Stream stream, string name)
    {
        var path = Path.GetTempFileName();
        try
        {
            using (stream)
            using (var copy = new FileStream(path, FileMode.Create, FileAccess.Write)) stream.CopyTo(copy);
            return new(path, name, path);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty || ended) return 0;
        if (position == decoder.Text.Length)
        {
            position = 0;
            ended = !decoder.TryRead();
            if (ended) return 0;
        }
        var text = decoder.Text[position..];
        var n = Math.Min(buffer.Length, text.Length);
        text[..n].CopyTo(buffer);
        position += n;
        return n;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            decoder.Dispose();
            ended = true;
            if (temporary is not null) File.Delete(temporary);
        }
        base.Dispose(disposing);
    }
}
