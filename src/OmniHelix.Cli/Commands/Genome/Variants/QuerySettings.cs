using System.ComponentModel;

namespace OmniHelix.Cli.Commands.Genome.Variants;

/// <summary>What <c>omni genome query</c> prints; the flags of <c>bcftools query</c>.</summary>
internal sealed record QuerySettings
{
    [Description("Columns to print, such as '%CHROM\\t%POS[\\t%GT]\\n'; brackets go over people, {0} picks a value.")]
    public string? Format { get; init; }

    [Description("Print the names of people and nothing else.")]
    public bool ListSamples { get; init; }

    [Description("Print a line of names first.")]
    public bool PrintHeader { get; init; }

    [Description("Print . for fields that the header does not declare.")]
    public bool AllowUndefTags { get; init; }

    [Description("Write to this file instead of standard output; .gz is compressed with BGZF.")]
    public string? Output { get; init; }

    [Description("Replace the output file.")]
    public bool Overwrite { get; init; }
}
