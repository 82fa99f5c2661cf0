using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Files;
using OmniHelix.Sequences.Tabix;
using OmniHelix.Sequences.Vcf;

namespace OmniHelix.Sequences.Checks;

/// <summary>
/// Tells whether a VCF or BCF is whole: container, header, every record with its genotypes, order, and the index beside it.
/// </summary>
public static class VcfFileCheck
{
    // Copying a file and its index gives both the time of the copy, so a small difference says nothing.
    private static readonly TimeSpan SameTime = TimeSpan.FromSeconds(2);

    /// <summary>Checks a file.</summary>
    /// <param name="path">The file, or <c>-</c> for standard input.</param>
    /// <param name="quick">Looks at container, header, first record and index only; otherwise at every record.</param>
    /// <exception cref="OmniException">OH1001: the file cannot be opened.</exception>
    public static FileCheckResult Run(string path, bool quick = false)
    {
        var records = 0L;
        try
        {
            if (path != "-") CheckEnd(path);
            using (var reader = VcfReader.Open(path))
            {
                var alleles = new AlleleCounts();
                while (reader.TryRead())
                {
                    records++;
                    alleles.Count(reader.Record);
                    _ = reader.Record.ReferenceSpan;
                    if (quick) break;
                }
            }
            if (path != "-") CheckIndex(path);
            return new(FileHealth.Sound, Format(path), null, quick ? null : records);
        }
        catch (OmniException e) when (e.Code == "OH1060")
        {
            return new(FileHealth.Unknown, null, e, null);
        }
        catch (OmniException e) when (e.Code != "OH1001")
        {
            return new(FileHealth.Damaged, Format(path), e, records);
        }
    }

    private static string Format(string path) =>
        (SequenceFileKinds.Bcf.IsPromisedBy(path) ? SequenceFileKinds.Bcf : SequenceFileKinds.Vcf).Name;

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
