using OmniHelix.Sequences.Files;
using OmniHelix.Sequences.Native;

namespace OmniHelix.Sequences.Tabix;

/// <summary>Which columns of a tab-separated file say where a line belongs (tabix).</summary>
/// <param name="Sequence">Column of the contig, from 1.</param>
/// <param name="Begin">Column of the first position, from 1.</param>
/// <param name="End">Column of the last position, from 1; 0 when there is none.</param>
/// <param name="ZeroBased">Positions are 0-based and half-open, as in BED.</param>
/// <param name="IsVcf">The end follows from REF and INFO/END.</param>
/// <param name="Comment">Lines that begin with this letter are no records.</param>
/// <param name="Skip">Lines at the start that are no records.</param>
public sealed record TabixFormat(int Sequence, int Begin, int End, bool ZeroBased, bool IsVcf, char Comment = '#', int Skip = 0)
{
    private const int ZeroBasedFlag = 0x10000, VcfPreset = 2;

    /// <summary>VCF.</summary>
    public static TabixFormat Vcf { get; } = new(1, 2, 0, false, true);

    /// <summary>BED.</summary>
    public static TabixFormat Bed { get; } = new(1, 2, 3, true, false);

    /// <summary>GFF and GTF.</summary>
    public static TabixFormat Gff { get; } = new(1, 4, 5, false, false);

    /// <summary>The columns of the lines of each kind of file, as text in the case of BCF.</summary>
    internal static FileCapability<TabixFormat> ByKind { get; } = new("OH1076", "be indexed by place",
    [
        (SequenceFileKinds.Vcf, Vcf),
        (SequenceFileKinds.Bcf, Vcf),
        (SequenceFileKinds.Bed, Bed),
        (SequenceFileKinds.Gff3, Gff),
        (SequenceFileKinds.Gtf, Gff),
    ]);

    internal static TabixFormat Read(ReadOnlySpan<int> numbers) =>
        new(
            numbers[1], numbers[2], numbers[3], (numbers[0] & ZeroBasedFlag) != 0, (numbers[0] & 0xFFFF) == VcfPreset,
            (char)(byte)numbers[4], numbers[5]);

    internal Htslib.TabixColumns Columns => new()
    {
        Preset = IsVcf ? VcfPreset : ZeroBased ? ZeroBasedFlag : 0,
        Sequence = Sequence,
        Begin = Begin,
        End = End,
        Comment = Comment,
        Skip = Skip,
    };
}
