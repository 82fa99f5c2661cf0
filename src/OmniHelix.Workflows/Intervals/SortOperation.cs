using OmniHelix.Sequences.Intervals;

namespace OmniHelix.Workflows.Intervals;

/// <summary>Intervals by contig and start, as <c>bedtools sort</c> writes them.</summary>
/// <param name="input">The intervals.</param>
/// <param name="contigs">The order of contigs; by name without a file.</param>
public sealed class SortOperation(IntervalInput input, ContigOptions contigs) : IIntervalOperation
{
    /// <inheritdoc/>
    public IntervalForm Form() => IntervalForm.LinesOf(input.Input);

    /// <inheritdoc/>
    public void Write(TextWriter output, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        var names = contigs.Genome is null ? null : contigs.Lengths().Names;
        List<IntervalLine> lines = [.. IntervalLine.Read(input.Input)];
        var written = 0L;
        foreach (var i in IntervalOrder.Sort([.. lines.Select(line => line.Interval)], names))
        {
            cancellation.ThrowIfCancellationRequested();
            output.WriteLine(lines[i].Text);
            progress?.Report(++written);
        }
    }
}
