using System.Collections.Concurrent;

namespace OmniHelix.Data.Leakage;

/// <summary>
/// Looks for records that two splits share in some way: equal sequences, reverse complements, shifted windows, near-duplicates, groups, and
/// equal sequences with different labels. Linear in the letters: equal sequences by hash, the rest by minimizers whose candidates are
/// compared letter by letter. Needs about 6 bytes a letter, twice that where everything repeats, and 100 bytes a record.
/// </summary>
public static class LeakageAudit
{
    private const int Chunk = 64;

    /// <summary>Audits all splits.</summary>
    /// <param name="records">The data set.</param>
    /// <param name="options">What counts as the same.</param>
    /// <param name="progress">Is told the share of the work done.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="UsageException">OH1610: a setting out of range.</exception>
    /// <exception cref="OmniException">OH1611: too many letters for one audit.</exception>
    public static LeakageReport Run(
        AuditRecords records, LeakageOptions? options = null, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        options ??= new();
        options.Check();
        var exact = new ExactMatches(
            records.Sequences, options.ReverseStrand && !options.Protein, SeedIndex.Settings(options, cancellation));
        var index = SeedIndex.Build(records.Sequences, options, progress, cancellation);
        var tally = new LeakageTally(records, exact, index, options);
        Scan(records, index, options, tally.Add, progress, cancellation);
        return tally.Report();
    }

    /// <summary>Reads the splits of a data set and audits them; proteins are seen from their letters.</summary>
    /// <param name="paths">A folder, or a file for each split.</param>
    /// <param name="fields">Columns to read.</param>
    /// <param name="options">What counts as the same.</param>
    /// <param name="read">Is told how many records were read.</param>
    /// <param name="progress">Is told the share of the comparison done.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="UsageException">OH1610: a setting out of range.</exception>
    /// <exception cref="OmniException">OH1611 too many letters; what <see cref="AuditReader.ReadSplits"/> reports.</exception>
    public static LeakageReport OfSplits(
        IReadOnlyList<string> paths,
        AuditFields fields,
        LeakageOptions options,
        IProgress<long>? read = null,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        var records = AuditReader.ReadSplits(paths, fields, read, cancellation);
        return Run(records, options with { Protein = options.Protein || AuditReader.IsProtein(records) }, progress, cancellation);
    }

    /// <summary>
    /// Clusters of records that are equal, twins, shifted windows or near-duplicates of each other, directly or through others (single
    /// linkage).
    /// </summary>
    /// <returns>For each record the number of the first record of its cluster.</returns>
    /// <inheritdoc cref="Run"/>
    public static int[] Cluster(
        AuditRecords records, LeakageOptions? options = null, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        options ??= new();
        options.Check();
        var clusters = JoinEqual(records.Sequences, options, cancellation);
        var index = SeedIndex.Build(records.Sequences, options, progress, cancellation);
        Scan(records, index, options, (_, _, links) =>
        {
            lock (clusters)
                foreach (var link in links) clusters.Join(link.Record, link.Other);
        }, progress, cancellation);
        return clusters.ToArray();
    }

    /// <summary>Clusters of equal sequences and reverse-complement twins only.</summary>
    /// <inheritdoc cref="Cluster"/>
    public static int[] ClusterEqual(AuditRecords records, LeakageOptions? options = null) =>
        JoinEqual(records.Sequences, options ?? new(), CancellationToken.None).ToArray();

    private static Clusters JoinEqual(SequencePool sequences, LeakageOptions options, CancellationToken cancellation)
    {
        var exact = new ExactMatches(sequences, options.ReverseStrand && !options.Protein, SeedIndex.Settings(options, cancellation));
        var clusters = new Clusters(sequences.Count);
        var firsts = new int[exact.Count];
        Array.Fill(firsts, -1);
        for (var record = 0; record < sequences.Count; record++)
        {
            var own = exact.ClassOf(record);
            if (firsts[own] >= 0) clusters.Join(firsts[own], record);
            else firsts[own] = record;
        }
        for (var own = 0; own < exact.Count; own++)
            if (exact.TwinOf(own) is var twin and >= 0) clusters.Join(firsts[own], firsts[twin]);
        return clusters;
    }

    // A record's links depend on nothing but the data, so threads and their order change nothing.
    private static void Scan(
        AuditRecords records, SeedIndex index, LeakageOptions options, Action<int, int, List<SimilarityLink>> use,
        IProgress<double>? progress, CancellationToken cancellation)
    {
        var done = 0;
        for (var split = 0; split < records.Splits.Count; split++)
        {
            var (start, end) = (records.RangeOf(split).Start.Value, records.RangeOf(split).End.Value);
            if (start == end) continue;
            var own = split;
            Parallel.ForEach(Partitioner.Create(start, end, Chunk), SeedIndex.Settings(options, cancellation), () => (
                Search: new SimilaritySearch(records, index, options), Links: new List<SimilarityLink>()), (range, _, state) =>
            {
                for (var record = range.Item1; record < range.Item2; record++)
                {
                    state.Links.Clear();
                    state.Search.Find(record, own, state.Links);
                    use(record, own, state.Links);
                }
                progress?.Report(
                    SeedIndex.ShareOfWork + (
                        (1 - SeedIndex.ShareOfWork) * Interlocked.Add(ref done, range.Item2 - range.Item1) / records.Count));
                return state;
            }, _ => { });
        }
    }
}
