using OmniHelix.Sequences.Intervals;

namespace OmniHelix.Sequences.Annotation;

/// <summary>A gene.</summary>
/// <param name="Id">As the annotation names it, such as <c>ENSG00000167766.14</c>.</param>
/// <param name="Name">Symbol, such as <c>TP53</c>; null when there is none.</param>
/// <param name="Interval">From its first to its last base.</param>
public sealed record Gene(string Id, string? Name, GenomicInterval Interval)
{
    /// <summary>The identifier without the version behind its dot.</summary>
    public string IdWithoutVersion => WithoutVersion(Id);

    /// <summary>An Ensembl identifier without its version.</summary>
    public static string WithoutVersion(string id) => id.IndexOf('.', StringComparison.Ordinal) is var dot and > 0 ? id[..dot] : id;
}
