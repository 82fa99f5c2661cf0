namespace OmniHelix.Sequences.Genome;

/// <summary>A genome on disk with random access; contigs are found by any of their usual names. Safe for concurrent calls.</summary>
/// <example><code>
/// using var genome = ReferenceGenome.Open("hs37d5.fa");
/// var window = new byte[64_000];
/// genome.Fetch("chr1", 1_000_000, 1_064_000, window);
/// </code></example>
public sealed class ReferenceGenome : ISequenceSource, IDisposable
{
    private readonly IndexedSequenceFile file;

    private ReferenceGenome(IndexedSequenceFile file) => this.file = file;

    /// <inheritdoc/>
    public ContigNames Contigs => file.Index.Names;

    /// <summary>The FASTA file.</summary>
    public string Path => file.Path;

    /// <summary>Opens a genome.</summary>
    /// <inheritdoc cref="IndexedSequenceFile.Open"/>
    public static ReferenceGenome Open(
        string path, bool ignoreIndex = false, long cacheBytes = IndexedSequenceFile.DefaultCacheBytes,
        CancellationToken cancellation = default) =>
        new(IndexedSequenceFile.Open(path, ignoreIndex, cacheBytes, cancellation));

    /// <inheritdoc/>
    public long LengthOf(string contig) => Record(contig).Length;

    /// <inheritdoc/>
    public void Fetch(string contig, long start, long end, Span<byte> destination)
    {
        var record = Record(contig);
        if (start < 0 || end < start || end > record.Length)
            throw new OmniException(
                "OH1021", $"[{start}, {end}) leaves the contig '{record.Name}', which has {Plural.Count(record.Length, "base")}", Path);
        if (destination.Length < end - start)
            throw new ArgumentException("The destination is shorter than the slice.", nameof(destination));
        file.Fetch(record, start, destination[..(int)(end - start)]);
    }

    /// <summary>A whole contig.</summary>
    /// <exception cref="OmniException">OH1020: no such contig; OH1104: it is longer than 2 GiB.</exception>
    public byte[] Load(string contig)
    {
        var record = Record(contig);
        if (record.Length > Array.MaxLength)
            throw new OmniException("OH1104", $"the contig '{record.Name}' is longer than 2 GiB", Path, "Fetch it in parts.");
        var bases = GC.AllocateUninitializedArray<byte>((int)record.Length);
        file.Fetch(record, 0, bases);
        return bases;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => file.Dispose();

    private FaidxRecord Record(string contig) => file.Index.Records[Contigs.IndexOf(contig)];
}
