namespace OmniHelix.Rna.Folding;

/// <summary>Free energies of two strands, <c>−kT ln Z</c> in kcal/mol.</summary>
/// <param name="First">Of the first strand alone.</param>
/// <param name="Second">Of the second alone.</param>
/// <param name="Bound">Of all structures with a pair between them; +∞ when there is none.</param>
/// <param name="Whole">Of all structures of both, bound and apart.</param>
public sealed record StrandEnsemble(double First, double Second, double Bound, double Whole);
