using OmniHelix.Sequences.Compression;

namespace OmniHelix.Bench;

/// <summary>The shipped genotypes of 300 people over a megabase.</summary>
internal static class PersonalSample
{
    private static string Folder { get; } = Path.Combine(Samples.Folder, "personal-chr20");

    public static string Reference { get; } = Path.Combine(Folder, "chr20_1000001-2000000.hg19.fa.gz");

    public static string Vcf { get; } = Path.Combine(Folder, "kgp300.chr20.vcf.gz");

    public static void Decompress(string path)
    {
        using var from = CompressedInput.Open(Reference);
        using var to = File.Create(path);
        from.CopyTo(to);
    }
}
