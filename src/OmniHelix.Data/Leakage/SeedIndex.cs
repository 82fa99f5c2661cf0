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

/// <summary>A minimizer of a record that occurs elsewhere too.</summary>
/// <param name="Part">The part of the hashes it belongs to.</param>
/// <param name="Group">Where its occurrences begin in the groups of the part.</param>
/// <param name="PlaceAndStrand">As of a <see cref="Seed"/>.</param>
internal readonly record struct OwnSeed(int Part, int Group, uint PlaceAndStrand);

/// <summary>
/// For each record its minimizers that occur more than once, and all occurrences of each. Blocks of records sort their minimizers by hash
/// into parts; the parts are then compared one by one across the blocks, so that all work happens in the processor's cache. A minimizer
/// takes 12 bytes, and as much again while it occurs more than once. Nothing depends on the number of threads.
/// </summary>
internal sealed class SeedIndex
{
    private const int LettersOfBlock = 1 << 20, LeastBlocks = 16, PartSize = 1 << 14, MostParts = 1 << 12;

    /// <summary>What building the index costs of an audit, for its progress.</summary>
    public const double ShareOfWork = 0.5;

    private readonly Seed[][] groups;
    private readonly OwnSeed[] seeds;
    private readonly int[] ends;

    private SeedIndex(Seed[][] groups, OwnSeed[] seeds, int[] ends)
    {
        this.groups = groups;
        this.seeds = seeds;
        this.ends = ends;
    }

    /// <summary>The minimizers of a record that occur more than once, in no particular order.</summary>
    public ReadOnlySpan<OwnSeed> Of(int record) => seeds.AsSpan((record == 0 ? 0 : ends[record - 1])..ends[record]);

    /// <summary>All occurrences of a minimizer, in the order of records and positions.</summary>
    public ReadOnlySpan<Seed> Occurrences(OwnSeed seed) => groups[seed.Part].AsSpan(seed.Group + 1, groups[seed.Part][seed.Group].Record);

    public static SeedIndex Build(
        SequencePool sequences, LeakageOptions options, IProgress<double>? progress, CancellationToken cancellation)
    {
        var (parallel, done) = (Settings(options, cancellation), 0);
        // Of w + 1 words about two are minimizers.
        var expected = sequences.Letters * 2 / (options.Window + 1);
        var bits = Math.Clamp(BitOperations.Log2((ulong)(expected / PartSize) + 1) + 1, 1, BitOperations.Log2(MostParts));
        var ranges = Ranges(sequences);
        var blocks = new SeedBlock[ranges.Count];
        Parallel.For(0, blocks.Length, parallel, () => (
            Minimizers: new Minimizers(options), Found: new List<Minimizer>()), (block, _, state) =>
        {
            blocks[block] = SeedBlock.Of(sequences, ranges[block], bits, state.Minimizers, state.Found);
            progress?.Report(ShareOfWork * Interlocked.Increment(ref done) / blocks.Length);
            return state;
        }, _ => { });
        var groups = new Seed[1 << bits][];
        Parallel.For(0, groups.Length, parallel, () => new SeedGroups(), (part, _, grouping) =>
        {
            groups[part] = grouping.Group(blocks, part);
            return grouping;
        }, _ => { });
        var ends = new int[sequences.Count];
        Parallel.For(0, blocks.Length, parallel, block => blocks[block].Count(ends));
        var total = 0L;
        for (var record = 0; record < ends.Length; record++) (ends[record], total) = ((int)total, total + ends[record]);
        if (total > Array.MaxLength)
            throw new OmniException(
                "OH1611", FormattableString.Invariant($"{sequences.Letters} letters are too many for one audit"), null,
                "Raise the window of the minimizers, or audit a part.");
        var seeds = GC.AllocateUninitializedArray<OwnSeed>((int)total);
        Parallel.For(0, blocks.Length, parallel, block => blocks[block].Write(seeds, ends));
        return new SeedIndex(groups, seeds, ends);
    }

    internal static ParallelOptions Settings(LeakageOptions options, CancellationToken cancellation) =>
        new() { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancellation };

    // Neighbouring records with about the same number of letters in each block.
    private static List<(int Start, int End)> Ranges(SequencePool sequences)
    {
        var ranges = new List<(int Start, int End)>();
        var start = 0;
        var letters = 0L;
        var most = Math.Min(LettersOfBlock, (sequences.Letters / LeastBlocks) + 1);
        for (var record = 0; record < sequences.Count; record++)
        {
            letters += sequences[record].Length;
            if (letters < most && record + 1 < sequences.Count) continue;
            ranges.Add((start, record + 1));
            start = record + 1;
            letters = 0;
        }
        return ranges;
    }
}
