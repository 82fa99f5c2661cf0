using OmniHelix.Sequences.Intervals;
using OmniHelix.Sequences.Vcf;

namespace OmniHelix.Workflows.Regions;

/// <summary>Records of VCF and BCF that overlap regions, as VCF text; a deletion overlaps every base that it takes away.</summary>
internal static class VariantRegions
{
    /// <summary>Writes the header and the records; all of them when no region is named.</summary>
    public static bool Write(RegionRequest wanted, Stream output, CancellationToken cancellation)
    {
        using var source = VariantSource.Open(wanted.Path, WantedRegions.Parse(wanted.Regions));
        using var writer = new VcfWriter(output, leaveOpen: true);
        writer.Write(source.Header);
        source.Visit(writer.Write, null, cancellation);
        return true;
    }
}
