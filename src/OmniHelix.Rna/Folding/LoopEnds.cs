namespace OmniHelix.Rna.Folding;

/// <summary>Codes of the unpaired bases beside the two pairs of a loop, (i, j) around (p, q).</summary>
/// <param name="I">At i + 1.</param>
/// <param name="P">At p − 1.</param>
/// <param name="Q">At q + 1.</param>
/// <param name="J">At j − 1.</param>
internal readonly record struct LoopEnds(int I, int P, int Q, int J);
