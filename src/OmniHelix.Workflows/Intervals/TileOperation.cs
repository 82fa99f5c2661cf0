using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OmniHelix.Sequences.Intervals;

namespace OmniHelix.Workflows.Intervals;

/// <summary>What is cut into windows, and how.</summary>
[Category("Windows")]
public sealed record TileOptions
{
    /// <summary>Intervals to cut; null for whole contigs.</summary>
    [Description("Cut these intervals, instead of whole contigs.")]
    public string? Bed { get; init; }

    /// <summary>Bases of a window; has to be said.</summary>
    [Description("Bases of a window; the last of an interval may be shorter.")]
    [Range(1L, 1L << 40)]
    public long? Window { get; init; }

    /// <summary>Bases from start to start; null for those of a window.</summary>
    [Description("Bases from the start of a window to the start of the next; by default those of a window.")]
    [Range(1L, 1L << 40)]
    public long? Step { get; init; }
}

/// <summary>Windows over contigs or intervals, as <c>bedtools makewindows</c> writes them.</summary>
public sealed class TileOperation : IIntervalOperation
{
    private readonly ContigOptions contigs;
    private readonly TileOptions options;
    private readonly long size;

    /// <param name="contigs">The genome, where whole contigs are cut.</param>
    /// <param name="options">What is cut.</param>
    /// <exception cref="UsageException">OH2020 the size, or what is cut, is missing; OH2021 there are two things to cut.</exception>
    public TileOperation(ContigOptions contigs, TileOptions options)
    {
        this.contigs = contigs;
        this.options = options;
        size = options.Window ?? throw new UsageException("OH2020", "--window is needed: how many bases has a window?");
        if (options.Bed is null) contigs.Require();
        else if (contigs.Genome is not null) throw new UsageException("OH2021", "--bed and --genome exclude each other");
    }

    /// <inheritdoc/>
    public IntervalForm Form() => IntervalForm.Bed;

    /// <inheritdoc/>
    public void Write(TextWriter output, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        var whole = options.Bed is { } bed ? IntervalLine.Read(bed).Select(line => line.Interval) : contigs.Lengths().Whole();
        var written = 0L;
        foreach (var window in whole.SelectMany(interval => Tiling.Windows(interval, size, options.Step ?? size)))
        {
            cancellation.ThrowIfCancellationRequested();
            output.WriteLine(IntervalLine.Place(window));
            progress?.Report(++written);
        }
    }
}
