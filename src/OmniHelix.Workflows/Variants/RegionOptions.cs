using System.ComponentModel;
using OmniHelix.Sequences.Genome;
using OmniHelix.Sequences.Intervals;
using OmniHelix.Sequences.Vcf;

namespace OmniHelix.Workflows.Variants;

/// <summary>Which places of a VCF are read.</summary>
[Category("Places")]
public sealed record RegionOptions
{
    /// <summary>Regions, separated by commas; a comma may also group the digits of a position.</summary>
    [Description(
        "Only records that overlap these regions, separated by commas: chr1:1001-2000,chr1:5000,chr2; an index beside the file is used.")]
    public string? Regions { get; init; }

    /// <summary>A file of regions.</summary>
    [Description("Only records that overlap the regions of a file: BED (*.bed), or contig, from, to (from 1, inclusive).")]
    public string? RegionsFile { get; init; }

    /// <summary>Opens a file at these places.</summary>
    /// <param name="path">VCF, plain or compressed, or BCF; <c>-</c> is standard input.</param>
    /// <exception cref="UsageException">OH2021: two values exclude each other.</exception>
    /// <exception cref="OmniException">A file cannot be read, or a text is no region.</exception>
    public VariantSource Open(string path)
    {
        Check();
        return VariantSource.Open(path, Wanted());
    }

    /// <summary>Says that the two exclude each other.</summary>
    /// <exception cref="UsageException">OH2021.</exception>
    internal void Check()
    {
        if (Regions is not null && RegionsFile is not null)
            throw new UsageException("OH2021", "--regions and --regions-file exclude each other");
    }

    private WantedRegions Wanted()
    {
        if (RegionsFile is not null) return WantedRegions.Of(IntervalTable.Read(RegionsFile));
        return Regions is null
            ? WantedRegions.Everything
            : new WantedRegions(Split(Regions).Select(text => GenomicRegion.Parse(text, loneIsOneBase: true)));
    }

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
