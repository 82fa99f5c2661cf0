namespace OmniHelix.Models.Heads;

/// <summary>
/// The residual network of a model for pairs of bases, and which pairs count. None of them is null in a model that has the network.
/// </summary>
public sealed record PairHeadOptions
{
    internal const int UsualChannels = 32, UsualBlocks = 4;

    /// <summary>Share of the channels' values that training drops in a block.</summary>
    public const double UsualDropout = 0.1;

    /// <summary>
    /// There is no network: the contact head that published weights hold beside the encoder scores the pairs. It is read, and not trained.
    /// </summary>
    public bool OfEncoder { get; init; }

    /// <summary>Channels of a pair; null for those of the head of the folder, or 32.</summary>
    public int? Channels { get; init; }

    /// <summary>
    /// Residual blocks, each of which sees three bases further in every direction; null for those of the head of the folder, or 4.
    /// </summary>
    public int? Blocks { get; init; }

    /// <summary>
    /// The fewest bases from the first base of a pair to the second that a loss, a score or a prediction looks at; null for
    /// <see cref="TaskType.UsualMinDistance"/>.
    /// </summary>
    public int? MinDistance { get; init; }

    /// <summary>What is asked for here, over what the head of a folder has.</summary>
    internal PairHeadOptions Over(PairHeadOptions? stored) => this with
    {
        Channels = Channels ?? stored?.Channels,
        Blocks = Blocks ?? stored?.Blocks,
        MinDistance = MinDistance ?? stored?.MinDistance,
    };

    /// <summary>Whether both networks have the same tensors.</summary>
    internal bool HasSizesOf(PairHeadOptions other) => Channels == other.Channels && Blocks == other.Blocks;

    /// <summary>With nothing left open.</summary>
    /// <exception cref="OmniException">OH3604: numbers out of range.</exception>
    internal PairHeadOptions Checked(TaskType task)
    {
        if (MinDistance < 1) throw Wrong("a base is no pair with itself: the least distance is 1");
        if (Channels < 1 || Blocks < 0) throw Wrong("a network of pairs needs at least one channel, and no fewer than 0 blocks");
        var least = MinDistance ?? task.UsualMinDistance;
        return OfEncoder
            ? new() { OfEncoder = true, MinDistance = least }
            : new() { Channels = Channels ?? UsualChannels, Blocks = Blocks ?? UsualBlocks, MinDistance = least };
    }

    private static OmniException Wrong(string what) => new("OH3604", what, null, "Correct the options of the head of pairs.");
}
