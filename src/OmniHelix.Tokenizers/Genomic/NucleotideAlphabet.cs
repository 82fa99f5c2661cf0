namespace OmniHelix.Tokenizers.Genomic;

/// <summary>The letters of nucleotides that a vocabulary has.</summary>
public enum NucleotideAlphabet
{
    /// <summary>The four bases, the ambiguity codes of IUPAC, and signs.</summary>
    Standard,

    /// <summary>The four bases and N.</summary>
    Streamline,

    /// <summary>The four bases.</summary>
    Nucleobase,
}
