namespace OmniHelix.Tokenizers.Genomic;

/// <summary>
/// Vocabularies of words that have no word pieces, only letters or all k-mers of the four bases: their models were trained on sequences
/// with blanks between the letters (SpliceBERT, ProtBert) or k-mers (DNABERT), and a sequence without blanks would be one unknown word.
/// </summary>
internal static class NucleotideWords
{
    private const string Bases = "ACG", Codes = "ACGTUNRYSWKMBDHV";
    private const int LongestKmer = 12;

    /// <summary>Letters of a word; null for a vocabulary that has other words too.</summary>
    /// <param name="tokens">Tokens; those in brackets, such as <c>[CLS]</c> and <c>&lt;pad&gt;</c>, are no words.</param>
    public static int? LengthOf(IEnumerable<string> tokens)
    {
        var words = tokens.Where(token => token.Length > 0 && !IsInBrackets(token)).ToHashSet();
        if (words.Count == 0) return null;
        var length = words.First().Length;
        if (length > LongestKmer || words.Any(word => word.Length != length)) return null;
        if (length > 1 && !words.All(word => word.All(Codes.Contains))) return null;
        return HasAll(words, length, 'T') || HasAll(words, length, 'U') ? length : null;
    }

    private static bool HasAll(HashSet<string> words, int length, char fourth) =>
        words.Count >= Math.Pow(Bases.Length + 1, length) && KmerVocabulary.Of($"{Bases}{fourth}", length).All(words.Contains);

    private static bool IsInBrackets(string token) =>
        token.Length > 2 && (token[0], token[^1]) is ('[', ']') or ('<', '>');
}
