using OmniHelix.Sequences.Intervals;

namespace OmniHelix.Workflows.Intervals;

/// <summary>Intervals made longer, or the stretches beside them, as <c>bedtools slop</c> and <c>flank</c> write them.</summary>
public sealed class ExtendOperation : IIntervalOperation
{
    private readonly IntervalInput input;
    private readonly ContigOptions contigs;
    private readonly Extent extent;
    private readonly bool isBeside;

    /// <param name="input">The intervals.</param>
    /// <param name="contigs">Where their contigs end.</param>
    /// <param name="extent">How far.</param>
    /// <param name="isBeside">Write what was added, not the longer interval.</param>
    /// <exception cref="UsageException">OH2020 extent or lengths of contigs are missing; OH2021 two extents.</exception>
    public ExtendOperation(IntervalInput input, ContigOptions contigs, ExtentOptions extent, bool isBeside)
    {
        this.input = input;
        this.contigs = contigs;
        this.extent = extent.Extent();
        this.isBeside = isBeside;
        contigs.Require();
    }

    /// <inheritdoc/>
    public long Beyond { get; private set; }

    /// <inheritdoc/>
    public IntervalForm Form() => IntervalForm.LinesOf(input.Input);

    /// <inheritdoc/>
    public void Write(TextWriter output, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        var lengths = contigs.Lengths();
        var read = 0L;
        foreach (var line in IntervalLine.Read(input.Input))
        {
            cancellation.ThrowIfCancellationRequested();
            var length = lengths[lengths.Names.IndexOf(line.Interval.Contig)];
            if (line.Interval.End > length) Beyond++;
            if (!isBeside) output.WriteLine(line.With(Extension.Slop(line.Interval, extent, length)));
            else
                foreach (var beside in Extension.Flank(line.Interval, extent, length)) output.WriteLine(line.With(beside));
            progress?.Report(++read);
        }
    }
}
