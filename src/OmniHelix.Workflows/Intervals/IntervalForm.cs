using OmniHelix.Data.Files;
using OmniHelix.Sequences.Files;
using OmniHelix.Workflows.Files;

namespace OmniHelix.Workflows.Intervals;

/// <summary>What lines of intervals make together, which the name of their file has to promise.</summary>
/// <param name="What">In words, behind "cannot hold".</param>
/// <param name="Kinds">The kinds of files that they are.</param>
public sealed record IntervalForm(string What, IReadOnlyList<FileKind> Kinds)
{
    /// <summary>BED.</summary>
    public static IntervalForm Bed { get; } = new("intervals", [SequenceFileKinds.Bed, DataFileKinds.Tsv]);

    /// <summary>Lines as they stand in a file, with other starts and ends perhaps.</summary>
    /// <param name="path">The file; <c>-</c> is standard input, as BED.</param>
    /// <exception cref="OmniException">OH1001: it cannot be opened.</exception>
    public static IntervalForm LinesOf(string path)
    {
        var kind = KindOf(path);
        if (kind == SequenceFileKinds.Bed) return Bed;
        // Without their header records of variants are no VCF.
        return kind == SequenceFileKinds.Gtf || kind == SequenceFileKinds.Gff3
            ? new("intervals", [kind, DataFileKinds.Tsv])
            : new("lines of variants, which come without their header,", [DataFileKinds.Tsv]);
    }

    /// <summary>Lines of a file with columns behind their own: BED with more columns is still called so, GTF and GFF3 have nine.</summary>
    /// <inheritdoc cref="LinesOf"/>
    public static IntervalForm LongerLinesOf(string path)
    {
        var kind = KindOf(path);
        return kind == SequenceFileKinds.Bed ? Bed : new($"lines of {kind} with more columns", [DataFileKinds.Tsv]);
    }

    private static FileKind KindOf(string path) =>
        path == "-" ? SequenceFileKinds.Bed : KnownFiles.Kinds.Identify(path).Kind ?? SequenceFileKinds.Bed;
}
