namespace OmniHelix.Sequences.Consensus;

/// <summary>Collects the gaps between one target and its consensus and makes the chain of them.</summary>
internal sealed class ChainBuilder
{
    private readonly List<ChainBlock> blocks = [];
    private readonly string name;
    private readonly long start, length;
    private long lastReference, lastResult;

    /// <summary>Begins without gaps.</summary>
    /// <param name="name">Contig.</param>
    /// <param name="start">Offset of the target on the contig.</param>
    /// <param name="length">Bases of the target.</param>
    public ChainBuilder(string name, long start, long length)
    {
        this.name = name;
        this.start = start;
        this.length = length;
        lastReference = lastResult = start;
    }

    /// <summary>Adds a gap; one that starts in the gap before makes that one longer.</summary>
    public void Gap(long reference, long referenceLength, long result, long resultLength)
    {
        if (blocks.Count > 0 && reference <= lastReference)
        {
            blocks[^1] = blocks[^1] with
            {
                ReferenceGap = blocks[^1].ReferenceGap + referenceLength,
                ResultGap = blocks[^1].ResultGap + resultLength,
            };
            lastReference = reference + referenceLength;
            lastResult = result + resultLength;
            return;
        }
        blocks.Add(new ChainBlock(reference - lastReference, referenceLength, resultLength));
        lastReference = reference + referenceLength;
        lastResult = result + resultLength;
    }

    /// <summary>The chain of the whole target.</summary>
    /// <param name="id">Number in the file, from 1.</param>
    public Chain Build(long id)
    {
        var rest = start + length - lastReference;
        return new Chain(
            new(name, start, start + length), new(name, start, lastResult + rest), [.. blocks, new ChainBlock(rest, 0, 0)], id);
    }
}
