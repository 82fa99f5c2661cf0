namespace OmniHelix.Goldens.Groups.Rna;

/// <summary>What the README of the reference rows allows.</summary>
internal static class RnaTolerances
{
    /// <summary>Energies that are sums of hundredths of a kcal/mol.</summary>
    public static Tolerance Energy { get; } = new(1e-9, 0);

    /// <summary>The energy of an ensemble: the reference holds it in 32 bits.</summary>
    public static Tolerance Ensemble { get; } = new(2e-5, 1e-6);

    /// <summary>Probabilities, printed with six digits.</summary>
    public static Tolerance Probability { get; } = new(1e-6, 0);

    /// <summary>Mean distances.</summary>
    public static Tolerance Distance { get; } = new(2e-5, 1e-6);

    /// <summary>Expected accuracy.</summary>
    public static Tolerance Accuracy { get; } = new(1e-4, 0);
}
