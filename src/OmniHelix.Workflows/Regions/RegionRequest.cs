namespace OmniHelix.Workflows.Regions;

/// <summary>Which regions of a file are wanted.</summary>
/// <param name="Path">The file; sequences plain or BGZF.</param>
/// <param name="Regions">Such as <c>chr1:1,001-2,000</c>, counted from 1; everything when there is none.</param>
/// <param name="Options">How sequences are shown.</param>
/// <param name="Note">Is told what was cut or left out.</param>
public sealed record RegionRequest(string Path, IReadOnlyList<string> Regions, RegionViewOptions Options, Action<string> Note);
