namespace OmniHelix.Sequences.Intervals;

/// <summary>Windows over whole contigs.</summary>
public static class Tiling
{
    /// <summary>Windows of a size, each a step after the one before; the last may be shorter.</summary>
    /// <param name="interval">What is tiled.</param>
    /// <param name="size">Bases of a window.</param>
    /// <param name="step">Bases from one start to the next.</param>
    /// <exception cref="UsageException">OH1028: size or step below 1.</exception>
    public static IEnumerable<GenomicInterval> Windows(GenomicInterval interval, long size, long step)
    {
        if (size < 1 || step < 1)
            throw new UsageException("OH1028", $"windows of {size} bases every {step} bases cannot be cut; both must be at least 1");
        return Cut();

        IEnumerable<GenomicInterval> Cut()
        {
            for (var start = interval.Start; start < interval.End; start += step)
                yield return interval with { Start = start, End = Math.Min(interval.End, start + size) };
        }
    }
}
