namespace OmniHelix.Workflows.Genomes;

/// <summary>How sequences are written.</summary>
public enum WindowFormat
{
    /// <summary>FASTA.</summary>
    Fasta,

    /// <summary>Tab-separated with a header line.</summary>
    Tsv,

    /// <summary>One JSON object a line.</summary>
    Json,
}
