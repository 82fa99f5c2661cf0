using System.Text;
using OmniHelix.Sequences.Vcf;

namespace OmniHelix.Sequences.Tests.Vcf;

/// <summary>Small VCF files for tests.</summary>
internal static class VcfText
{
    public const string Meta = """
        ##fileformat=VCFv4.2
        ##FILTER=<ID=lowq,Description="low">
        ##INFO=<ID=END,Number=1,Type=Integer,Description="End">
        ##INFO=<ID=SVLEN,Number=A,Type=Integer,Description="Length">
        ##INFO=<ID=DP,Number=1,Type=Integer,Description="Depth">
        ##INFO=<ID=AF,Number=A,Type=Float,Description="Frequency, a \"quoted\" one">
        ##INFO=<ID=DB,Number=0,Type=Flag,Description="Known">
        ##INFO=<ID=SVTYPE,Number=1,Type=String,Description="Kind">
        ##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">
        ##FORMAT=<ID=DP,Number=1,Type=Integer,Description="Depth">
        ##FORMAT=<ID=AD,Number=R,Type=Integer,Description="Depths">
        ##contig=<ID=1,length=24000>
        ##contig=<ID=2>

        """;

    public const string Columns = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO";

    /// <summary>A file with the given people; blanks in records stand for tabs.</summary>
    public static string Of(string[] samples, params string[] records) =>
        Meta + Columns + (samples.Length > 0 ? "\tFORMAT\t" + string.Join('\t', samples) : "") + "\n" + string.Concat(
            records.Select(r => r.Replace(' ', '\t') + "\n"));

    public static VcfReader Read(string text, VcfReadOptions? options = null) =>
        VcfReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "x.vcf", options);

    /// <summary>The first record of a file with the given people.</summary>
    public static VariantRecord First(string[] samples, params string[] records)
    {
        var reader = Read(Of(samples, records));
        Assert.True(reader.TryRead());
        return reader.Record;
    }

    public static OmniException Fails(string text, VcfReadOptions? options = null) => Assert.Throws<OmniException>(() =>
    {
        using var reader = Read(text, options);
        while (reader.TryRead()) _ = reader.Record.Genotypes.Length;
    });
}
