namespace OmniHelix.Sequences.Genome;

/// <summary>What a region of a sequence file holds.</summary>
/// <param name="Region">The region asked for.</param>
/// <param name="Bases">As written in the file, or reverse-complemented.</param>
/// <param name="Qualities">FASTQ: one for each base, in the order of <paramref name="Bases"/>; null in FASTA.</param>
/// <param name="Missing">Bases asked for by position that lie beyond the contig; more than 0 means that the region was cut.</param>
public sealed record RegionSlice(GenomicRegion Region, byte[] Bases, byte[]? Qualities, long Missing);

/// <summary>
/// Reads regions as <c>samtools faidx</c> does: 1-based, inclusive, cut where the sequence ends; the cut is reported, never silent.
/// </summary>
public sealed class RegionReader(IndexedSequenceFile file)
{
    /// <summary>Reads a region.</summary>
    /// <param name="text">Such as <c>chr1:1,001-2,000</c>.</param>
    /// <param name="reverseComplement">The other strand; qualities are reversed.</param>
    /// <exception cref="OmniException">OH1020: no such sequence; OH1023: not a region; OH1030: more than 2 GiB.</exception>
    public RegionSlice Read(string text, bool reverseComplement = false)
    {
        var region = GenomicRegion.Parse(text, file.Index.Names);
        var record = file.Index.Records[file.Index.Names.IndexOf(region.Contig)];
        var (start, end) = region.Within(record.Length);
        if (end - start > Array.MaxLength)
            throw new OmniException(
                "OH1030", $"'{text}' has {Plural.Count(end - start, "base")}, more than fit in memory at "
                    + "once", file.Path, "Ask for smaller regions.");
        var bases = new byte[end - start];
        file.Fetch(record, start, bases);
        var qualities = file.Index.HasQualities ? new byte[bases.Length] : null;
        if (qualities is not null) file.FetchQualities(record, start, qualities);
        if (reverseComplement)
        {
            Alphabet.ReverseComplement(bases.AsSpan());
            qualities?.AsSpan().Reverse();
        }
        return new(region, bases, qualities, region.End == GenomicRegion.ToTheEnd ? 0 : region.End - region.Start - bases.Length);
    }
}
