using OmniHelix.Sequences.Annotation;
using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Consensus;
using OmniHelix.Sequences.Files;
using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Tabix;

namespace OmniHelix.Sequences.Checks;

/// <summary>Checks of the files that hold sequences, intervals, annotation and variants, and of their indexes.</summary>
public static class SequenceFileChecks
{
    /// <summary>The kinds, and how each is checked.</summary>
    public static IReadOnlyList<(FileKind Kind, FileCheck Check)> All { get; } =
    [
        (SequenceFileKinds.Fasta, (path, _) => Records(SequenceFileCheck.Run(path))),
        (SequenceFileKinds.Fastq, (path, _) => Records(SequenceFileCheck.Run(path))),
        (SequenceFileKinds.Bed, (path, genome) => BedReader.Read(path, genome).LongCount()),
        (SequenceFileKinds.Gtf, (path, genome) => FeatureReader.ReadGtf(path, genome).LongCount()),
        (SequenceFileKinds.Gff3, (path, genome) => FeatureReader.ReadGff3(path, genome).LongCount()),
        (SequenceFileKinds.Vcf, (path, _) => VcfFileCheck.Run(path)),
        (SequenceFileKinds.Bcf, (path, _) => VcfFileCheck.Run(path)),
        (SequenceFileKinds.Chain, (path, _) => ChainFile.Read(path).Count),
        (SequenceFileKinds.Fai, (path, _) => FaidxIndex.Read(path).Records.Count),
        (SequenceFileKinds.Gzi, (path, _) => GziIndex.Read(path).Entries.Count),
        (SequenceFileKinds.Tbi, (path, _) => TabixIndex.Read(path).Count),
        (SequenceFileKinds.Csi, (path, _) => TabixIndex.Read(path).Count),
    ];

    private static long? Records(FileCheckResult result) => result.Problem is null ? result.Records : throw result.Problem;
}
