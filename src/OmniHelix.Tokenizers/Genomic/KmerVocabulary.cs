namespace OmniHelix.Tokenizers.Genomic;

/// <summary>All k-mers of an alphabet.</summary>
internal static class KmerVocabulary
{
    private const int MostKmers = 1 << 24;

    /// <summary>The k-mers in the order of the alphabet, the last letter varying fastest.</summary>
    /// <exception cref="UsageException">OH1518: there would be more than 16 million; OH1519: they would have no letter.</exception>
    public static IReadOnlyList<string> Of(string alphabet, int length)
    {
        if (length < 1) throw new UsageException("OH1519", $"k-mers of {length} letters", null, "Give at least one letter.");
        if (Math.Pow(alphabet.Length, length) > MostKmers)
            throw new UsageException(
                "OH1518", $"{alphabet.Length} letters have more than {MostKmers} {length}-mers", null, "Take shorter ones.");
        return Enumerable.Range(0, length).Aggregate(
            (IReadOnlyList<string>)[""], (shorter, _) => [.. shorter.SelectMany(kmer => alphabet.Select(letter => kmer + letter))]);
    }
}
