using System.Text;
using OmniHelix.Sequences.Annotation;
using OmniHelix.Sequences.Intervals;

namespace OmniHelix.Workflows.Regions;

/// <summary>
/// Lines of BED, GTF and GFF3 that overlap regions, as they stand in the file: through the index beside it, or by reading and checking all
/// of it.
/// </summary>
internal static class AnnotationRegions
{
    /// <summary>Writes lines of BED; all of them when no region is named.</summary>
    public static bool WriteBed(RegionRequest wanted, Stream output, CancellationToken cancellation) => Write(
        wanted, output, path => BedReader.Read(path).Select(r => (r.Interval, string.Join('\t', r.Columns))), cancellation);

    /// <summary>Writes lines of GTF; all of them when no region is named.</summary>
    public static bool WriteGtf(RegionRequest wanted, Stream output, CancellationToken cancellation) =>
        Write(wanted, output, path => FeatureReader.ReadGtf(path).Select(f => (f.Interval, f.Text)), cancellation);

    /// <summary>Writes lines of GFF3; all of them when no region is named.</summary>
    public static bool WriteGff3(RegionRequest wanted, Stream output, CancellationToken cancellation) =>
        Write(wanted, output, path => FeatureReader.ReadGff3(path).Select(f => (f.Interval, f.Text)), cancellation);

    private static bool Write(
        RegionRequest wanted,
        Stream output,
        Func<string, IEnumerable<(GenomicInterval Interval, string Line)>> read,
        CancellationToken cancellation)
    {
        var regions = WantedRegions.Parse(wanted.Regions);
        if (wanted.Regions.Count > 0 && IndexedLines.TryWrite(output, wanted.Path, regions)) return true;
        foreach (var (interval, line) in read(wanted.Path))
        {
            cancellation.ThrowIfCancellationRequested();
            if (regions.Want(interval)) output.Write(Encoding.UTF8.GetBytes(line + "\n"));
        }
        regions.CheckContigs(wanted.Path);
        return true;
    }
}
