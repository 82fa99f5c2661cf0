using System.Collections.Concurrent;
using System.Numerics;

namespace OmniHelix.Data.Leakage;

/// <summary>Where a minimizer occurs.</summary>
/// <param name="Tag">Low bits of its hash; the high ones chose the bucket.</param>
/// <param name="Record">The record.</param>
/// <param name="PlaceAndStrand">Position × 2, plus 1 for the reverse complement.</param>
internal readonly record struct Seed(uint Tag, int Record, uint PlaceAndStrand) : IComparable<Seed>
{
    public int Position => (int)(PlaceAndStrand >> 1);

    public bool Reverse => (PlaceAndStrand & 1) != 0;

    public int CompareTo(Seed other) =>
        Tag != other.Tag ? Tag.CompareTo(other.Tag) : Record != other.Record ? Record.CompareTo(other.Record) : PlaceAndStrand.CompareTo(other.PlaceAndStrand);
}

/// <summary>All minimizers of all records by hash: 12 bytes each and 4 bytes a bucket, filled by several threads; the order inside does not depend on them.</summary>
internal sealed class SeedIndex
{
    private const int Chunk = 256;

    private readonly Seed[] seeds;
    private readonly int[] starts;
    private readonly int shift;

    private SeedIndex(Seed[] seeds, int[] starts, int shift) => (this.seeds, this.starts, this.shift) = (seeds, starts, shift);

    public static SeedIndex Build(SequencePool sequences, LeakageOptions options, CancellationToken cancellation)
    {
        var expected = Math.Max(256, 2.0 * sequences.Letters / (options.Window + 1));
        var bits = Math.Clamp(BitOperations.Log2((uint)Math.Min(expected, 1 << 30)), 8, 28);
        var (starts, shift) = (new int[(1 << bits) + 1], 64 - bits);
        Each((_, m) => Interlocked.Increment(ref starts[m.Hash >> shift]));
        var total = 0L;
        // Ends first: filling counts them down to the starts.
        for (var b = 0; b < starts.Length; b++) starts[b] = checked((int)Math.Min(int.MaxValue, total += starts[b]));
        if (total > Array.MaxLength)
            throw new OmniException("OH1611", $"{sequences.Letters} letters are too many for one audit", null, "Raise the window of the minimizers, or audit a part.");
        var seeds = new Seed[total];
        Each((record, m) => seeds[Interlocked.Decrement(ref starts[m.Hash >> shift])] = new Seed((uint)m.Hash, record, (uint)m.Position << 1 | (m.Reverse ? 1u : 0)));
        Parallel.ForEach(Partitioner.Create(0, starts.Length - 1), Settings(options, cancellation), range =>
        {
            for (var b = range.Item1; b < range.Item2; b++)
                if (starts[b + 1] - starts[b] > 1) seeds.AsSpan(starts[b], starts[b + 1] - starts[b]).Sort();
        });
        return new SeedIndex(seeds, starts, shift);

        void Each(Action<int, Minimizer> action) => Parallel.ForEach(Partitioner.Create(0, Math.Max(1, sequences.Count), Chunk), Settings(options, cancellation), range =>
        {
            var (minimizers, found) = (new Minimizers(options), new List<Minimizer>());
            for (var record = range.Item1; record < Math.Min(range.Item2, sequences.Count); record++)
            {
                found.Clear();
                minimizers.Find(sequences[record], found);
                foreach (var minimizer in found) action(record, minimizer);
            }
        });
    }

    /// <summary>All occurrences, by record and position.</summary>
    public ReadOnlySpan<Seed> Find(ulong hash)
    {
        var bucket = (int)(hash >> shift);
        var all = seeds.AsSpan(starts[bucket], starts[bucket + 1] - starts[bucket]);
        var tag = (uint)hash;
        var first = First(all, new Seed(tag, 0, 0));
        all = all[first..];
        return all[..(tag == uint.MaxValue ? all.Length : First(all, new Seed(tag + 1, 0, 0)))];
    }

    /// <summary>Number of seeds before <paramref name="bound"/> in sorted ones.</summary>
    public static int First(ReadOnlySpan<Seed> sorted, Seed bound)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (sorted[middle].CompareTo(bound) < 0) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    internal static ParallelOptions Settings(LeakageOptions options, CancellationToken cancellation) => new() { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancellation };
}
