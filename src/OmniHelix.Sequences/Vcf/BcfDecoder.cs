using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Native;

namespace OmniHelix.Sequences.Vcf;

/// <summary>A BCF file as the lines of the same VCF, decoded by htslib.</summary>
internal sealed unsafe class BcfDecoder : IDisposable
{
    private const int ContigDictionary = 1;

    private readonly string name;
    private readonly HtsFile file;
    private readonly BcfHeader header;
    private readonly BcfRecord record = new();
    private Htslib.KString text;
    private long records;

    /// <summary>Opens a file; <see cref="Text"/> is its header.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">Used in errors.</param>
    /// <exception cref="OmniException">OH1011: it is truncated; OH1074: it is damaged.</exception>
    public BcfDecoder(string path, string name)
    {
        this.name = name;
        Htslib.Silence();
        file = Htslib.hts_open(path, "r");
        header = new BcfHeader();
        try
        {
            if (file.IsInvalid) throw Broken("it cannot be opened");
            // A file that was not compressed has no end marker; then the answer is another one.
            if (Htslib.hts_check_EOF(file) == 0)
                throw new OmniException(
                    "OH1011", $"the BGZF data ends without its end marker, after byte {new FileInfo(path).Length}", name,
                    "The file is truncated: copy or download it again.");
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

    /// <summary>The header, then the record last read, each with its line ends; valid until the next is read.</summary>
    public ReadOnlySpan<byte> Text => text.Span;

    /// <summary>The number that records use for a contig, or −1.</summary>
    public int NumberOf(string contig) => Htslib.bcf_hdr_id2int(header, ContigDictionary, contig);

    /// <summary>Goes to the start of a record.</summary>
    /// <exception cref="OmniException">OH1074: no block starts there.</exception>
    public void Seek(BgzfOffset offset)
    {
        if (Htslib.bgzf_seek(Htslib.hts_get_bgzfp(file), (long)offset.Value, 0) != 0)
            throw Broken($"no block can be read at compressed byte {offset.Block}");
    }

    /// <summary>Reads the next record into <see cref="Text"/>; false after the last.</summary>
    /// <exception cref="OmniException">OH1074: it is damaged.</exception>
    public bool TryRead()
    {
        text.Length = 0;
        var read = Htslib.bcf_read(file, header, record);
        if (read == -1) return false;
        records++;
        if (read < -1 || Htslib.ErrorCode(record) != 0) throw Broken($"record {records} is damaged or cut off");
        fixed (Htslib.KString* to = &text)
            if (Htslib.vcf_format(header, record, to) != 0) throw Broken($"record {records} is damaged");
        return true;
    }

    public void Dispose()
    {
        record.Dispose();
        header.Dispose();
        file.Dispose();
        if (text.Text is not null) Htslib.hts_free(text.Text);
        text = default;
    }

    private OmniException Broken(string what) => new("OH1074", $"is no whole BCF: {what}", name, "Copy or make the file again.");
}
