using OmniHelix.Sequences.Native;

namespace OmniHelix.Sequences.Vcf;

/// <summary>A BCF file as the text of the same VCF: htslib decodes, and the one parser of this library checks what comes out.</summary>
internal sealed unsafe class BcfText : ForwardOnlyStream
{
    private readonly string name;
    private readonly HtsFile file;
    private readonly BcfHeader header;
    private readonly BcfRecord record = new();
    private readonly string? temporary;
    private Htslib.KString text;
    private int position;
    private long records;
    private bool ended;

    private BcfText(string path, string name, string? temporary)
    {
        this.name = name;
        this.temporary = temporary;
        Htslib.Silence();
        file = Htslib.hts_open(path, "r");
        header = new BcfHeader();
        try
        {
            if (file.IsInvalid) throw Broken("cannot be opened");
            // A file that was not compressed has no end marker; then the answer is another one.
            if (Htslib.hts_check_EOF(file) == 0) throw new OmniException("OH1011", $"the BGZF data ends without its end marker, after byte {new FileInfo(path).Length}", name, "The file is truncated: copy or download it again.");
            header = Htslib.bcf_hdr_read(file);
            fixed (Htslib.KString* to = &text)
                if (header.IsInvalid || Htslib.bcf_hdr_format(header, 0, to) < 0) throw Broken("its header cannot be read");
            // The text of a header ends in a NUL, which is none of its letters.
            while (text.Length > 0 && text.Text[text.Length - 1] == 0) text.Length--;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>True for the first bytes of decompressed BCF2.</summary>
    public static bool IsBcf(ReadOnlySpan<byte> start) => start.StartsWith("BCF\x02"u8);

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
        if (buffer.IsEmpty) return 0;
        if (position == (int)text.Length && !Next()) return 0;
        var n = Math.Min(buffer.Length, (int)text.Length - position);
        text.Span.Slice(position, n).CopyTo(buffer);
        position += n;
        return n;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            record.Dispose();
            header.Dispose();
            file.Dispose();
            if (text.Text is not null) Htslib.hts_free(text.Text);
            text = default;
            position = 0;
            ended = true;
            if (temporary is not null) File.Delete(temporary);
        }
        base.Dispose(disposing);
    }

    private bool Next()
    {
        if (ended) return false;
        var read = Htslib.bcf_read(file, header, record);
        ended = read == -1;
        if (ended) return false;
        records++;
        if (read < -1 || Htslib.ErrorCode(record) != 0) throw Broken($"record {records} is damaged or cut off");
        (text.Length, position) = (0, 0);
        fixed (Htslib.KString* to = &text)
            if (Htslib.vcf_format(header, record, to) != 0) throw Broken($"record {records} is damaged");
        return true;
    }

    private OmniException Broken(string what) => new("OH1074", $"is no whole BCF: {what}", name, "Copy or make the file again.");
}
