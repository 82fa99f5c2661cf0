namespace OmniHelix.Tokenizers.Training;

/// <summary>
/// A stretch of the places of a pair, and its merge there. Slices may be worked on at the same time: between two of them lies at least one
/// cell that neither changes.
/// </summary>
internal sealed class MergeSlice(TokenCells corpus, TokenTable tokens)
{
    private BpePair pair = null!;
    private int product;
    private int left;
    private int right;
    private int from;
    private int end;

    /// <summary>The tokens in front of products, other products among them.</summary>
    public NeighbourTally Before { get; } = new();

    /// <summary>The tokens behind products, other products left out: they have met this one in front of them.</summary>
    public NeighbourTally Behind { get; } = new();

    /// <summary>Says what is to be merged.</summary>
    /// <param name="pair">The pair.</param>
    /// <param name="product">Id of the token it becomes.</param>
    /// <param name="from">The first of the pair's places that is in this slice.</param>
    /// <param name="end">The first behind them.</param>
    public void Begin(BpePair pair, int product, int from, int end)
    {
        this.pair = pair;
        this.product = product;
        this.from = from;
        this.end = end;
        left = tokens.Characters[pair.Left];
        right = tokens.Characters[pair.Right];
        Before.Clear(tokens.Count);
        Behind.Clear(tokens.Count);
    }

    /// <summary>Merges the pair wherever it still stands, from left to right: of three equal letters the first two.</summary>
    public void Merge()
    {
        var cells = corpus.Cells;
        var places = pair.Places;
        var merged = from;
        for (var i = from; i < end; i++)
        {
            var place = places[i];
            if (cells[place] != pair.Left || cells[place + left] != pair.Right) continue;
            corpus.Join(place, left, right, product);
            places[merged++] = place;
        }
        end = merged;
    }

    /// <summary>Counts the neighbours of the products. All slices must have merged before.</summary>
    public void Count()
    {
        var cells = corpus.Cells;
        var words = corpus.WordCounts();
        foreach (var place in pair.Places.AsSpan(from, end - from))
        {
            var count = words.At(place);
            if (cells[place - 1] is >= 0 and var before) Before.Add(before, count);
            if (cells[place + left + right] is >= 0 and var behind && behind != product) Behind.Add(behind, count);
        }
    }

    /// <summary>Writes the places of new pairs into the lists of the tallies of all slices.</summary>
    public void ListPlaces(NeighbourTally allBefore, NeighbourTally allBehind)
    {
        var cells = corpus.Cells;
        foreach (var place in pair.Places.AsSpan(from, end - from))
        {
            if (cells[place - 1] is >= 0 and var before && allBefore[before].List is { } withBefore)
                withBefore[Before[before].Next++] = place - tokens.Characters[before];
            if (cells[place + left + right] is >= 0 and var behind && behind != product && allBehind[behind].List is { } withBehind)
                withBehind[Behind[behind].Next++] = place;
        }
    }
}
