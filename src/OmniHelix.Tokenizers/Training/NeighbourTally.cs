namespace OmniHelix.Tokenizers.Training;

/// <summary>How often every token was met beside a given one, in time proportional to the tokens met.</summary>
internal sealed class NeighbourTally
{
    private Entry[] entries = [];
    private int[] met = [];
    private int distinct;

    /// <summary>The tokens that were met, in the order of their first meeting.</summary>
    public ReadOnlySpan<int> Met => met.AsSpan(0, distinct);

    public ref Entry this[int token] => ref entries[token];

    /// <summary>Forgets all meetings.</summary>
    /// <param name="tokens">How many there are by now.</param>
    public void Clear(int tokens)
    {
        if (entries.Length < tokens)
        {
            entries = new Entry[2 * tokens];
            met = new int[2 * tokens];
        }
        foreach (var token in Met) entries[token] = default;
        distinct = 0;
    }

    /// <summary>Counts meetings with a token.</summary>
    /// <param name="token">Its id.</param>
    /// <param name="count">How often, all occurrences of a word counted.</param>
    /// <param name="places">In how many places.</param>
    public void Add(int token, long count, int places = 1)
    {
        ref var entry = ref entries[token];
        if (entry.Places == 0) met[distinct++] = token;
        entry.Count += count;
        entry.Places += places;
    }

    /// <summary>Joins these meetings to a sum; the places of earlier summands come before these in its lists.</summary>
    public void AddTo(NeighbourTally sum)
    {
        foreach (var token in Met)
        {
            ref var entry = ref entries[token];
            entry.Next = sum[token].Places;
            sum.Add(token, entry.Count, entry.Places);
        }
    }

    internal struct Entry
    {
        /// <summary>How often the token was met, all occurrences of a word counted.</summary>
        public long Count;

        /// <summary>In how many places.</summary>
        public int Places;

        /// <summary>Where in the list the next place goes.</summary>
        public int Next;

        /// <summary>The places; null when nobody wants them.</summary>
        public int[]? List;
    }
}
