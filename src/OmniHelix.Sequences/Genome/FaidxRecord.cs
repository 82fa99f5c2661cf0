namespace OmniHelix.Sequences.Genome;

/// <summary>Where one sequence lies in its file: a line of a <c>.fai</c> index (samtools faidx).</summary>
/// <param name="Name">Text of the header up to the first blank.</param>
/// <param name="Length">Bases.</param>
/// <param name="Offset">Byte of the first base; in a compressed file counted after decompression.</param>
/// <param name="LineBases">Bases on every line but the last.</param>
/// <param name="LineWidth">Bytes of every line but the last, its end included.</param>
/// <param name="QualityOffset">FASTQ: byte of the first quality, laid out in the same lines; 0 in FASTA.</param>
public readonly record struct FaidxRecord(string Name, long Length, long Offset, long LineBases, long LineWidth, long QualityOffset = 0)
{
    /// <summary>The byte of a base.</summary>
    public long ByteOf(long position) => LineBases == 0 ? Offset : Offset + position / LineBases * LineWidth + position % LineBases;

    /// <summary>The byte after the last base.</summary>
    public long EndByte => Length == 0 ? Offset : ByteOf(Length - 1) + 1;
}
