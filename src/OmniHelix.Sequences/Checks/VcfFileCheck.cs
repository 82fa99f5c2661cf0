using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Intervals;
using OmniHelix.Sequences.Tabix;
using OmniHelix.Sequences.Vcf;

namespace OmniHelix.Sequences.Checks;

/// <summary>
/// Tells whether a VCF or BCF is whole: container, header, every record with its genotypes, order, and the index beside it.
/// </summary>
public static class VcfFileCheck
{
    private const int MostNames = 5;

    // Copying a file and its index gives both the time of the copy, so a small difference says nothing.
    private static readonly TimeSpan SameTime = TimeSpan.FromSeconds(2);

    /// <summary>Checks a file.</summary>
    /// <param name="path">The file, or <c>-</c> for standard input.</param>
    /// <param name="genome">Where given, contigs have to be in it and records within them.</param>
    /// <returns>Its records, and what is odd about its header.</returns>
    /// <exception cref="OmniException">What is wrong and where.</exception>
    public static FileContents Run(string path, ContigLengths? genome = null)
    {
        if (path != "-") CheckEnd(path);
        using var reader = VcfReader.Open(path);
        var alleles = new AlleleCounts();
        string? firstBeyond = null;
        var beyond = 0L;
        while (reader.TryRead())
        {
            var record = reader.Record;
            alleles.Count(record);
            var interval = new GenomicInterval(record.Contig, record.Position, record.Position + record.ReferenceSpan);
            if (genome is not null) _ = genome.Check(interval, record.Place);
            if (!(interval.End > reader.Header.Contigs[record.ContigIndex].Length)) continue;
            firstBeyond ??= record.Place;
            beyond++;
        }
        if (path != "-") CheckIndex(path);
        var notices = reader.Header.Notices.ToList();
        if (reader.Header.UndeclaredContigs is { Count: > 0 } contigs)
        {
            var some = string.Join(", ", contigs.Take(MostNames).Select(c => c.Name)) + (contigs.Count > MostNames ? ", …" : "");
            notices.Add($"the header does not declare {(contigs.Count == 1 ? "the contig" : $"{contigs.Count} contigs")} {some}");
        }
        if (beyond > 0)
            notices.Add(
                $"{(beyond == 1 ? "1 record lies" : $"{beyond} records lie")} beyond the length that the header gives its contig,"
                    + $" first {firstBeyond}");
        return notices.Count == 0 ? reader.Records : new FileContents(reader.Records) { Notices = notices };
    }

    /// <summary>A missing end marker is seen at once, not after the last record.</summary>
    private static void CheckEnd(string path)
    {
        Span<byte> head = stackalloc byte[18];
        using var handle = CompressedInput.OpenHandle(path);
        if (BgzfFile.IsBgzf(head[..RandomAccess.Read(handle, head, 0)])) BgzfFile.Open(path).Dispose();
    }

    private static void CheckIndex(string path)
    {
        if (TabixIndex.PathFor(path) is not { } indexPath) return;
        var index = TabixIndex.Read(indexPath);
        var length = new FileInfo(path).Length;
        if (index.LastBlock > length)
            throw TabixFile.Stale(indexPath, path, $"it points to compressed byte {index.LastBlock}, but the file has {length}");
        if (File.GetLastWriteTimeUtc(path) - File.GetLastWriteTimeUtc(indexPath) > SameTime)
            throw TabixFile.Stale(indexPath, path, "the file was changed after it");
        if (index.Format is null) return;
        using var file = TabixFile.Open(path);
        foreach (var contig in index.Names) file.Visit(new(contig, 0, 1, contig), _ => { });
    }
}
