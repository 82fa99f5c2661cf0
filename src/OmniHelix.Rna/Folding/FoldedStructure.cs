namespace OmniHelix.Rna.Folding;

/// <summary>A structure with its energy.</summary>
/// <param name="Structure">Which bases pair.</param>
/// <param name="Energy">Free energy of folding in kcal/mol, in hundredths.</param>
public sealed record FoldedStructure(SecondaryStructure Structure, double Energy);
