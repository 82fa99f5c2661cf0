using OmniHelix.Sequences.Compression;
using OmniHelix.Cli.Commands.Quickcheck;
using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Tabix;

namespace OmniHelix.Cli.Commands.Genome;

/// <summary>An index that was written.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Entries">How many sequences or blocks it names.</param>
/// <param name="Of">What it names.</param>
internal sealed record WrittenIndex(string Path, long Entries, string Of);

/// <summary>Makes the indexes that random access to a file needs, beside it.</summary>
/// <param name="overwrite">Replace indexes that are there.</param>
/// <param name="csi">Where there is a choice, make a <c>.csi</c>, which has no limit of 512 Mb.</param>
internal sealed class FileIndexing(bool overwrite, bool csi)
{
    /// <summary>Notes on records that an index cannot hold.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>Indexes one file by what it holds.</summary>
    /// <exception cref="UsageException">OH2031: an index is there already; OH1031: nothing is known to index in such a file.</exception>
    public IReadOnlyList<WrittenIndex> Index(string path, IProgress<long>? progress, CancellationToken cancellation)
    {
        var format = FileFormat.Of(path);
        return format.Kind switch
        {
            FileKind.Fasta or FileKind.Fastq => Sequences(path, format.Container, progress, cancellation),
            FileKind.Vcf => Places(path, TabixFormat.Vcf, csi),
            FileKind.Bcf => Places(path, null, csi: true),
            FileKind.Bed => Places(path, TabixFormat.Bed, csi),
            FileKind.Gtf or FileKind.Gff3 => Places(path, TabixFormat.Gff, csi),
            _ => throw new UsageException("OH1031", $"there is no index for {format}", path, "FASTA, FASTQ, VCF, BCF, BED, GTF and GFF3 can be indexed."),
        };
    }

    private List<WrittenIndex> Sequences(string path, FileContainer container, IProgress<long>? progress, CancellationToken cancellation)
    {
        var sequences = Free(FaidxIndex.PathFor(path));
        List<WrittenIndex> written = [];
        if (container != FileContainer.Plain)
        {
            var blocks = Free(path + ".gzi");
            using var file = BgzfFile.Open(path);
            var gzi = GziIndex.Build(file);
            gzi.Write(blocks);
            written.Add(new(blocks, gzi.Entries.Count + 1, "blocks"));
        }
        var (index, notes) = IndexedSequenceFile.BuildIndex(path, progress, cancellation);
        index.Write(sequences);
        written.Add(new(sequences, index.Records.Count, "sequences"));
        Notes.AddRange(notes.Select(n => n.Text));
        return written;
    }

    private List<WrittenIndex> Places(string path, TabixFormat? columns, bool csi)
    {
        _ = Free(path + (csi ? ".csi" : ".tbi"));
        var index = TabixFile.BuildIndex(path, columns, csi);
        return [new(index, TabixIndex.Read(index).Count, "contigs")];
    }

    private string Free(string path) =>
        overwrite || !File.Exists(path) ? path : throw new UsageException("OH2031", "the index is there already", path, "Add --overwrite to make it again.");
}
