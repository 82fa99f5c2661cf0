namespace OmniHelix.Workflows.Intervals;

/// <summary>
/// Something that is done with intervals and gives lines, as bedtools writes them. What it is made of was checked; files are opened when
/// it runs.
/// </summary>
public interface IIntervalOperation
{
    /// <summary>What its lines are, as far as its input says.</summary>
    /// <exception cref="OmniException">OH1001: the input cannot be opened.</exception>
    IntervalForm Form();

    /// <summary>Intervals of the input that reached beyond their contig, as far as it was read, and were cut there.</summary>
    long Beyond => 0;

    /// <summary>Does it.</summary>
    /// <param name="output">Receives the lines.</param>
    /// <param name="progress">Is told how many intervals were read or written.</param>
    /// <param name="cancellation">Stops between two intervals.</param>
    /// <exception cref="UsageException">OH1039: a file of a kind without intervals.</exception>
    /// <exception cref="OmniException">A file cannot be read, with the line.</exception>
    void Write(TextWriter output, IProgress<long>? progress = null, CancellationToken cancellation = default);
}
