using OmniHelix.Sequences.Intervals;

namespace OmniHelix.Sequences.Annotation;

/// <summary>Annotation and genome have to fit each other: a feature beyond its contig means another assembly.</summary>
internal static class ContigBounds
{
    /// <summary>The interval under the genome's name of its contig.</summary>
    /// <exception cref="OmniException">OH1020: no such contig; OH1034: the interval leaves it.</exception>
    public static GenomicInterval Check(GenomicInterval interval, ContigLengths genome, string place)
    {
        var contig = genome.Names.IndexOf(interval.Contig, place);
        return interval.End <= genome[contig]
            ? interval with { Contig = genome.Names[contig] }
            : throw new OmniException(
                "OH1034", $"{interval.Start}-{interval.End} lies beyond '{genome.Names[contig]}', which has "
                    + $"{Plural.Count(genome[contig], "base")}", place,
                "Do annotation and genome have the same assembly?");
    }
}
