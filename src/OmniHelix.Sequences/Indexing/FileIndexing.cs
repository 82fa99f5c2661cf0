using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Files;
using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Tabix;

namespace OmniHelix.Sequences.Indexing;

/// <summary>An index that was written.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Entries">How many sequences or blocks it names.</param>
/// <param name="Of">What it names, in the singular.</param>
public sealed record WrittenIndex(string Path, long Entries, string Of);

/// <summary>Makes the indexes that random access to a file needs, beside it.</summary>
public sealed class FileIndexing
{
    private readonly FileKinds kinds;
    private readonly bool overwrite, csi;

    /// <param name="kinds">The kinds of files that are known.</param>
    /// <param name="overwrite">Replace indexes that are there.</param>
    /// <param name="csi">Where there is a choice, make a <c>.csi</c>, which has no limit of 512 Mb.</param>
    public FileIndexing(FileKinds kinds, bool overwrite = false, bool csi = false)
    {
        this.kinds = kinds;
        this.overwrite = overwrite;
        this.csi = csi;
    }

    private delegate IReadOnlyList<WrittenIndex> Builder(
        FileIndexing indexing, string path, FileIdentity file, IProgress<long>? progress, CancellationToken cancellation);

    private static readonly FileCapability<Builder> Building = new("OH1031", "be indexed",
    [
        (SequenceFileKinds.Fasta, Sequences),
        (SequenceFileKinds.Fastq, Sequences),
        (SequenceFileKinds.Vcf, Places),
        (SequenceFileKinds.Bcf, Places),
        (SequenceFileKinds.Bed, Places),
        (SequenceFileKinds.Gtf, Places),
        (SequenceFileKinds.Gff3, Places),
    ]);

    /// <summary>Kinds of files that have indexes.</summary>
    public static IReadOnlyList<FileKind> Kinds => Building.Kinds;

    /// <summary>Notes on records that an index cannot hold.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>Indexes one file by what it holds.</summary>
    /// <exception cref="UsageException">OH2031: an index is there already.</exception>
    /// <exception cref="OmniException">
    /// OH1031 nothing is known to index in such a file; OH1007 its content is not what its name promises; what reading it reports.
    /// </exception>
    public IReadOnlyList<WrittenIndex> Index(string path, IProgress<long>? progress, CancellationToken cancellation)
    {
        var file = kinds.Identify(path);
        return Building.For(file, path)(this, path, file, progress, cancellation);
    }

    private static List<WrittenIndex> Sequences(
        FileIndexing indexing, string path, FileIdentity file, IProgress<long>? progress, CancellationToken cancellation)
    {
        var sequences = indexing.Free(FaidxIndex.PathFor(path));
        List<WrittenIndex> written = [];
        if (file.Container is not null)
        {
            var blocks = indexing.Free(path + SequenceFileKinds.Gzi.Endings[0]);
            using var compressed = BgzfFile.Open(path);
            var gzi = GziIndex.Build(compressed);
            gzi.Write(blocks);
            written.Add(new(blocks, gzi.Entries.Count + 1, "block"));
        }
        var (index, notes) = IndexedSequenceFile.BuildIndex(path, progress, cancellation);
        index.Write(sequences);
        written.Add(new(sequences, index.Records.Count, "sequence"));
        indexing.Notes.AddRange(notes.Select(n => n.Text));
        return written;
    }

    private static List<WrittenIndex> Places(
        FileIndexing indexing, string path, FileIdentity file, IProgress<long>? progress, CancellationToken cancellation)
    {
        var isCsi = indexing.csi || file.Kind == SequenceFileKinds.Bcf;
        _ = indexing.Free(path + (isCsi ? SequenceFileKinds.Csi : SequenceFileKinds.Tbi).Endings[0]);
        var index = TabixFile.BuildIndex(path, file.Kind, isCsi);
        return [new(index, TabixIndex.Read(index).Count, "contig")];
    }

    private string Free(string path) =>
        overwrite || !File.Exists(path)
            ? path
            : throw new UsageException("OH2031", "the index is there already", path, "Add --overwrite to make it again.");
}
