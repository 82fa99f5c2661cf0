namespace OmniHelix.Sequences.Files;

/// <summary>Kinds of files that hold sequences, intervals, annotation and variants.</summary>
public static class SequenceFileKinds
{
    /// <summary>FASTA.</summary>
    public static FileKind Fasta { get; } = new("FASTA", ".fasta", ".fa", ".fna", ".ffn", ".faa", ".frn", ".fas")
    {
        IsCompressible = true,
        Mark = start => FileStart.Text(start).StartsWith((byte)'>'),
    };

    /// <summary>FASTQ.</summary>
    public static FileKind Fastq { get; } = new("FASTQ", ".fastq", ".fq")
    {
        IsCompressible = true,
        Mark = IsFastq,
        Guess = start => FileStart.Text(start).StartsWith((byte)'@') && !IsSam(start),
    };

    /// <summary>One sequence a line.</summary>
    public static FileKind Lines { get; } = new("text", ".txt") { IsCompressible = true, IsAnyText = true };

    /// <summary>BED, and what has its first columns.</summary>
    public static FileKind Bed { get; } =
        new("BED", ".bed", ".narrowpeak", ".broadpeak", ".gappedpeak", ".bedgraph", ".bdg") { IsCompressible = true };

    /// <summary>GFF version 3.</summary>
    public static FileKind Gff3 { get; } =
        new("GFF3", ".gff3", ".gff") { IsCompressible = true, Mark = start => GffVersion(start) is [(byte)'3', ..] };

    /// <summary>GTF, which is GFF version 2 with gene and transcript identifiers.</summary>
    public static FileKind Gtf { get; } =
        new("GTF", ".gtf", ".gff") { IsCompressible = true, Mark = start => GffVersion(start) is [(byte)'2', ..] };

    /// <summary>VCF.</summary>
    public static FileKind Vcf { get; } =
        new("VCF", ".vcf") { IsCompressible = true, Mark = start => start.StartsWith("##fileformat=VCF"u8) };

    /// <summary>BCF version 2.</summary>
    public static FileKind Bcf { get; } = new("BCF", ".bcf") { IsCompressible = true, Mark = start => start.StartsWith("BCF\x02"u8) };

    /// <summary>Chain of UCSC: which parts of two genomes belong together.</summary>
    public static FileKind Chain { get; } = new("chain", ".chain");

    /// <summary>Index of the sequences of a FASTA or FASTQ file.</summary>
    public static FileKind Fai { get; } = new("FASTA index", ".fai");

    /// <summary>Index of the blocks of a BGZF file.</summary>
    public static FileKind Gzi { get; } = new("BGZF index", ".gzi");

    /// <summary>Index of the places of a sorted file, for contigs up to 512 Mb.</summary>
    public static FileKind Tbi { get; } =
        new("tabix index", ".tbi") { IsCompressible = true, Mark = start => start.StartsWith("TBI\x01"u8) };

    /// <summary>Index of the places of a sorted file, for contigs of any length.</summary>
    public static FileKind Csi { get; } = new("CSI index", ".csi") { IsCompressible = true, Mark = start => start.StartsWith("CSI\x01"u8) };

    /// <summary>All of them.</summary>
    public static FileKinds All { get; } = new(Fasta, Fastq, Lines, Bed, Gff3, Gtf, Vcf, Bcf, Chain, Fai, Gzi, Tbi, Csi);

    private static ReadOnlySpan<byte> GffVersion(ReadOnlySpan<byte> start) =>
        start.StartsWith("##gff-version"u8) ? start["##gff-version"u8.Length..].TrimStart(" \t"u8) : [];

    // Header lines of SAM start like FASTQ records: '@', two capitals of a fixed list, a tab.
    private static bool IsSam(ReadOnlySpan<byte> start)
    {
        var text = FileStart.Text(start);
        return text.StartsWith("@HD\t"u8) || text.StartsWith("@SQ\t"u8) || text.StartsWith("@RG\t"u8) || text.StartsWith("@PG\t"u8)
            || text.StartsWith("@CO\t"u8);
    }

    // Behind '@name' nothing but letters up to a line that starts with '+', as far as can be seen.
    private static bool IsFastq(ReadOnlySpan<byte> start)
    {
        var text = FileStart.Text(start);
        if (!text.StartsWith((byte)'@') || IsSam(text) || text.IndexOf((byte)'\n') is not (var end and >= 0)) return false;
        var letters = 0;
        foreach (var line in text[(end + 1)..].Split((byte)'\n'))
        {
            var content = text[(end + 1)..][line].TrimEnd((byte)'\r');
            if (content.StartsWith((byte)'+')) return letters > 0;
            if (LetterScan<SequenceLetters>.Count(content) < content.Length) return false;
            letters += content.Length;
        }
        return letters > 0;
    }
}
