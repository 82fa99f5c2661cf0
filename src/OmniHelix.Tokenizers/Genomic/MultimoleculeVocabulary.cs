namespace OmniHelix.Tokenizers.Genomic;

/// <summary>
/// The vocabularies of multimolecule 0.2.2: six special tokens, then the letters of an alphabet, or its k-mers with the last letter
/// varying fastest.
/// </summary>
internal static class MultimoleculeVocabulary
{
    /// <summary>The special tokens; their ids are their places.</summary>
    public static readonly string[] Special = ["<pad>", "<cls>", "<eos>", "<unk>", "<mask>", "<null>"];

    /// <summary>Letters of proteins.</summary>
    public const string Protein = "ACDEFGHIKLMNPQRSTVWYXZBJUO|.*-?";

    /// <summary>Letters of secondary structures.</summary>
    public const string DotBracket = ".()+,[]{}|<>-_:~$@^%*";

    /// <summary>Letters of RNA.</summary>
    public static string Rna(NucleotideAlphabet alphabet) => Nucleotides(alphabet, 'U', "ACGUNRYSWKMBDHVIX|.*-?");

    /// <summary>Letters of DNA.</summary>
    public static string Dna(NucleotideAlphabet alphabet) => Nucleotides(alphabet, 'T', "ACGTNRYSWKMBDHVX|.*-?");

    /// <summary>All tokens in the order of their ids.</summary>
    /// <param name="alphabet">Letters.</param>
    /// <param name="length">Letters of a token.</param>
    public static IReadOnlyList<string> Of(string alphabet, int length) => [.. Special, .. KmerVocabulary.Of(alphabet, length)];

    private static string Nucleotides(NucleotideAlphabet alphabet, char fourth, string standard) => alphabet switch
    {
        NucleotideAlphabet.Nucleobase => $"ACG{fourth}",
        NucleotideAlphabet.Streamline => $"ACG{fourth}N",
        _ => standard,
    };
}
