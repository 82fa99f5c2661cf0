using System.Text;
using OmniHelix.Cli.Shell;
using OmniHelix.Sequences.Intervals;
using OmniHelix.Sequences.Vcf;

namespace OmniHelix.Cli.Genomes;

/// <summary>Records of VCF and BCF that overlap regions, as VCF text; a deletion overlaps every base that it takes away.</summary>
internal static class VariantView
{
    /// <summary>Writes the header and the records; all of them when no region is named.</summary>
    public static int Write(Terminal terminal, string path, IReadOnlyList<string> regions, CancellationToken cancellation)
    {
        using var reader = VcfReader.Open(path);
        terminal.Output.Write(Header(reader.Header));
        var wanted = new WantedRegions(regions);
        if (regions.Count > 0 && IndexedLines.TryWrite(terminal.Output, path, wanted)) return ExitCode.Done;
        while (reader.TryRead())
        {
            cancellation.ThrowIfCancellationRequested();
            var record = reader.Record;
            var interval = new GenomicInterval(record.Contig, record.Position, record.Position + Math.Max(1, record.ReferenceSpan));
            if (wanted.Want(interval)) terminal.Output.Write(Encoding.UTF8.GetString(record.Text) + "\n");
        }
        wanted.CheckContigs(path);
        return ExitCode.Done;
    }

    private static string Header(VcfHeader header)
    {
        using var text = new MemoryStream();
        using (var writer = new VcfWriter(text, leaveOpen: true)) writer.Write(header);
        return Encoding.UTF8.GetString(text.ToArray());
    }
}
