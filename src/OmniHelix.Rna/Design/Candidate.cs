namespace OmniHelix.Rna.Design;

/// <summary>A sequence that was folded, with what a population compares it by.</summary>
/// <param name="State">The sequence.</param>
/// <param name="Objectives">The smaller the better, in the order of <see cref="DesignOptions.Objectives"/>; none in walks.</param>
/// <param name="Generation">In which it came up, from 0; null in walks.</param>
internal sealed record Candidate(DesignState State, double[] Objectives, int? Generation);
