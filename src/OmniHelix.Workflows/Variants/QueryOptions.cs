using System.ComponentModel;

namespace OmniHelix.Workflows.Variants;

/// <summary>What is printed of a VCF, in the words of <c>bcftools query</c>.</summary>
[Category("Columns")]
public sealed record QueryOptions
{
    /// <summary>What is printed of each record; has to be said, except with <see cref="ListSamples"/>.</summary>
    [Description("Columns to print, such as '%CHROM\\t%POS[\\t%GT]\\n'; brackets go over people, {0} picks a value.")]
    public string? Format { get; init; }

    /// <summary>The names of people and nothing else.</summary>
    [Description("Print the names of people and nothing else.")]
    public bool ListSamples { get; init; }

    /// <summary>A line of names first.</summary>
    [Description("Print a line of names first.")]
    public bool PrintHeader { get; init; }

    /// <summary>A dot for fields that the header does not declare.</summary>
    [Description("Print . for fields that the header does not declare.")]
    public bool AllowUndefTags { get; init; }
}
