using OmniHelix.Sequences.Compression;
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
    /// <returns>Its records, and what is odd about its header.</returns>
    /// <exception cref="OmniException">What is wrong and where.</exception>
    public static FileContents Run(string path)
    {
        if (path != "-") CheckEnd(path);
        using var reader = VcfReader.Open(path);
        var alleles = new AlleleCounts();
        while (reader.TryRead())
        {
            alleles.Count(reader.Record);
            _ = reader.Record.ReferenceSpan;
        }
        if (path != "-") CheckIndex(path);
        var notices = reader.Header.Notices.ToList();
        if (reader.Header.UndeclaredContigs is { Count: > 0 } contigs)
        {
            var some = string.Join(", ", contigs.Take(MostNames).Select(c => c.Name)) + (contigs.Count > MostNames ? ", …" : "");
            notices.Add($"the header does not declare {(contigs.Count == 1 ? "the contig" : $"{contigs.Count} contigs")} {some}");
        }
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
