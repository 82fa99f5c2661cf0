using System.Text;
using OmniHelix.Sequences.Bgzf;
using OmniHelix.Sequences.Vcf.Editing;

namespace OmniHelix.Sequences.Vcf;

/// <summary>Writes a VCF as text. Records that were read go out byte for byte.</summary>
public sealed class VcfWriter : IDisposable
{
    private readonly BufferedStream stream;
    private readonly bool leaveOpen;
    private readonly StringBuilder text = new();
    private byte[] bytes = new byte[1 << 12];

    /// <summary>Writes to a stream.</summary>
    /// <param name="stream">Takes text.</param>
    /// <param name="leaveOpen">Whether it stays open.</param>
    public VcfWriter(Stream stream, bool leaveOpen = false)
    {
        this.stream = new BufferedStream(stream, 1 << 16);
        this.leaveOpen = leaveOpen;
    }

    /// <summary>Writes a file whole or not at all: text, or BGZF when the name ends in <c>.gz</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="fill">Writes header and records.</param>
    /// <exception cref="OmniException">OH6001, OH6002: the file cannot be written.</exception>
    public static void WriteFile(string path, Action<VcfWriter> fill) => AtomicFile.Write(path, file =>
    {
        using var compressed = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new BgzfWriter(file, leaveOpen: true) : null;
        using var writer = new VcfWriter(compressed ?? file, leaveOpen: true);
        fill(writer);
    });

    /// <summary>Writes the lines of a header.</summary>
    public void Write(VcfHeader header)
    {
        foreach (var line in header.MetaLines) Line(line);
        var samples = header.Samples.Count == 0 ? "" : "\tFORMAT\t" + string.Join('\t', header.Samples);
        Line("#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO" + samples);
    }

    /// <summary>Writes a record as it was read.</summary>
    public void Write(VariantRecord record) => Write(record.Text);

    /// <summary>Writes the rest.</summary>
    public void Dispose()
    {
        stream.Flush();
        if (!leaveOpen) stream.Dispose();
    }

    internal void Write(VariantDraft record)
    {
        text.Clear();
        record.Write(text);
        Line(text.ToString());
    }

    internal void Write(ReadOnlySpan<byte> line)
    {
        stream.Write(line);
        stream.WriteByte((byte)'\n');
    }

    private void Line(string line)
    {
        var most = Encoding.UTF8.GetMaxByteCount(line.Length);
        if (bytes.Length < most) bytes = new byte[most];
        Write(bytes.AsSpan(0, Encoding.UTF8.GetBytes(line, bytes)));
    }
}
