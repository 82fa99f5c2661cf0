namespace OmniHelix.Tokenizers.Training;

/// <summary>Merges a pair in all words at once, in as many slices as there are threads, and tells what the products stand beside.</summary>
internal sealed class CorpusMerge(TokenCells corpus, TokenTable tokens, ParallelOptions parallel)
{
    // Fewer places are not worth another thread.
    private const int LeastSlice = 1 << 14;

    private readonly MergeSlice[] slices =
        [.. Enumerable.Range(0, parallel.MaxDegreeOfParallelism).Select(_ => new MergeSlice(corpus, tokens))];
    private int used;

    /// <summary>The tokens in front of products, other products among them.</summary>
    public NeighbourTally Before { get; } = new();

    /// <summary>The tokens behind products, other products left out.</summary>
    public NeighbourTally Behind { get; } = new();

    /// <summary>Merges a pair and tallies the neighbours.</summary>
    /// <param name="pair">The pair.</param>
    /// <param name="product">Id of the token it becomes.</param>
    public void Run(BpePair pair, int product)
    {
        Cut(pair, product);
        ForEachSlice(slice => slice.Merge());
        ForEachSlice(slice => slice.Count());
        Before.Clear(tokens.Count);
        Behind.Clear(tokens.Count);
        foreach (var slice in slices.AsSpan(0, used))
        {
            slice.Before.AddTo(Before);
            slice.Behind.AddTo(Behind);
        }
    }

    /// <summary>Fills the lists of the tallies with the first cells of the left tokens, ascending.</summary>
    public void ListPlaces() => ForEachSlice(slice => slice.ListPlaces(Before, Behind));

    private void Cut(BpePair pair, int product)
    {
        var places = pair.Places;
        var cells = tokens.Characters[pair.Left] + tokens.Characters[pair.Right];
        var size = Math.Max(LeastSlice, 1 + places.Length / slices.Length);
        used = 0;
        for (var from = 0; from < places.Length;)
        {
            var end = Math.Min(from + size, places.Length);
            // A slice reads the cell behind its last product: the next one begins behind that.
            while (end < places.Length && places[end] - places[end - 1] <= cells) end++;
            slices[used++].Begin(pair, product, from, end);
            from = end;
        }
    }

    private void ForEachSlice(Action<MergeSlice> action)
    {
        if (used == 1) action(slices[0]);
        else Parallel.For(0, used, parallel, i => action(slices[i]));
    }
}
