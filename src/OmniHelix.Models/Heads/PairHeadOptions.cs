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

    /// <summary>Residual blocks, each of which sees six bases further; null for those of the head of the folder, or 4.</summary>
    public int? Blocks { get; init; }

    /// <summary>
    /// The fewest bases from the first base of a pair to the second that a loss, a score or a prediction looks at; null for
    /// <see cref="TaskType.UsualMinDistance"/>.
    /// </summary>
    public int? MinDistance { get; init; }

    /// <summary>
    /// What is added to the numbers of the network behind a factor of <see cref="Deviation"/>: the mean of the numbers that are learned.
    /// So a network that starts near 0 starts near their mean; null for 0. A network of the folder that is trained on keeps what it has.
    /// </summary>
    public double? Mean { get; init; }

    /// <summary>The standard deviation of the numbers that are learned, above 0; null for 1.</summary>
    public double? Deviation { get; init; }

    /// <summary>What is asked for here, over what the head of a folder has.</summary>
    internal PairHeadOptions Over(PairHeadOptions? stored)
    {
        if (stored is null) return this;
        var asked = this with
        {
            Channels = Channels ?? stored.Channels,
            Blocks = Blocks ?? stored.Blocks,
            MinDistance = MinDistance ?? stored.MinDistance,
        };
        // Of a network that goes on being trained the numbers mean what they meant.
        return asked.HasSizesOf(stored) ? asked with { Mean = stored.Mean, Deviation = stored.Deviation } : asked;
    }

    /// <summary>Whether both networks have the same tensors.</summary>
    internal bool HasSizesOf(PairHeadOptions other) => Channels == other.Channels && Blocks == other.Blocks;

    /// <summary>With nothing left open.</summary>
    /// <exception cref="OmniException">OH3604: numbers out of range.</exception>
    internal PairHeadOptions Checked(TaskType task)
    {
        if (OfEncoder) return new PairHeadOptions { OfEncoder = true, MinDistance = MinDistance ?? task.UsualMinDistance };
        var whole = new PairHeadOptions
        {
            Channels = Channels ?? UsualChannels,
            Blocks = Blocks ?? UsualBlocks,
            MinDistance = MinDistance ?? task.UsualMinDistance,
            Mean = Mean ?? 0,
            Deviation = Deviation ?? 1,
        };
        if (whole is { Channels: < 1 } or { Blocks: < 0 }) throw Wrong("a network of pairs needs at least one channel and no block");
        if (whole.MinDistance < 1) throw Wrong("a base is no pair with itself: the least distance is 1");
        var isScaled = whole.Mean != 0 || whole.Deviation != 1;
        if (isScaled && task.Target != TaskTarget.Number) throw Wrong($"mean and deviation mean nothing for {task}");
        if (!double.IsFinite(whole.Mean!.Value) || !double.IsFinite(whole.Deviation!.Value) || whole.Deviation <= 0)
            throw Wrong("the mean must be finite, and the deviation above 0");
        return whole;
    }

    private static OmniException Wrong(string what) => new("OH3604", what, null, "Correct the options of the head of pairs.");
}
