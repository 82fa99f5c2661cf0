namespace OmniHelix.Workflows.Genomes;

/// <summary>What of a place a window is cut around.</summary>
public enum WindowAnchor
{
    /// <summary>Its 5' end: the transcription start site of a gene.</summary>
    FivePrime,

    /// <summary>Its middle.</summary>
    Middle,
}
