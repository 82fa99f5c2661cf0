using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Files;
using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Vcf;

namespace OmniHelix.Sequences.Consensus.Personal;

/// <summary>A file of genotypes and the contig of its first record.</summary>
/// <param name="Path">The file.</param>
/// <param name="FirstContig">Contig of the first record.</param>
/// <param name="People">Names of the people.</param>
internal sealed record VariantFile(string Path, string FirstContig, IReadOnlyList<string> People);

/// <summary>Genotypes of a genome: one file for all contigs, or one for each.</summary>
internal sealed class VariantFiles
{
    private static readonly FileKinds Kinds = new(SequenceFileKinds.Vcf, SequenceFileKinds.Bcf);

    private readonly HashSet<string> contigs, withRecords;

    private VariantFiles(IReadOnlyList<VariantFile> files, HashSet<string> contigs, HashSet<string> withRecords, string source)
    {
        Files = files;
        this.contigs = contigs;
        this.withRecords = withRecords;
        Source = source;
    }

    /// <summary>The files that have people and records.</summary>
    public IReadOnlyList<VariantFile> Files { get; }

    /// <summary>The path that was given.</summary>
    public string Source { get; }

    /// <summary>
    /// Finds the files of a folder by their endings (.vcf, .vcf.gz, .bcf), or takes one file. Files without people are left out; of those
    /// without records only the header counts.
    /// </summary>
    /// <exception cref="OmniException">OH1910: there is none; OH1911: two files have the same contig.</exception>
    public static VariantFiles Find(string path)
    {
        var paths = Directory.Exists(path)
            ? Directory.EnumerateFiles(path).Where(p => Kinds.PromisedBy(p).Any()).Order(StringComparer.Ordinal).ToList()
            : [path];
        var files = new List<VariantFile>();
        var contigs = new HashSet<string>();
        var withRecords = new HashSet<string>();
        var hasPeople = false;
        foreach (var one in paths)
        {
            CompressedInput.RequireFile(one);
            using var vcf = VcfReader.Open(one);
            if (vcf.Header.Samples.Count == 0) continue;
            hasPeople = true;
            if (vcf.TryRead())
            {
                var file = new VariantFile(one, vcf.Record.Contig, vcf.Header.Samples);
                if (files.Find(f => ContigNames.AreSame(f.FirstContig, file.FirstContig)) is { } other)
                    throw Twice(other, file, file.FirstContig, path);
                files.Add(file);
                // A header that does not declare the contig of its first record says nothing about the others either.
                if (vcf.Header.UndeclaredContigs.Count == 0)
                    withRecords.UnionWith(vcf.Header.Contigs.Select(c => ContigNames.Canonical(c.Name)));
                else
                    do withRecords.Add(ContigNames.Canonical(vcf.Record.Contig));
                    while (vcf.TryRead());
            }
            contigs.UnionWith(vcf.Header.Contigs.Select(c => ContigNames.Canonical(c.Name)));
        }
        return files.Count > 0
            ? new VariantFiles(files, contigs, withRecords, path)
            : throw new OmniException(
                "OH1910", paths.Count == 0 ? "there is no VCF" : hasPeople ? "there are no records" : "there are no people", path,
                paths.Count == 0 ? "Files must end in .vcf, .vcf.gz or .bcf." : null);
    }

    /// <summary>The people that every file has, in the order of the first.</summary>
    public IReadOnlyList<string> People()
    {
        var everywhere = Files[0].People.ToHashSet();
        foreach (var file in Files.Skip(1)) everywhere.IntersectWith(file.People);
        return [.. Files[0].People.Where(everywhere.Contains)];
    }

    /// <summary>The people that any file has, in the order of the files.</summary>
    public IReadOnlyList<string> AnyPeople() => [.. Files.SelectMany(file => file.People).Distinct()];

    /// <summary>Whether records may lie on the contig; false where all records were seen and none does.</summary>
    public bool MayHaveRecords(string contig) => withRecords.Contains(ContigNames.Canonical(contig));

    /// <summary>Whether a header declares the contig, or a record of a file that does not declare all lies on it.</summary>
    public bool Knows(string contig) => contigs.Contains(ContigNames.Canonical(contig));

    /// <summary>The file that begins with a contig; null when none does.</summary>
    public VariantFile? Beginning(string contig) => Files.FirstOrDefault(f => ContigNames.AreSame(f.FirstContig, contig));

    /// <summary>Refuses a second file with records of a contig.</summary>
    /// <param name="file">The file that has them.</param>
    /// <param name="contig">The contig.</param>
    /// <exception cref="OmniException">OH1911: another file begins with it.</exception>
    public void RequireNoOther(VariantFile file, string contig)
    {
        if (Beginning(contig) is { } other && other != file) throw Twice(other, file, contig, Source);
    }

    private static OmniException Twice(VariantFile one, VariantFile other, string contig, string source) => new(
        "OH1911", $"both {Path.GetFileName(one.Path)} and {Path.GetFileName(other.Path)} have records of contig '{contig}'", source,
        "Give one file for each contig, or one for all.");
}
