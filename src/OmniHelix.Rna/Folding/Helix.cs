namespace OmniHelix.Rna.Folding;

/// <summary>An end of a helix in a loop of several, seen from the loop.</summary>
/// <param name="Type">The pair's type, the base after which the helix leaves the loop last.</param>
/// <param name="Before">Code of the base before it, or <see cref="BaseCodes.None"/>.</param>
/// <param name="After">Code of the base after it, or <see cref="BaseCodes.None"/>.</param>
/// <param name="Gap">Unpaired bases between it and the next helix.</param>
internal readonly record struct Helix(int Type, int Before, int After, int Gap);

/// <summary>What the helices of one loop bring: energy by the type, the base before and the base after.</summary>
internal delegate int HelixEnergy(int type, int before, int after);
