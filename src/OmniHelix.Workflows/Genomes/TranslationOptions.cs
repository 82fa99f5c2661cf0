using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace OmniHelix.Workflows.Genomes;

/// <summary>How codons are read.</summary>
[Category("Translation")]
public sealed record TranslationOptions
{
    /// <summary>NCBI's number of the genetic code.</summary>
    [Description("NCBI's number of the genetic code: 1 (standard), 2, 4, 5 or 11 (bacteria).")]
    public int Table { get; init; } = 1;

    /// <summary>Where codons start, from 1; negative on the other strand, 0 for all six.</summary>
    [Description("Where codons start: 1, 2 or 3, and -1, -2 or -3 on the other strand; 0 writes all six.")]
    [Range(-3, 3)]
    public int Frame { get; init; } = 1;

    /// <summary>End before the first stop.</summary>
    [Description("End before the first stop; otherwise stops are *.")]
    public bool ToStop { get; init; }
}
