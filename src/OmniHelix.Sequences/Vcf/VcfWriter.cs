using System.Text;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Files;

namespace OmniHelix.Sequences.Vcf;

/// <summary>How variants are written.</summary>
public enum VariantFormat
{
    /// <summary>Text.</summary>
    Vcf,

    /// <summary>Text in BGZF.</summary>
    CompressedVcf,

    /// <summary>BCF2 in BGZF.</summary>
    Bcf,

    /// <summary>BCF2 whose BGZF blocks are stored, for pipes between programs.</summary>
    UncompressedBcf,
}

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

    /// <summary>Writes a file whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="fill">Writes header and records, in this order.</param>
    /// <param name="format">How it is written; null for what its name says (<see cref="FormatOf"/>).</param>
    /// <exception cref="OmniException">OH1075: records that BCF cannot hold; OH6001, OH6002: the file cannot be written.</exception>
    public static void WriteFile(string path, Action<VcfWriter> fill, VariantFormat? format = null) =>
        AtomicFile.Write(path, file => Write(file, path, format ?? FormatOf(path), fill));

    /// <summary>Writes to a stream, which stays open; BCF goes by way of a temporary file, because htslib writes files.</summary>
    /// <param name="output">Takes the bytes.</param>
    /// <param name="name">Used in errors.</param>
    /// <param name="format">How it is written.</param>
    /// <param name="fill">Writes header and records, in this order.</param>
    /// <exception cref="OmniException">OH1075: records that BCF cannot hold; OH6002: the temporary file cannot be written.</exception>
    public static void Write(Stream output, string name, VariantFormat format, Action<VcfWriter> fill)
    {
        switch (format)
        {
            case VariantFormat.Bcf or VariantFormat.UncompressedBcf when output is FileStream { Name: var path }:
                WriteBcf(path, name, format, fill);
                break;
            case VariantFormat.Bcf or VariantFormat.UncompressedBcf:
                var temporary = Path.GetTempFileName();
                try
                {
                    WriteBcf(temporary, name, format, fill);
                    using var written = File.OpenRead(temporary);
                    written.CopyTo(output);
                }
                finally
                {
                    File.Delete(temporary);
                }
                break;
            default:
                // Not closed on failure: what is left behind then has no end marker.
                var compressed = format == VariantFormat.CompressedVcf ? new BgzfWriter(output, leaveOpen: true) : null;
                using (var writer = new VcfWriter(compressed ?? output, leaveOpen: true)) fill(writer);
                compressed?.Dispose();
                break;
        }
    }

    /// <summary>What the name of a file says: BCF for <c>.bcf</c>, BGZF for <c>.gz</c> and <c>.bgz</c>, otherwise text.</summary>
    public static VariantFormat FormatOf(string path) =>
        SequenceFileKinds.Bcf.IsPromisedBy(path) ? VariantFormat.Bcf
        : CompressedOutput.IsCompressed(path) ? VariantFormat.CompressedVcf
        : VariantFormat.Vcf;

    private static void WriteBcf(string path, string name, VariantFormat format, Action<VcfWriter> fill)
    {
        using var encoder = new VcfWriter(header => new BcfWriter(path, name, header, format == VariantFormat.Bcf));
        fill(encoder);
        encoder.bcf?.Close();
    }

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
