using OmniHelix.Sequences;

namespace OmniHelix.Tokenizers;

/// <summary>What a vocabulary is made to read, for folders that do not say it.</summary>
internal static class VocabularyMolecule
{
    private const int AllLetters = 26;

    /// <summary>
    /// The rule, on the letters of the tokens that are made of ASCII letters only, in either case: with all 26 letters any text; with both
    /// L and E, residues that no code for nucleotides uses, proteins; else T and U tell DNA, RNA or both. Without T and U nothing tells it.
    /// </summary>
    /// <param name="tokens">Tokens without a role.</param>
    public static Molecule Of(IEnumerable<string> tokens)
    {
        var letters = new HashSet<char>();
        foreach (var token in tokens)
            if (token.All(char.IsAsciiLetter)) letters.UnionWith(token.ToUpperInvariant());
        if (letters.Count == AllLetters) return Molecule.Unknown;
        if (letters.Contains('L') && letters.Contains('E')) return Molecule.Protein;
        return (letters.Contains('T'), letters.Contains('U')) switch
        {
            (true, true) => Molecule.MixedNucleic,
            (true, false) => Molecule.Dna,
            (false, true) => Molecule.Rna,
            _ => Molecule.Unknown,
        };
    }
}
