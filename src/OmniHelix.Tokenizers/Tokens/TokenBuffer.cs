namespace OmniHelix.Tokenizers.Tokens;

/// <summary>
/// Where a tokenizer writes: ids and the characters of each token, growing as needed. One may be used again and again
/// (<see cref="Clear"/>), so that encoding allocates nothing once it is large enough.
/// </summary>
public sealed class TokenBuffer
{
    private const int Smallest = 64;

    private int[] ids = [];
    private TokenSpan[] spans = [];

    /// <summary>Tokens written.</summary>
    public int Count { get; private set; }

    /// <summary>Ids of the tokens.</summary>
    public Span<int> Ids => ids.AsSpan(0, Count);

    /// <summary>Characters that each token covers.</summary>
    public Span<TokenSpan> Spans => spans.AsSpan(0, Count);

    /// <summary>Adds a token.</summary>
    public void Add(int id, TokenSpan span)
    {
        if (Count == ids.Length) Grow(1);
        ids[Count] = id;
        spans[Count] = span;
        Count++;
    }

    /// <summary>Adds special tokens, which cover nothing.</summary>
    /// <param name="special">Their ids.</param>
    /// <param name="character">Where in the text they stand.</param>
    public void AddSpecial(IReadOnlyList<int> special, int character)
    {
        foreach (var id in special) Add(id, new TokenSpan(character, character));
    }

    /// <summary>Adds tokens that the caller fills in.</summary>
    /// <param name="tokens">Number of them.</param>
    /// <param name="newSpans">Room for the characters of each.</param>
    /// <returns>Room for their ids.</returns>
    public Span<int> Reserve(int tokens, out Span<TokenSpan> newSpans)
    {
        if (Count + tokens > ids.Length) Grow(tokens);
        var first = Count;
        Count += tokens;
        newSpans = spans.AsSpan(first, tokens);
        return ids.AsSpan(first, tokens);
    }

    /// <summary>Removes the tokens from <paramref name="start"/> up to <paramref name="end"/>.</summary>
    public void Remove(int start, int end)
    {
        Ids[end..].CopyTo(Ids[start..]);
        Spans[end..].CopyTo(Spans[start..]);
        Count -= end - start;
    }

    /// <summary>Removes all tokens; the room stays.</summary>
    public void Clear() => Count = 0;

    private void Grow(int tokens)
    {
        var room = Math.Max(Math.Max(Smallest, checked(Count + tokens)), (int)Math.Min(Array.MaxLength, 2L * ids.Length));
        Array.Resize(ref ids, room);
        Array.Resize(ref spans, room);
    }
}
