using OmniHelix.Sequences.Annotation;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Consensus;
using OmniHelix.Sequences.Fasta;
using OmniHelix.Sequences.Fastq;
using OmniHelix.Sequences.Files;
using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Intervals;
using OmniHelix.Sequences.Tabix;

namespace OmniHelix.Sequences.Checks;

/// <summary>Checks of the files that hold sequences, intervals, annotation and variants, and of their indexes.</summary>
public static class SequenceFileChecks
{
    private const int MostShown = 5;

    /// <summary>The kinds, and how each is checked.</summary>
    public static IReadOnlyList<(FileKind Kind, FileCheck Check)> All { get; } =
    [
        (SequenceFileKinds.Fasta, (path, _) => Fasta(path)),
        (SequenceFileKinds.Fastq, (path, _) => Fastq(path)),
        (SequenceFileKinds.Bed, Bed),
        (SequenceFileKinds.Gtf, (path, genome) => FeatureReader.ReadGtf(path, genome).LongCount()),
        (SequenceFileKinds.Gff3, (path, genome) => FeatureReader.ReadGff3(path, genome).LongCount()),
        (SequenceFileKinds.Vcf, (path, genome) => VcfFileCheck.Run(path, genome)),
        (SequenceFileKinds.Bcf, (path, genome) => VcfFileCheck.Run(path, genome)),
        (SequenceFileKinds.Chain, (path, _) => ChainFile.Read(path).Count),
        (SequenceFileKinds.Fai, (path, _) => FaidxIndex.Read(path).Records.Count),
        (SequenceFileKinds.Gzi, (path, _) => GziIndex.Read(path).Entries.Count),
        (SequenceFileKinds.Tbi, (path, _) => TabixIndex.Read(path).Count),
        (SequenceFileKinds.Csi, (path, _) => TabixIndex.Read(path).Count),
    ];

    private static FileContents Bed(string path, ContigLengths? genome)
    {
        var (records, empty) = (0L, 0L);
        BedRecord? own = null;
        foreach (var record in BedReader.Read(path, genome))
        {
            records++;
            if (record.Interval.Length == 0) empty++;
            if (record.Extent < record.Columns.Count) own ??= record;
        }
        List<string> notices = [];
        if (own is not null)
            notices.Add(
                $"columns behind the first {own.Extent} are none of BED: {string.Join(' ', own.Columns.Skip(own.Extent).Take(MostShown))}");
        if (empty > 0) notices.Add(WithoutBases(empty));
        return new(records) { Notices = notices };
    }

    private static long Fasta(string path)
    {
        using var fasta = FastaReader.Open(path);
        while (fasta.TryReadHeader())
        {
        }
        return fasta.Records;
    }

    private static FileContents Fastq(string path)
    {
        using var fastq = FastqReader.Open(path);
        var empty = 0L;
        while (fastq.TryRead())
            if (fastq.Sequence.IsEmpty) empty++;
        return new(fastq.Records) { Notices = empty > 0 ? [WithoutBases(empty)] : [] };
    }

    private static string WithoutBases(long records) => $"{Plural.Count(records, "record")} of no bases";
}
