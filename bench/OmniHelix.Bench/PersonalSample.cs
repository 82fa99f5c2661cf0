using OmniHelix.Sequences.Compression;

namespace OmniHelix.Bench;

/// <summary>The shipped genotypes of 300 people over a megabase.</summary>
internal static class PersonalSample
{
    private static string Folder { get; } = Find();

    public static string Reference { get; } = Path.Combine(Folder, "chr20_1000001-2000000.hg19.fa.gz");

    public static string Vcf { get; } = Path.Combine(Folder, "kgp300.chr20.vcf.gz");

    public static void Decompress(string path)
    {
        using var from = CompressedInput.Open(Reference);
        using var to = File.Create(path);
        from.CopyTo(to);
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, "samples", "personal-chr20") is var found && Directory.Exists(found)) return found;
        throw new DirectoryNotFoundException("The repository's samples are not above the program.");
    }
}
