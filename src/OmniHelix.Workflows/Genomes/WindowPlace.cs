using OmniHelix.Sequences.Intervals;

namespace OmniHelix.Workflows.Genomes;

/// <summary>A place to cut.</summary>
/// <param name="Name">Shown with the sequence; empty when it has none.</param>
/// <param name="Interval">Where it lies, half-open from 0; one base for a start site.</param>
/// <param name="Anchor">What a window is cut around when nothing else is asked for.</param>
internal sealed record WindowPlace(string Name, GenomicInterval Interval, WindowAnchor Anchor);
