namespace OmniHelix.Sequences.Vcf;

/// <summary>The columns of a record, from 0.</summary>
internal static class VcfColumn
{
    public const int Contig =
        0, Position = 1, Id = 2, Reference = 3, Alternates = 4, Quality = 5, Filter = 6, Info = 7, Format = 8, FirstSample = 9;

    /// <summary>Columns without FORMAT and samples.</summary>
    public const int Fixed = 8;

    private static readonly string[] Names = ["CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO", "FORMAT"];

    /// <summary>The name in the #CHROM line.</summary>
    public static string Name(int column) => column < Names.Length ? Names[column] : "samples";
}
