namespace OmniHelix.Tokenizers.Training;

/// <summary>
/// Byte-pair encoding: the most frequent pair of neighbours becomes a token, again and again (Sennrich et al. 2016). Only frequent pairs
/// are watched, with the places where they stand. The pairs of a new token are counted when it is made, and counts only fall from then on,
/// so that what is not watched stays rare. When the watched pairs are used up, all are counted anew.
/// </summary>
internal sealed class BpeLearner(TokenCells corpus, TokenTable tokens, BpeTrainerOptions options, ParallelOptions parallel)
{
    // Pairs are watched from this part of the greatest count on: of a smaller one there are fewer censuses and more to watch.
    private const int WatchedPart = 16;

    private readonly string prefix = options.ContinuingSubwordPrefix ?? "";
    private readonly int endOfLength = options.MaxTokenLength ?? int.MaxValue;
    private readonly long least = Math.Max(1, options.MinFrequency);
    private readonly FrequentPairs pairs = new();
    private readonly CorpusMerge merge = new(corpus, tokens, parallel);
    private readonly List<BpeMerge> merges = [];
    private readonly HashSet<(int Left, int Right)> unfit = [];
    private long watchedFrom;

    /// <summary>The merges, first to last.</summary>
    public IReadOnlyList<BpeMerge> Merges => merges;

    /// <summary>Finds the most frequent pair; of equally frequent ones that of the smaller ids.</summary>
    /// <param name="stop">Why there is none.</param>
    /// <returns>Null when no pair is left that is frequent enough.</returns>
    public BpePair? MostFrequent(out BpeStop stop)
    {
        stop = default;
        while (true)
        {
            if (pairs.Take(watchedFrom) is { } pair) return pair;
            var greatest = CountAnew();
            if (greatest >= least) continue;
            stop = greatest > 0 ? BpeStop.BelowMinFrequency : BpeStop.NothingToMerge;
            return null;
        }
    }

    /// <summary>Makes a token of a pair, and merges the pair in all words.</summary>
    public void Merge(BpePair pair)
    {
        pairs.Forget(pair);
        if (!TryMakeToken(pair.Left, pair.Right, out var product))
        {
            unfit.Add((pair.Left, pair.Right));
            return;
        }
        merges.Add(new BpeMerge(pair.Left, pair.Right, product, pair.Count));
        merge.Run(pair, product);
        foreach (var token in merge.Before.Met)
            pairs.Lessen(token == product ? pair.Right : token, pair.Left, merge.Before[token].Count);
        foreach (var token in merge.Behind.Met) pairs.Lessen(pair.Right, token, merge.Behind[token].Count);
        WatchPairsOf(product);
    }

    private void WatchPairsOf(int product)
    {
        List<BpePair> frequent = [];
        foreach (var token in merge.Before.Met) Watch(token, product, ref merge.Before[token]);
        foreach (var token in merge.Behind.Met) Watch(product, token, ref merge.Behind[token]);
        if (frequent.Count == 0) return;
        merge.ListPlaces();
        foreach (var pair in frequent) pairs.Watch(pair);

        void Watch(int left, int right, ref NeighbourTally.Entry met)
        {
            if (met.Count < watchedFrom || !MayMerge(left, right)) return;
            met.List = GC.AllocateUninitializedArray<int>(met.Places);
            frequent.Add(new BpePair(left, right, met.List) { Count = met.Count });
        }
    }

    private long CountAnew()
    {
        pairs.Clear();
        var (frequent, greatest) = new PairCensus(corpus, tokens, parallel).Frequent(least, WatchedPart, MayMerge);
        watchedFrom = Math.Max(least, greatest / WatchedPart);
        foreach (var pair in frequent) pairs.Watch(pair);
        return greatest;
    }

    private bool MayMerge(int left, int right)
    {
        var characters = tokens.Characters[left] + tokens.Characters[right];
        return (characters < endOfLength || characters == 2) && !unfit.Contains((left, right));
    }

    // No two pairs give the same text: between two borders of tokens a text is cut as if it stood alone, so that once it has become one
    // token, it is never again found as two. Only words that hold the text of an affix may lead to one that was there before, and it is
    // left as it is then. A special token may be the text of a pair.
    private bool TryMakeToken(int left, int right, out int product)
    {
        var (first, second) = (tokens.Texts[left], tokens.Texts[right]);
        if (prefix.Length > 0 && second.StartsWith(prefix, StringComparison.Ordinal)) second = second[prefix.Length..];
        var text = first + second;
        if (tokens.TryGetId(text, out product) && tokens.Characters[product] > 0) return false;
        product = tokens.Add(text, tokens.Characters[left] + tokens.Characters[right]);
        return true;
    }
}
