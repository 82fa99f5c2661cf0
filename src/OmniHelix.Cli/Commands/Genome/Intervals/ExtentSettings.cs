using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OmniHelix.Sequences.Intervals;

namespace OmniHelix.Cli.Commands.Genome.Intervals;

/// <summary>How far intervals reach out; the flags of <c>bedtools slop</c> and <c>flank</c>.</summary>
internal sealed record ExtentSettings
{
    [Description("Bases on both sides.")]
    [Range(0L, 1L << 40)]
    public long? Both { get; init; }

    [Description("Bases to the left.")]
    [Range(0L, 1L << 40)]
    public long? Left { get; init; }

    [Description("Bases to the right.")]
    [Range(0L, 1L << 40)]
    public long? Right { get; init; }

    [Description("Left is upstream and right is downstream: on the reverse strand they change places.")]
    public bool ByStrand { get; init; }

    /// <summary>The extent.</summary>
    /// <exception cref="UsageException">OH2020 none is given; OH2021 two are.</exception>
    public Extent Extent(string command)
    {
        var sides = Left is not null || Right is not null;
        if (Both is null && !sides) throw new UsageException("OH2020", "how far? --both for both sides, or --left and --right", command);
        if (Both is not null && sides) throw new UsageException("OH2021", "--both and --left, --right exclude each other", command);
        return Both is { } bases ? new(bases, bases, ByStrand) : new(Left ?? 0, Right ?? 0, ByStrand);
    }
}
