namespace OmniHelix.Tokenizers.Training;

/// <summary>
/// All pairs of neighbours in the corpus, counted anew. The places of tokens are sorted by token first: then the pairs of one left token
/// are a tally of right ones, without a table of all pairs, and many left tokens are counted at the same time.
/// </summary>
internal sealed class PairCensus
{
    private readonly TokenCells corpus;
    private readonly int count;
    private readonly ParallelOptions parallel;
    // First cells of the tokens that have another on their right, and that one; those of token t lie in [starts[t], starts[t + 1]).
    private readonly (int Cell, int Right)[] places;
    private readonly int[] starts;

    /// <summary>Looks where every token stands.</summary>
    /// <param name="corpus">The words.</param>
    /// <param name="tokens">The tokens of which they consist by now.</param>
    /// <param name="parallel">Threads, and when to stop.</param>
    public PairCensus(TokenCells corpus, TokenTable tokens, ParallelOptions parallel)
    {
        this.corpus = corpus;
        count = tokens.Count;
        this.parallel = parallel;
        // Counted two further on, a token's next place stands one further on, and in the end every start where it belongs.
        starts = new int[count + 2];
        var walk = corpus.Tokens(tokens.Characters);
        while (walk.MoveNext())
            if (walk.Behind != TokenCells.Border) starts[walk.Token + 2]++;
        for (var token = 2; token < starts.Length; token++) starts[token] += starts[token - 1];
        places = GC.AllocateUninitializedArray<(int Cell, int Right)>(starts[^1]);
        walk = corpus.Tokens(tokens.Characters);
        while (walk.MoveNext())
            if (walk.Behind != TokenCells.Border) places[starts[walk.Token + 1]++] = (walk.Cell, walk.Behind);
    }

    /// <summary>The frequent pairs.</summary>
    /// <param name="least">The least count of a frequent pair.</param>
    /// <param name="part">The least part of the greatest count that it has.</param>
    /// <param name="mayMerge">Whether a pair may become a token.</param>
    /// <returns>These pairs, and the greatest count of all that may become tokens.</returns>
    public (BpePair[] Pairs, long Greatest) Frequent(long least, int part, Func<int, int, bool> mayMerge)
    {
        var candidates = new List<Candidate>[count];
        var greatest = 0L;
        ForEachLeft((left, rights) =>
        {
            Tally(left, rights);
            candidates[left] = [];
            foreach (var right in rights.Met)
            {
                ref var met = ref rights[right];
                if (met.Count < Volatile.Read(ref greatest) / part || !mayMerge(left, right)) continue;
                candidates[left].Add(new Candidate(right, met.Count, met.Places));
                Raise(ref greatest, met.Count);
            }
        });
        var enough = Math.Max(least, greatest / part);
        var pairs = new BpePair[count][];
        ForEachLeft((left, rights) =>
            pairs[left] = WithPlaces(left, [.. candidates[left].Where(c => c.Count >= enough)], rights));
        return ([.. pairs.SelectMany(ofLeft => ofLeft)], greatest);
    }

    private BpePair[] WithPlaces(int left, Candidate[] frequent, NeighbourTally rights)
    {
        if (frequent.Length == 0) return [];
        foreach (var (right, count, number) in frequent)
        {
            rights.Add(right, count, number);
            rights[right].List = GC.AllocateUninitializedArray<int>(number);
        }
        foreach (var (cell, right) in PlacesOf(left))
        {
            ref var met = ref rights[right];
            if (met.List is { } list) list[met.Next++] = cell;
        }
        return [.. frequent.Select(c => new BpePair(left, c.Right, rights[c.Right].List!) { Count = c.Count })];
    }

    private void Tally(int left, NeighbourTally rights)
    {
        var words = corpus.WordCounts();
        foreach (var (cell, right) in PlacesOf(left)) rights.Add(right, words.At(cell));
    }

    private void ForEachLeft(Action<int, NeighbourTally> action) =>
        Parallel.For(0, count, parallel, () => new NeighbourTally(), (left, _, rights) =>
        {
            rights.Clear(count);
            action(left, rights);
            return rights;
        }, _ => { });

    private ReadOnlySpan<(int Cell, int Right)> PlacesOf(int left) => places.AsSpan(starts[left]..starts[left + 1]);

    private static void Raise(ref long greatest, long to)
    {
        for (var seen = Volatile.Read(ref greatest); seen < to;) seen = Interlocked.CompareExchange(ref greatest, to, seen);
    }

    private readonly record struct Candidate(int Right, long Count, int Places);
}
