namespace OmniHelix.Data.Synthetic;

/// <summary>
/// Cuts a sequence into blocks from the left, the last may be short, and joins them in random order: every block stays as often as it was.
/// </summary>
/// <param name="block">Letters of a block.</param>
public sealed class BlockBootstrap(int block)
{
    private readonly int block = block >= 1
        ? block
        : throw new UsageException("OH1631", FormattableString.Invariant($"a block has at least one letter, not {block}"));

    /// <summary>One shuffle.</summary>
    public string Next(string sequence, Xoshiro256 random)
    {
        var starts = Enumerable.Range(0, (sequence.Length + block - 1) / block).ToArray();
        random.Shuffle<int>(starts);
        return string.Concat(starts.Select(s => sequence.Substring(s * block, Math.Min(block, sequence.Length - (s * block)))));
    }
}
