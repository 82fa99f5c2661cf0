using System.Numerics;

namespace OmniHelix.Data.Leakage;

/// <summary>Where a minimizer occurs.</summary>
/// <param name="Record">The record.</param>
/// <param name="PlaceAndStrand">Position × 2, plus 1 for the reverse complement.</param>
internal readonly record struct Seed(int Record, uint PlaceAndStrand)
{
    public int Position => (int)(PlaceAndStrand >> 1);

    public bool Reverse => (PlaceAndStrand & 1) != 0;
}

/// <summary>
/// The minimizers of all records in record order, and for each that occurs more than once the list of its occurrences. Hashes are scattered into parts that fit the processor's cache before
/// they are compared, so that memory is read and written in order: about 24 bytes a minimizer. Nothing depends on the number of threads.
/// </summary>
internal sealed class SeedIndex
{
    private const int Blocks = 64, PartSize = 1 << 14, MostParts = 1 << 12;

    private readonly Seed[] seeds;
    private readonly int[] starts;

    // For each seed 0, or the place in `groups` where the number of its occurrences stands, followed by them in order.
    private readonly int[] groupOf;
    private readonly int[] groups;

    private SeedIndex(Seed[] seeds, int[] starts, int[] groupOf, int[] groups) => (this.seeds, this.starts, this.groupOf, this.groups) = (seeds, starts, groupOf, groups);

    /// <summary>The place of a minimizer.</summary>
    public Seed this[int seed] => seeds[seed];

    /// <summary>The first seed of a record; for the number of records, the number of seeds.</summary>
    public int Start(int record) => starts[record];

    /// <summary>All occurrences of a seed's word, in order; empty when it is the only one.</summary>
    public ReadOnlySpan<int> Occurrences(int seed) => groupOf[seed] is var at and > 0 ? groups.AsSpan(at + 1, groups[at]) : [];

    public static SeedIndex Build(SequencePool sequences, LeakageOptions options, CancellationToken cancellation)
    {
        var blocks = Ranges(sequences);
        var parallel = Settings(options, cancellation);
        var counts = new int[sequences.Count + 1];
        Each((record, _, found) => counts[record + 1] = found.Count);
        var total = counts.Sum(c => (long)c);
        if (total > Array.MaxLength / 2)
            throw new OmniException("OH1611", FormattableString.Invariant($"{sequences.Letters} letters are too many for one audit"), null, "Raise the window of the minimizers, or audit a part.");
        for (var record = 1; record < counts.Length; record++) counts[record] += counts[record - 1];
        var starts = counts;
        var bits = Math.Clamp(BitOperations.Log2((uint)(total / PartSize) + 1) + 1, 1, BitOperations.Log2(MostParts));
        var shift = 64 - bits;

        // How much each block adds to each part, then where it begins there: the order inside a part is that of the records.
        var seeds = new Seed[total];
        var room = new int[blocks.Count][];
        for (var b = 0; b < room.Length; b++) room[b] = new int[1 << bits];
        Each((record, block, found) =>
        {
            var at = starts[record];
            foreach (var minimizer in found)
            {
                seeds[at++] = new Seed(record, (uint)minimizer.Position << 1 | (minimizer.Reverse ? 1u : 0));
                room[block][minimizer.Hash >> shift]++;
            }
        });
        var ends = new int[1 << bits];
        for (var (part, sum) = (0, 0); part < ends.Length; part++)
        {
            foreach (var own in room) (own[part], sum) = (sum, sum + own[part]);
            ends[part] = sum;
        }
        var scattered = new (uint Tag, int Seed)[total];
        Each((record, block, found) =>
        {
            var seed = starts[record];
            foreach (var minimizer in found) scattered[room[block][minimizer.Hash >> shift]++] = ((uint)(minimizer.Hash >> (shift - 32)), seed++);
        });
        var groupOf = new int[total];
        var groups = GC.AllocateUninitializedArray<int>(checked((int)(total + (total / 2) + 1)));
        var used = 1;
        Parallel.For(0, ends.Length, parallel, () => new SeedGroups(), (part, _, grouping) =>
        {
            grouping.Group(scattered.AsSpan((part == 0 ? 0 : ends[part - 1])..ends[part]));
            var at = Interlocked.Add(ref used, grouping.Size) - grouping.Size;
            grouping.Write(groupOf, groups, at);
            return grouping;
        }, _ => { });
        return new SeedIndex(seeds, starts, groupOf, groups);

        void Each(Action<int, int, List<Minimizer>> action) => Parallel.For(0, blocks.Count, parallel, () => (Minimizers: new Minimizers(options), Found: new List<Minimizer>()), (block, _, state) =>
        {
            for (var record = blocks[block].Start; record < blocks[block].End; record++)
            {
                state.Found.Clear();
                state.Minimizers.Find(sequences[record], state.Found);
                action(record, block, state.Found);
            }
            return state;
        }, _ => { });
    }

    internal static ParallelOptions Settings(LeakageOptions options, CancellationToken cancellation) => new() { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancellation };

    // Neighbouring records with about the same number of letters in each block.
    private static List<(int Start, int End)> Ranges(SequencePool sequences)
    {
        var ranges = new List<(int Start, int End)>();
        var (start, letters, most) = (0, 0L, (sequences.Letters / Blocks) + 1);
        for (var record = 0; record < sequences.Count; record++)
        {
            letters += sequences[record].Length;
            if (letters < most && record + 1 < sequences.Count) continue;
            ranges.Add((start, record + 1));
            (start, letters) = (record + 1, 0);
        }
        return ranges;
    }
}
