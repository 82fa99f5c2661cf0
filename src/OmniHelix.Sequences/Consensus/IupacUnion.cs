namespace OmniHelix.Sequences.Consensus;

/// <summary>Ambiguity codes as sets of bases: A 1, C 2, G 4, T 8 (IUPAC-IUB nomenclature 1984).</summary>
internal static class IupacUnion
{
    private const string Codes = "?ACMGRSVTWYHKDBN";

    private static readonly byte[] Sets = SetsOfLetters();

    /// <summary>True when every letter is an IUPAC base code; false for <c>*</c>, symbolic alleles and breakends.</summary>
    public static bool IsLiteral(ReadOnlySpan<char> allele)
    {
        foreach (var c in allele)
            if (c >= Sets.Length || Sets[c] == 0) return false;
        return !allele.IsEmpty;
    }

    /// <summary>
    /// Writes into <paramref name="into"/> at every position the code of all bases that the alleles have there; alleles that end earlier
    /// take no part.
    /// </summary>
    /// <param name="into">A literal allele; the result has its length.</param>
    /// <param name="others">Literal alleles.</param>
    public static string Merge(string into, IReadOnlyList<string> others) =>
        string.Create(into.Length, (into, others), static (letters, alleles) =>
    {
        for (var i = 0; i < letters.Length; i++)
        {
            int set = Sets[alleles.into[i]];
            foreach (var allele in alleles.others)
                if (i < allele.Length) set |= Sets[allele[i]];
            letters[i] = Codes[set];
        }
    });

    private static byte[] SetsOfLetters()
    {
        var sets = new byte[128];
        for (byte set = 1; set < Codes.Length; set++) sets[Codes[set]] = sets[Codes[set] | 0x20] = set;
        sets['U'] = sets['u'] = 8;
        return sets;
    }
}
