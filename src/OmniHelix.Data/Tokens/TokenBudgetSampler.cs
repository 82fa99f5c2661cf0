namespace OmniHelix.Data.Tokens;

/// <summary>
/// Puts rows of similar length into one batch. The batches of an epoch depend on the seed and the epoch only, never on what was drawn
/// before, so a resumed run sees the same ones.
/// </summary>
public sealed class TokenBudgetSampler
{
    private readonly IReadOnlyList<int> lengths;
    private readonly BatchOptions options;

    /// <exception cref="UsageException">OH1701: sizes that make no batch.</exception>
    public TokenBudgetSampler(IReadOnlyList<int> lengths, BatchOptions options)
    {
        if ((options.TokenBudget is null) == (options.BatchSize is null))
            throw new UsageException("OH1701", "give either a token budget or a batch size");
        if ((options.TokenBudget ?? options.BatchSize) < 1)
            throw new UsageException("OH1701", "a batch must hold at least one row or token");
        if (options.MaxPadding is not (>= 0 and < 1))
            throw new UsageException("OH1701", "the share of padding must be at least 0 and less than 1");
        this.lengths = lengths;
        this.options = options;
    }

    /// <summary>Row indices of every batch of an epoch; every row occurs exactly once.</summary>
    public IReadOnlyList<int[]> Epoch(int epoch = 0)
    {
        var random = new Xoshiro256(options.Seed, epoch);
        var order = Enumerable.Range(0, lengths.Count).ToArray();
        // Lengths are blurred a little, so that the same rows do not meet in every epoch.
        var keys = new double[order.Length];
        if (options.Shuffle) random.Shuffle<int>(order);
        for (var i = 0; i < order.Length; i++)
        {
            var blur = options.Shuffle ? 1 - options.MaxPadding * random.NextDouble() : 1;
            keys[i] = -lengths[order[i]] * blur;
        }
        Array.Sort(keys, order);
        if (!options.Shuffle) BreakTies(order);
        var batches = options.BatchSize is { } size ? [.. order.Chunk(size)] : ByBudget(order, options.TokenBudget!.Value);
        if (options.Shuffle) random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(batches));
        return batches;
    }

    private List<int[]> ByBudget(int[] order, int budget)
    {
        var batches = new List<int[]>();
        var start = 0;
        var longest = 0;
        var needed = 0L;
        for (var i = 0; i < order.Length; i++)
        {
            var length = lengths[order[i]];
            var rows = i - start + 1;
            var most = Math.Max(longest, length);
            var computed = (long)most * rows;
            if (rows > 1 && (computed > budget || computed - needed - length > options.MaxPadding * computed))
            {
                batches.Add(order[start..i]);
                start = i;
                longest = length;
                needed = length;
            }
            else (longest, needed) = (most, needed + length);
        }
        if (start < order.Length) batches.Add(order[start..]);
        return batches;
    }

    // Array.Sort is not stable.
    private void BreakTies(int[] order)
    {
        for (int i = 0, j; i < order.Length; i = j)
        {
            for (j = i + 1; j < order.Length && lengths[order[j]] == lengths[order[i]]; j++) { }
            Array.Sort(order, i, j - i);
        }
    }
}
