using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Files;
using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Vcf;

namespace OmniHelix.Sequences.Consensus.Personal;

/// <summary>A file of genotypes and the contig of its first record.</summary>
/// <param name="Path">The file.</param>
/// <param name="FirstContig">Contig of the first record.</param>
/// <param name="People">Names of the people.</param>
/// <param name="Contigs">Contigs that the header declares.</param>
internal sealed record VariantFile(string Path, string FirstContig, IReadOnlyList<string> People, IReadOnlyList<string> Contigs);

/// <summary>Genotypes of a genome: one file for all contigs, or one for each.</summary>
internal sealed class VariantFiles
{
    private static readonly FileKinds Kinds = new(SequenceFileKinds.Vcf, SequenceFileKinds.Bcf);

    private VariantFiles(IReadOnlyList<VariantFile> files, string source)
    {
        Files = files;
        Source = source;
    }

    /// <summary>The files that have people and records.</summary>
    public IReadOnlyList<VariantFile> Files { get; }

    /// <summary>The path that was given.</summary>
    public string Source { get; }

    /// <summary>One file holds every contig.</summary>
    public bool IsOneFile => Files.Count == 1;

    /// <summary>
    /// Finds the files of a folder by their endings (.vcf, .vcf.gz, .bcf), or takes one file. Files without people or records are left out.
    /// </summary>
    /// <exception cref="OmniException">OH1910: there is none; OH1911: two files begin with the same contig.</exception>
    public static VariantFiles Find(string path)
    {
        var paths = Directory.Exists(path)
            ? Directory.EnumerateFiles(path).Where(p => Kinds.PromisedBy(p).Any()).Order(StringComparer.Ordinal).ToList()
            : [path];
        var files = new List<VariantFile>();
        foreach (var one in paths)
        {
            CompressedInput.RequireFile(one);
            using var vcf = VcfReader.Open(one);
            if (vcf.Header.Samples.Count == 0 || !vcf.TryRead()) continue;
            var contig = vcf.Record.Contig;
            if (files.Find(f => ContigNames.AreSame(f.FirstContig, contig)) is { } other)
                throw new OmniException(
                    "OH1911", $"both {Path.GetFileName(other.Path)} and {Path.GetFileName(one)} begin with contig '{contig}'", path,
                    "Give one file for each contig, or one for all.");
            files.Add(new VariantFile(one, contig, vcf.Header.Samples, [.. vcf.Header.Contigs.Select(c => c.Name)]));
        }
        return files.Count > 0
            ? new VariantFiles(files, path)
            : throw new OmniException(
                "OH1910", "there is no VCF with people and records", path, "Files must end in .vcf, .vcf.gz or .bcf.");
    }

    /// <summary>The people that every file has, in the order of the first.</summary>
    public IReadOnlyList<string> People()
    {
        var everywhere = Files[0].People.ToHashSet();
        foreach (var file in Files.Skip(1)) everywhere.IntersectWith(file.People);
        return [.. Files[0].People.Where(everywhere.Contains)];
    }

    /// <summary>Whether the one file that holds all contigs names this one in its header.</summary>
    public bool Declares(string contig) => IsOneFile && Files[0].Contigs.Any(name => ContigNames.AreSame(name, contig));

    /// <summary>The file that begins with a contig; null when none does.</summary>
    public VariantFile? Beginning(string contig) => Files.FirstOrDefault(f => ContigNames.AreSame(f.FirstContig, contig));
}
