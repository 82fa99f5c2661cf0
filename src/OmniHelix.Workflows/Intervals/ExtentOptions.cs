using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OmniHelix.Sequences.Intervals;

namespace OmniHelix.Workflows.Intervals;

/// <summary>How far intervals reach out, in bases.</summary>
[Category("Extent")]
public sealed record ExtentOptions
{
    private const long Most = 1L << 40;

    /// <summary>On both sides, in place of <see cref="Left"/> and <see cref="Right"/>.</summary>
    [Description("Bases on both sides.")]
    [Range(0L, Most)]
    public long? Both { get; init; }

    /// <summary>To the left, or upstream.</summary>
    [Description("Bases to the left.")]
    [Range(0L, Most)]
    public long? Left { get; init; }

    /// <summary>To the right, or downstream.</summary>
    [Description("Bases to the right.")]
    [Range(0L, Most)]
    public long? Right { get; init; }

    /// <summary>Left means upstream and right downstream.</summary>
    [Description("Left is upstream and right is downstream: on the reverse strand they change places.")]
    public bool ByStrand { get; init; }

    /// <summary>The extent.</summary>
    /// <exception cref="UsageException">OH2020 none is given; OH2021 two are.</exception>
    public Extent Extent()
    {
        var sides = Left is not null || Right is not null;
        if (Both is null && !sides) throw new UsageException("OH2020", "how far? --both for both sides, or --left and --right");
        if (Both is not null && sides) throw new UsageException("OH2021", "--both and --left, --right exclude each other");
        return Both is { } bases ? new(bases, bases, ByStrand) : new(Left ?? 0, Right ?? 0, ByStrand);
    }
}
