namespace OmniHelix.Sequences.Consensus;

/// <summary>Collects the gaps between one target and its consensus and makes the chain of them.</summary>
internal sealed class ChainBuilder
{
    private readonly List<ChainGap> gaps = [];
    private readonly string name;
    private readonly long start, length;

    /// <summary>Begins without gaps.</summary>
    /// <param name="name">Contig.</param>
    /// <param name="start">Offset of the target on the contig.</param>
    /// <param name="length">Bases of the target.</param>
    public ChainBuilder(string name, long start, long length)
    {
        this.name = name;
        this.start = start;
        this.length = length;
    }

    /// <summary>The gaps, in order; one for each variant that changes the length.</summary>
    public IReadOnlyList<ChainGap> Gaps => gaps;

    /// <summary>Adds a gap; places never go back.</summary>
    public void Add(ChainGap gap) => gaps.Add(gap);

    /// <summary>The chain of the whole target; a gap that starts in the gap before makes that one longer.</summary>
    /// <param name="id">Number in the file, from 1.</param>
    public Chain Build(long id)
    {
        var blocks = new List<ChainBlock>(gaps.Count + 1);
        var lastReference = start;
        var lastResult = start;
        foreach (var gap in gaps)
        {
            if (blocks.Count > 0 && gap.Reference <= lastReference)
                blocks[^1] = blocks[^1] with
                {
                    ReferenceGap = blocks[^1].ReferenceGap + gap.ReferenceLength,
                    ResultGap = blocks[^1].ResultGap + gap.ResultLength,
                };
            else blocks.Add(new ChainBlock(gap.Reference - lastReference, gap.ReferenceLength, gap.ResultLength));
            lastReference = gap.ReferenceEnd;
            lastResult = gap.ResultEnd;
        }
        var rest = start + length - lastReference;
        return new Chain(
            new(name, start, start + length), new(name, start, lastResult + rest), [.. blocks, new ChainBlock(rest, 0, 0)], id);
    }
}

/// <summary>Bases of a target and bases of its consensus that stand in their place, from 0; either may be none.</summary>
/// <param name="Reference">First base on the contig.</param>
/// <param name="ReferenceLength">Bases there.</param>
/// <param name="Result">First base of the consensus.</param>
/// <param name="ResultLength">Bases there.</param>
internal readonly record struct ChainGap(long Reference, long ReferenceLength, long Result, long ResultLength)
{
    /// <summary>The base of the target behind the gap.</summary>
    public long ReferenceEnd => Reference + ReferenceLength;

    /// <summary>The base of the consensus behind the gap.</summary>
    public long ResultEnd => Result + ResultLength;
}
