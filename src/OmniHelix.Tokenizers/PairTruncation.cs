namespace OmniHelix.Tokenizers;

/// <summary>How many tokens stay of two sequences that are too long together, the longer being cut first.</summary>
internal static class PairTruncation
{
    /// <summary>The rule of the tokenizers of a <c>vocab.txt</c>, which leave an odd token to the first sequence.</summary>
    public static (int First, int Second) OddToFirst(int first, int second, int room)
    {
        if (first <= room - second) return (first, second);
        var half = room / 2;
        if (first <= half) return (first, room - first);
        return second <= room - half ? (room - second, second) : (room - half, half);
    }
}
