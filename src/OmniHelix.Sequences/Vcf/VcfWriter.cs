using System.Text;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Files;

namespace OmniHelix.Sequences.Vcf;

/// <summary>Writes a VCF as text, or a BCF. Records that were read go out byte for byte.</summary>
public sealed class VcfWriter : IDisposable
{
    private readonly Stream? stream;
    private readonly bool leaveOpen;
    private readonly Func<string, BcfWriter>? openBcf;
    private BcfWriter? bcf;
    private byte[] bytes = new byte[1 << 12];

    /// <summary>Writes text to a stream.</summary>
    /// <param name="stream">Takes text.</param>
    /// <param name="leaveOpen">Whether it stays open.</param>
    public VcfWriter(Stream stream, bool leaveOpen = false)
    {
        this.stream = new BufferedStream(stream, 1 << 16);
        this.leaveOpen = leaveOpen;
    }

    private VcfWriter(Func<string, BcfWriter> openBcf) => this.openBcf = openBcf;

    /// <summary>Writes a file whole or not at all: BCF when its name ends in <c>.bcf</c>, otherwise text, in BGZF where the name asks for compression.</summary>
    /// <param name="path">The file.</param>
    /// <param name="fill">Writes header and records, in this order.</param>
    /// <exception cref="OmniException">OH1075: records that BCF cannot hold; OH6001, OH6002: the file cannot be written.</exception>
    public static void WriteFile(string path, Action<VcfWriter> fill) => AtomicFile.Write(path, file =>
    {
        if (SequenceFileKinds.Bcf.IsPromisedBy(path) && file is FileStream { Name: var temporary })
        {
            using var encoder = new VcfWriter(header => new BcfWriter(temporary, path, header));
            fill(encoder);
            encoder.bcf?.Close();
            return;
        }
        using var compressed = CompressedOutput.IsCompressed(path) ? new BgzfWriter(file, leaveOpen: true) : null;
        using var writer = new VcfWriter(compressed ?? file, leaveOpen: true);
        fill(writer);
    });

    /// <summary>Writes the lines of a header.</summary>
    public void Write(VcfHeader header)
    {
        if (openBcf is not null) bcf = openBcf(header.Text);
        else Write(header.Text);
    }

    /// <summary>Writes a record as it was read.</summary>
    public void Write(VariantRecord record) => Write(record.Text);

    /// <summary>Writes the rest.</summary>
    public void Dispose()
    {
        bcf?.Dispose();
        stream?.Flush();
        if (!leaveOpen) stream?.Dispose();
    }

    /// <summary>Writes a record that was put together.</summary>
    /// <param name="line">Without its end.</param>
    internal void Write(string line)
    {
        var most = Encoding.UTF8.GetMaxByteCount(line.Length);
        if (bytes.Length < most) bytes = new byte[most];
        Write(bytes.AsSpan(0, Encoding.UTF8.GetBytes(line, bytes)));
    }

    /// <inheritdoc cref="Write(string)"/>
    internal void Write(ReadOnlySpan<byte> line)
    {
        if (openBcf is not null)
        {
            (bcf ?? throw new InvalidOperationException("The header goes first.")).Write(line);
            return;
        }
        stream!.Write(line);
        stream.WriteByte((byte)'\n');
    }
}
