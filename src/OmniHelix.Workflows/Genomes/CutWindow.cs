using OmniHelix.Sequences.Genome;

namespace OmniHelix.Workflows.Genomes;

/// <summary>A window and whose it is.</summary>
/// <param name="Name">Of its place; empty when that has none.</param>
/// <param name="Person">Null for the reference.</param>
/// <param name="Haplotype">1 or 2; 0 for the reference.</param>
/// <param name="Window">Position, half-open from 0 on the genome that was cut, and bases.</param>
public sealed record CutWindow(string Name, string? Person, int Haplotype, GenomicWindow Window);
