using OmniHelix.Sequences.Files;
using OmniHelix.Workflows.Files;

namespace OmniHelix.Workflows.Regions;

/// <summary>Regions of a file of sequences, annotation or variants, in the form that the file has; BCF becomes VCF.</summary>
public static class RegionView
{
    private delegate bool Writer(RegionRequest wanted, Stream output, CancellationToken cancellation);

    private static readonly FileCapability<Writer> Writing = new("OH1039", "be shown by region",
    [
        (SequenceFileKinds.Fasta, SequenceRegions.Write),
        (SequenceFileKinds.Fastq, SequenceRegions.Write),
        (SequenceFileKinds.Bed, AnnotationRegions.WriteBed),
        (SequenceFileKinds.Gtf, AnnotationRegions.WriteGtf),
        (SequenceFileKinds.Gff3, AnnotationRegions.WriteGff3),
        (SequenceFileKinds.Vcf, VariantRegions.Write),
        (SequenceFileKinds.Bcf, VariantRegions.Write),
    ]);

    /// <summary>Kinds of files that have regions.</summary>
    public static IReadOnlyList<FileKind> Kinds => Writing.Kinds;

    /// <summary>The kind in which regions of a file are written: its own, VCF for BCF.</summary>
    /// <exception cref="UsageException">OH1039: a kind of file without regions.</exception>
    /// <exception cref="OmniException">OH1001: it cannot be opened.</exception>
    public static FileKind KindOf(string path)
    {
        var file = KnownFiles.Kinds.Identify(path);
        _ = Writing.For(file, path);
        return file.Kind == SequenceFileKinds.Bcf ? SequenceFileKinds.Vcf : file.Kind!;
    }

    /// <summary>Writes regions.</summary>
    /// <param name="wanted">Which.</param>
    /// <param name="output">Receives text.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>False when some were left out under <see cref="RegionViewOptions.Continue"/>.</returns>
    /// <exception cref="UsageException">OH1039 a kind of file without regions; OH2016 a value that there is not.</exception>
    /// <exception cref="OmniException">OH1020, OH1023 a region that does not exist; the file cannot be read.</exception>
    public static bool Write(RegionRequest wanted, Stream output, CancellationToken cancellation = default) =>
        Writing.For(KnownFiles.Kinds.Identify(wanted.Path), wanted.Path)(wanted, output, cancellation);
}
