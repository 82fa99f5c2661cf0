using System.ComponentModel;
using OmniHelix.Cli.Binding;
using OmniHelix.Sequences.Intervals;
using OmniHelix.Sequences.Vcf;

namespace OmniHelix.Cli.Commands.Genome.Variants;

/// <summary>Which places of a VCF are read.</summary>
internal sealed record RegionSettings
{
    [Description("Only records that overlap these regions, separated by commas: chr1:1001-2000,chr2; an index beside the file is used.")]
    public string? Regions { get; init; }

    [Description("Only records that overlap the regions of a file: BED (*.bed), or contig, from, to (from 1, inclusive).")]
    public string? RegionsFile { get; init; }

    /// <summary>Opens a file at these places.</summary>
    /// <exception cref="UsageException">OH2021: two flags exclude each other.</exception>
    /// <exception cref="OmniException">A file cannot be read, or a text is no region.</exception>
    public VariantSource Open(string path, string command) => VariantSource.Open(path, Wanted(command));

    private WantedRegions Wanted(string command)
    {
        if (Regions is not null && RegionsFile is not null)
            throw new UsageException("OH2021", "--regions and --regions-file exclude each other", command);
        if (RegionsFile is not null) return WantedRegions.Of(IntervalTable.Read(RegionsFile));
        return Regions is null ? WantedRegions.Everything : WantedRegions.Parse(Split(Regions));
    }

    // A comma may also group the digits of a position.
    private static IEnumerable<string> Split(string regions)
    {
        var start = 0;
        for (var at = 0; at < regions.Length; at++)
        {
            if (regions[at] != ',' || IsGroup(regions, start, at)) continue;
            yield return regions[start..at];
            start = at + 1;
        }
        yield return regions[start..];
    }

    private static bool IsGroup(string regions, int start, int comma)
    {
        var next = regions.AsSpan(comma + 1);
        var digits = next.IndexOfAnyExceptInRange('0', '9') is var end && end < 0 ? next.Length : end;
        var endsThere = digits == next.Length || next[digits] is ',' or '-';
        return digits == 3 && endsThere && regions.AsSpan(start, comma - start).Contains(':') && char.IsAsciiDigit(regions[comma - 1]);
    }
}
