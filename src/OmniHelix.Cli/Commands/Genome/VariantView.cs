using OmniHelix.Cli.Shell;
using OmniHelix.Sequences.Intervals;
using OmniHelix.Sequences.Vcf;

namespace OmniHelix.Cli.Commands.Genome;

/// <summary>Records of VCF and BCF that overlap regions, as VCF text; a deletion overlaps every base that it takes away.</summary>
internal static class VariantView
{
    /// <summary>Writes the header and the records; all of them when no region is named.</summary>
    public static int Write(Terminal terminal, string path, IReadOnlyList<string> regions, CancellationToken cancellation)
    {
        using var reader = VcfReader.Open(path);
        using var output = new BufferedStream(terminal.OpenOutput(), 1 << 16);
        WriteHeader(output, reader.Header);
        var wanted = new WantedRegions(regions);
        if (regions.Count > 0 && IndexedLines.TryWrite(output, path, wanted)) return ExitCode.Done;
        while (reader.TryRead())
        {
            cancellation.ThrowIfCancellationRequested();
            var record = reader.Record;
            var interval = new GenomicInterval(record.Contig, record.Position, record.Position + Math.Max(1, record.ReferenceSpan));
            if (!wanted.Want(interval)) continue;
            output.Write(record.Text);
            output.WriteByte((byte)'\n');
        }
        wanted.CheckContigs(path);
        return ExitCode.Done;
    }

    private static void WriteHeader(Stream output, VcfHeader header)
    {
        using var writer = new VcfWriter(output, leaveOpen: true);
        writer.Write(header);
    }
}
