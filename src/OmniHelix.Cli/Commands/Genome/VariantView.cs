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
        using var source = VariantSource.Open(path, WantedRegions.Parse(regions));
        using var output = new BufferedStream(terminal.OpenOutput(), 1 << 16);
        using var writer = new VcfWriter(output, leaveOpen: true);
        writer.Write(source.Header);
        source.Visit(writer.Write, null, cancellation);
        return ExitCode.Done;
    }
}
