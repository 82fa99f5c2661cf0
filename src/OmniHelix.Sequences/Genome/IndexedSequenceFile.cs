using OmniHelix.Sequences.Compression;
using OmniHelix.Sequences.Files;

namespace OmniHelix.Sequences.Genome;

/// <summary>
/// Random access to a FASTA or FASTQ file through its <c>.fai</c> index; plain files are mapped into memory, BGZF files need a <c>.gzi</c>
/// or are scanned for their blocks. An index that does not belong to the file is an error; without one the file is scanned and nothing is
/// written. Safe for concurrent calls. The file must not shrink while it is open.
/// </summary>
public sealed class IndexedSequenceFile : IDisposable
{
    /// <summary>
    /// Memory for decompressed blocks of a BGZF file unless another amount is asked for: 256 MiB. It is taken as blocks are read, and plain
    /// files need none.
    /// </summary>
    public const long DefaultCacheBytes = 256L << 20;

    private static readonly FileKinds Kinds = new(SequenceFileKinds.Fasta, SequenceFileKinds.Fastq);

    private readonly RandomBytes bytes;

    private IndexedSequenceFile(string path, RandomBytes bytes, FaidxIndex index, IReadOnlyList<FaidxNote> notes)
    {
        Path = path;
        this.bytes = bytes;
        Index = index;
        Notes = notes;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Names, lengths and places of the sequences.</summary>
    public FaidxIndex Index { get; }

    /// <summary>Records of no bases, which an index leaves out; none are known where an index was there already.</summary>
    public IReadOnlyList<FaidxNote> Notes { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="path">FASTA or FASTQ, plain or BGZF.</param>
    /// <param name="ignoreIndex">Scan the file even if there is an index.</param>
    /// <param name="cacheBytes">
    /// Memory for decompressed blocks of a BGZF file: random windows are as fast as those of a plain file as long as they lie in blocks
    /// that fit.
    /// </param>
    /// <param name="cancellation">Stops a scan.</param>
    /// <exception cref="OmniException">
    /// OH1001 the file cannot be opened; OH1007 it is FASTQ under a name of FASTA, or the other way round; OH1005, OH1025 it cannot be
    /// indexed; OH1022 a name stands there twice; OH1024 the index is damaged; OH1026 it belongs to another state of the file; OH1012 the
    /// file is gzip but not BGZF; OH1013 its <c>.gzi</c> is damaged or belongs to another file.
    /// </exception>
    public static IndexedSequenceFile Open(
        string path, bool ignoreIndex = false, long cacheBytes = DefaultCacheBytes, CancellationToken cancellation = default)
    {
        var bytes = OpenBytes(path, cacheBytes);
        try
        {
            var indexPath = FaidxIndex.PathFor(path);
            _ = Kinds.Identify(path);
            var (index, notes) = ignoreIndex || !File.Exists(indexPath)
                ? Scan(path, cancellation)
                : (Checked(path, indexPath, bytes, cancellation), []);
            return new IndexedSequenceFile(path, bytes, index, notes);
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    /// <summary>Scans a file for its index.</summary>
    /// <param name="path">FASTA or FASTQ, plain or compressed.</param>
    /// <param name="progress">Told the decompressed bytes read so far.</param>
    /// <param name="cancellation">Stops the scan.</param>
    /// <returns>The index, and a note on each record that is not in it or cannot be read through it.</returns>
    /// <exception cref="OmniException">OH1001 the file cannot be opened; OH1005 no record; OH1025 lines that cannot be indexed.</exception>
    public static (FaidxIndex Index, IReadOnlyList<FaidxNote> Notes) BuildIndex(
        string path, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        using var stream = CompressedInput.Open(path);
        return FaidxBuilder.Build(stream, path, progress, cancellation);
    }

    /// <summary>Copies bases [<paramref name="start"/>, <paramref name="start"/> + destination) of a record.</summary>
    /// <exception cref="OmniException">
    /// OH1021 the slice leaves the sequence; OH1103 a character in it cannot be part of a sequence.
    /// </exception>
    public void Fetch(in FaidxRecord record, long start, Span<byte> destination)
    {
        Copy(record, record.Offset, start, destination);
        var good = LetterScan<SequenceLetters>.Count(destination);
        if (good < destination.Length)
            throw new OmniException(
                "OH1103", $"{LetterName.Of(destination[good])} cannot be part of a sequence", $"{Path}, {record.Name}:{start + good + 1}");
    }

    /// <summary>Copies the qualities of bases of a FASTQ record.</summary>
    /// <exception cref="OmniException">OH1021: the slice leaves the sequence.</exception>
    /// <exception cref="InvalidOperationException">The file is FASTA.</exception>
    public void FetchQualities(in FaidxRecord record, long start, Span<byte> destination)
    {
        if (!Index.HasQualities) throw new InvalidOperationException("FASTA has no qualities.");
        Copy(record, record.QualityOffset, start, destination);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => bytes.Dispose();

    private void Copy(in FaidxRecord record, long origin, long start, Span<byte> destination)
    {
        if (start < 0 || start > record.Length - destination.Length)
            throw new OmniException(
                "OH1021", $"[{start}, {start + destination.Length}) leaves '{record.Name}', which has "
                    + $"{Plural.Count(record.Length, "base")}", Path);
        if (destination.IsEmpty) return;
        var column = start % record.LineBases;
        bytes.CopyLines(origin + start / record.LineBases * record.LineWidth + column, column, record, destination);
    }

    private static RandomBytes OpenBytes(string path, long cacheBytes)
    {
        CompressedInput.RequireFile(path);
        Span<byte> start = stackalloc byte[2];
        using (var handle = CompressedInput.OpenHandle(path))
        {
            if (RandomAccess.Read(handle, start, 0) == 0) throw new OmniException("OH1005", "is empty: no FASTA or FASTQ record", path);
        }
        return start.SequenceEqual((ReadOnlySpan<byte>)[0x1F, 0x8B]) ? BgzfBytes.Open(path, cacheBytes) : new MappedBytes(path);
    }

    private static (FaidxIndex Index, IReadOnlyList<FaidxNote> Notes) Scan(string path, CancellationToken cancellation)
    {
        var (index, notes) = BuildIndex(path, null, cancellation);
        return notes.FirstOrDefault(n => n.Kind != FaidxNoteKind.NoSequence) is { } note
            ? throw new OmniException(
                note.Kind == FaidxNoteKind.DuplicateName ? "OH1022" : "OH1025", $"cannot be read at random: {note.Text}", path)
            : (index, notes);
    }

    private static FaidxIndex Checked(string path, string indexPath, RandomBytes bytes, CancellationToken cancellation)
    {
        var index = FaidxIndex.Read(indexPath);
        IndexCheck.Throw(index, indexPath, path, bytes);
        // Where the file is younger than its index, places may agree by chance: only a new scan tells.
        if (File.GetLastWriteTimeUtc(path) > File.GetLastWriteTimeUtc(indexPath)
            && !BuildIndex(path, null, cancellation).Index.Records.SequenceEqual(index.Records))
            throw IndexCheck.Stale(indexPath, path, "the file was changed after the index was made");
        return index;
    }
}
