using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Vcf;

namespace OmniHelix.Sequences.Tabix;

/// <summary>What to do with a line of a region; the line is valid during the call.</summary>
/// <param name="line">Without its end.</param>
public delegate void TabixLineAction(ReadOnlySpan<byte> line);

/// <summary>A sorted file with an index beside it: lines by region, whether the file holds text or BCF.</summary>
public interface IRegionLines : IDisposable
{
    /// <summary>Contigs that have lines.</summary>
    ContigNames Names { get; }

    /// <summary>Visits the lines that touch a region, in the order of the file.</summary>
    /// <param name="region">Its contig must be one of <see cref="Names"/>.</param>
    /// <param name="visit">Is given each line.</param>
    /// <returns>How many there were.</returns>
    /// <exception cref="OmniException">OH1020 the contig has no lines here; OH1076 the index is that of another file; OH1002, OH1003, OH1014, OH1074 file or index are damaged.</exception>
    long Visit(GenomicRegion region, TabixLineAction visit);
}

/// <summary>Opens files that have an index.</summary>
public static class RegionLines
{
    /// <summary>Opens a file by the index beside it; null when there is none.</summary>
    /// <exception cref="OmniException">OH1001, OH1011, OH1012 the file; OH1074 the BCF is damaged; OH1076 the index is damaged or that of another file.</exception>
    public static IRegionLines? TryOpen(string path)
    {
        if (TabixIndex.PathFor(path) is null) return null;
        return IsBcf(path) ? IndexedBcf.Open(path) : TabixFile.Open(path);
    }

    private static bool IsBcf(string path)
    {
        using var stream = CompressedInput.Open(path);
        var head = new byte[4];
        return stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && BcfText.IsBcf(head);
    }
}
