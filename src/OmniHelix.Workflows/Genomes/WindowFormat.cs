namespace OmniHelix.Workflows.Genomes;

/// <summary>How sequences are written.</summary>
public enum WindowFormat
{
    /// <summary>FASTA.</summary>
    Fasta,

    /// <summary>Comma-separated with a header line.</summary>
    Csv,

    /// <summary>Tab-separated with a header line.</summary>
    Tsv,

    /// <summary>One JSON object a line; an array of objects in a file whose name ends with <c>.json</c>.</summary>
    Json,
}
