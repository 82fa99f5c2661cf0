namespace OmniHelix.Tokenizers.Tokens;

/// <summary>What stands for a letter of a sequence.</summary>
public enum LetterCover : byte
{
    /// <summary>No token: the tokenizer left it out.</summary>
    None,

    /// <summary>A token of the vocabulary.</summary>
    Known,

    /// <summary>The unknown token alone.</summary>
    Unknown,

    /// <summary>The unknown token beside one of the vocabulary, where tokens overlap.</summary>
    Beside,
}

/// <summary>
/// Which letters of a sequence its tokens stand for, each letter once however many tokens overlap there. One may be used again and again
/// (<see cref="Begin"/>).
/// </summary>
public sealed class LetterCoverage
{
    private LetterCover[] covers = [];
    private int length;

    /// <summary>What stands for each letter.</summary>
    public ReadOnlySpan<LetterCover> Covers => covers.AsSpan(0, length);

    /// <summary>Starts a sequence, which no token covers yet.</summary>
    /// <param name="letters">Its letters.</param>
    public void Begin(int letters)
    {
        if (covers.Length < letters) covers = new LetterCover[letters];
        length = letters;
        covers.AsSpan(0, length).Clear();
    }

    /// <summary>Adds a token.</summary>
    /// <param name="span">Letters that it covers.</param>
    /// <param name="isUnknown">Whether it is the unknown token.</param>
    public void Add(TokenSpan span, bool isUnknown)
    {
        foreach (ref var cover in covers.AsSpan(span.Start, span.Length))
            cover = (cover, isUnknown) switch
            {
                (LetterCover.None, _) => isUnknown ? LetterCover.Unknown : LetterCover.Known,
                (LetterCover.Known, true) or (LetterCover.Unknown, false) => LetterCover.Beside,
                _ => cover,
            };
    }

    /// <summary>
    /// Letters that an unknown token or no token stands for, were it beside others; blanks, which separate tokens, are none.
    /// </summary>
    /// <param name="sequence">The sequence.</param>
    public int CountUnknown(ReadOnlySpan<char> sequence) => CountUnread(sequence) + Covers.Count(LetterCover.Beside);

    /// <summary>Letters that no token of the vocabulary stands for at all.</summary>
    /// <param name="sequence">The sequence.</param>
    public int CountUnread(ReadOnlySpan<char> sequence)
    {
        var count = 0;
        for (var at = 0; at < length; at++)
            if (IsUnread(at, sequence)) count++;
        return count;
    }

    /// <summary>Whether no token of the vocabulary stands for a letter.</summary>
    /// <param name="at">Where it stands.</param>
    /// <param name="sequence">The sequence.</param>
    public bool IsUnread(int at, ReadOnlySpan<char> sequence) =>
        covers[at] == LetterCover.Unknown || covers[at] == LetterCover.None && !char.IsWhiteSpace(sequence[at]);
}
