using OmniHelix.Sequences.Intervals;

namespace OmniHelix.Workflows.Intervals;

/// <summary>The stretches of a genome between intervals, as <c>bedtools complement</c> writes them.</summary>
public sealed class ComplementOperation : IIntervalOperation
{
    private readonly IntervalInput input;
    private readonly ContigOptions contigs;

    /// <param name="input">The intervals.</param>
    /// <param name="contigs">The genome.</param>
    /// <exception cref="UsageException">OH2020: nothing says how long contigs are.</exception>
    public ComplementOperation(IntervalInput input, ContigOptions contigs)
    {
        this.input = input;
        this.contigs = contigs;
        contigs.Require();
    }

    /// <inheritdoc/>
    public long Beyond { get; private set; }

    /// <inheritdoc/>
    public IntervalForm Form() => IntervalForm.Bed;

    /// <inheritdoc/>
    public void Write(TextWriter output, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        var lengths = contigs.Lengths();
        List<GenomicInterval> covered = [.. IntervalLine.Read(input.Input).Select(line => line.Interval)];
        Beyond = covered.Count(one => one.End > lengths[lengths.Names.IndexOf(one.Contig)]);
        var written = 0L;
        foreach (var gap in Subtraction.Complement(covered, lengths))
        {
            cancellation.ThrowIfCancellationRequested();
            output.WriteLine(IntervalLine.Place(gap));
            progress?.Report(++written);
        }
    }
}
