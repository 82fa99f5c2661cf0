using System.Text;
using OmniHelix.Sequences.Native;

namespace OmniHelix.Sequences.Vcf;

/// <summary>Writes the lines of a VCF as BCF2, which htslib encodes.</summary>
internal sealed unsafe class BcfWriter : IDisposable
{
    private readonly string name;
    private readonly HtsFile file;
    private readonly BcfHeader header;
    private readonly BcfRecord record = new();
    private long records;

    /// <summary>Creates a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">Used in errors.</param>
    /// <param name="text">The header's lines, up to the one with the columns.</param>
    /// <param name="compressed">Whether blocks are compressed.</param>
    /// <exception cref="OmniException">OH1075: htslib refuses the header; OH6002: the file cannot be written.</exception>
    public BcfWriter(string path, string name, string text, bool compressed = true)
    {
        this.name = name;
        Htslib.Silence();
        header = Htslib.bcf_hdr_init("r");
        file = Htslib.hts_open(path, compressed ? "wb" : "wb0");
        if (file.IsInvalid)
            throw new OmniException("OH6002", "cannot write", name, "Check that the folder exists and that you may write there.");
        fixed (byte* lines = Encoding.UTF8.GetBytes(text + "\n\0"))
            if (Htslib.bcf_hdr_parse(header, lines) != 0 || Htslib.bcf_hdr_write(file, header) != 0) throw Refused("the header");
    }

    /// <summary>Encodes a record.</summary>
    /// <exception cref="OmniException">OH1075: the record does not fit the header.</exception>
    public void Write(ReadOnlySpan<byte> line)
    {
        records++;
        // htslib writes into the text it parses.
        var copy = new byte[line.Length + 1];
        line.CopyTo(copy);
        fixed (byte* p = copy)
        {
            var text = new Htslib.KString { Length = (nuint)line.Length, Capacity = (nuint)copy.Length, Text = p };
            if (Htslib.vcf_parse(&text, header, record) != 0 || Htslib.ErrorCode(record) != 0
                || Htslib.bcf_write(file, header, record) != 0)
                throw Refused($"record {records}");
        }
    }

    public void Dispose()
    {
        record.Dispose();
        header.Dispose();
        file.Dispose();
    }

    /// <summary>Writes the rest.</summary>
    public void Close()
    {
        if (!file.TryClose()) throw new OmniException("OH6002", "cannot write", name, "Is the disk full?");
    }

    private OmniException Refused(string what) =>
        new(
            "OH1075", $"cannot be written as BCF: {what} does not fit the header", name,
            "In BCF every contig, filter, INFO and FORMAT tag must be declared in the header; write VCF instead, or add the declarations.");
}
