namespace OmniHelix.Workflows.Structures;

/// <summary>What folding does with letters other than A, C, G, U, T and N.</summary>
public enum UnknownLetters
{
    /// <summary>The IUPAC codes for several bases count as N, which pairs with nothing; others are an error.</summary>
    Iupac,

    /// <summary>They are an error.</summary>
    Error,

    /// <summary>Any letter counts as N.</summary>
    N,
}
