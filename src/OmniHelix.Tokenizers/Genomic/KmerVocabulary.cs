namespace OmniHelix.Tokenizers.Genomic;

/// <summary>All k-mers of an alphabet.</summary>
internal static class KmerVocabulary
{
    private const int MostKmers = 1 << 24;

    /// <summary>The k-mers in the order of the alphabet, the last letter varying fastest.</summary>
    /// <exception cref="UsageException">OH1515: there would be more than 16 million.</exception>
    public static IReadOnlyList<string> Of(string alphabet, int length)
    {
        if (Math.Pow(alphabet.Length, length) > MostKmers)
            throw new UsageException(
                "OH1515", $"{alphabet.Length} letters have more than {MostKmers} {length}-mers", null, "Take shorter ones.");
        return Enumerable.Range(0, length).Aggregate(
            (IReadOnlyList<string>)[""], (shorter, _) => [.. shorter.SelectMany(kmer => alphabet.Select(letter => kmer + letter))]);
    }
}
