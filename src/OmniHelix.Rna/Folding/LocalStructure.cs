namespace OmniHelix.Rna.Folding;

/// <summary>A helix and what is inside it, where no structure that starts a base before or after lowers the energy as much.</summary>
/// <param name="Start">Its first base, from 0.</param>
/// <param name="Structure">
/// Of the bases from there on: to the end of the helix, and one base more where it stacks on the helix and there is one.
/// </param>
/// <param name="Energy">What it lowers the energy by, kcal/mol.</param>
public sealed record LocalStructure(int Start, SecondaryStructure Structure, double Energy);
