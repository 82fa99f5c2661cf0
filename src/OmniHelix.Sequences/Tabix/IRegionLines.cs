using OmniHelix.Sequences.Genome;

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
    /// <exception cref="OmniException">
    /// OH1020 the contig has no lines here; OH1076 the index is that of another file; OH1002, OH1003, OH1014, OH1074 file or index are
    /// damaged.
    /// </exception>
    long Visit(GenomicRegion region, TabixLineAction visit);
}
