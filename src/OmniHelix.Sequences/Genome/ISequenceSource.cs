namespace OmniHelix.Sequences.Genome;

/// <summary>
/// Bases by place: a reference genome, or one haplotype of a person over it. Windows are cut from either. Implementations are safe for
/// concurrent calls.
/// </summary>
public interface ISequenceSource
{
    /// <summary>The contigs, found by any of their usual names.</summary>
    ContigNames Contigs { get; }

    /// <summary>Length of a contig in bases.</summary>
    /// <param name="contig">A name or alias.</param>
    /// <exception cref="OmniException">OH1020: no such contig.</exception>
    long LengthOf(string contig);

    /// <summary>Copies the bases of [<paramref name="start"/>, <paramref name="end"/>) as they are written, case included.</summary>
    /// <param name="contig">A name or alias.</param>
    /// <param name="start">First base, from 0.</param>
    /// <param name="end">The base after the last; at most the length of the contig.</param>
    /// <param name="destination">At least <c>end - start</c> bytes.</param>
    /// <exception cref="OmniException">OH1020: no such contig; OH1021: the slice leaves the contig.</exception>
    void Fetch(string contig, long start, long end, Span<byte> destination);
}
