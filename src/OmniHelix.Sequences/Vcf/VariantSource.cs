using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Intervals;
using OmniHelix.Sequences.Tabix;

namespace OmniHelix.Sequences.Vcf;

/// <summary>
/// The records of a VCF or BCF, all of them or those of regions: through the index beside the file, or by reading it from start to end.
/// </summary>
/// <example><code>
/// using var source = VariantSource.Open("calls.vcf.gz", WantedRegions.Parse(["chr22:17,565,000-17,600,000"]));
/// source.Visit(record => Console.WriteLine(record.Position));
/// </code></example>
public sealed class VariantSource : IDisposable
{
    private const int BetweenReports = 1 << 10;

    private readonly VcfReader reader;
    private readonly WantedRegions wanted;
    private readonly string path;

    private VariantSource(VcfReader reader, WantedRegions wanted, string path)
    {
        this.reader = reader;
        this.wanted = wanted;
        this.path = path;
    }

    /// <summary>What the header declares.</summary>
    public VcfHeader Header => reader.Header;

    /// <summary>Opens a file.</summary>
    /// <param name="path">A file, or <c>-</c> for standard input.</param>
    /// <param name="wanted">The regions; null for everything.</param>
    /// <param name="options">How to read.</param>
    /// <inheritdoc cref="VcfReader.Open" path="/exception"/>
    public static VariantSource Open(string path, WantedRegions? wanted = null, VcfReadOptions? options = null) =>
        new(VcfReader.Open(path, options), wanted ?? WantedRegions.Everything, path);

    /// <summary>All records that a reader has not read yet.</summary>
    /// <param name="reader">Owned.</param>
    public static VariantSource Of(VcfReader reader) => new(reader, WantedRegions.Everything, "-");

    /// <summary>
    /// Visits each record once, in the order of the file; only one visit is possible. A record is wanted where one of its reference
    /// bases lies in a region (<see cref="VariantRecord.ReferenceSpan"/>; an index knows REF and END only).
    /// </summary>
    /// <param name="visit">Is given the record, which is valid during the call.</param>
    /// <param name="progress">Is told how many records were read.</param>
    /// <param name="cancellation">Ends the visit.</param>
    /// <exception cref="OmniException">
    /// OH1020 a region lies on a contig without records; those of <see cref="VcfReader.TryRead"/> and <see cref="IRegionLines.Visit"/>.
    /// </exception>
    public void Visit(Action<VariantRecord> visit, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        var read = 0L;
        if (wanted.IsEverything || path == "-" || RegionLines.TryOpen(path) is not { } indexed)
        {
            while (reader.TryRead())
                if (wanted.Want(IntervalOf(reader.Record))) Take(reader.Record);
                else CountOne();
            wanted.CheckContigs(path);
            return;
        }
        using (indexed) VisitRegions(indexed, Take);

        void Take(VariantRecord record)
        {
            CountOne();
            visit(record);
        }

        void CountOne()
        {
            if (++read % BetweenReports != 0) return;
            cancellation.ThrowIfCancellationRequested();
            progress?.Report(read);
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => reader.Dispose();

    private void VisitRegions(IRegionLines indexed, Action<VariantRecord> visit)
    {
        var before = default(GenomicRegion);
        foreach (var region in wanted.InOrderOf(indexed.Names))
        {
            // What reaches from one region into the next was visited with the first.
            var seenTo = region.Contig == before.Contig ? before.End : long.MinValue;
            reader.Visit(indexed, region, record =>
            {
                if (record.Position >= seenTo) visit(record);
            });
            before = region;
        }
    }

    private static GenomicInterval IntervalOf(VariantRecord record) =>
        new(record.Contig, record.Position, record.Position + Math.Max(1, record.ReferenceSpan));
}
