namespace OmniHelix.Data.Synthetic;

/// <summary>Ways to make a sequence that is like a real one and means nothing.</summary>
public enum SyntheticMethod
{
    /// <summary>Words drawn by their frequency in the real sequence.</summary>
    Frequency,

    /// <summary>Blocks of the real sequence in random order.</summary>
    Bootstrap,

    /// <summary>Words drawn from a given distribution.</summary>
    Distribution,

    /// <summary>A shuffle with the exact k-let counts of the real sequence.</summary>
    Shuffle,
}

/// <summary>How synthetic sequences are made.</summary>
public sealed record SyntheticOptions
{
    /// <summary>The way.</summary>
    public SyntheticMethod Method { get; init; } = SyntheticMethod.Frequency;

    /// <summary>Letters of a word or block, or k of the k-lets.</summary>
    public int Block { get; init; } = 2;

    /// <summary>Letters to draw; null takes those of all the real sequences. For <see cref="SyntheticMethod.Frequency"/>.</summary>
    public string? Alphabet { get; init; }

    /// <summary>Words and weights. For <see cref="SyntheticMethod.Distribution"/>.</summary>
    public WordDistribution? Distribution { get; init; }

    /// <summary>Length of every sequence; null takes the length of the real one. For frequency and distribution.</summary>
    public int? Length { get; init; }

    /// <summary>Seed; sequence i depends on it and on i alone.</summary>
    public long Seed { get; init; } = 42;
}

/// <summary>Makes synthetic sequences from real ones.</summary>
public sealed class SyntheticSequences
{
    private readonly SyntheticOptions options;
    private readonly BlockBootstrap? bootstrap;
    private readonly KletShuffle? shuffle;

    /// <param name="options">How.</param>
    /// <exception cref="UsageException">OH1631: settings out of range or that do not fit the method.</exception>
    public SyntheticSequences(SyntheticOptions options)
    {
        this.options = options;
        var draws = options.Method is SyntheticMethod.Frequency or SyntheticMethod.Distribution;
        if (options.Length is not null && !draws)
            throw new UsageException(
                "OH1631", "a length can only be given when words are drawn; blocks and shuffles keep that of the real sequence");
        if (options.Length < 1)
            throw new UsageException("OH1631", FormattableString.Invariant($"a sequence has at least one letter, not {options.Length}"));
        if (options.Method == SyntheticMethod.Distribution != options.Distribution is not null)
            throw new UsageException(
                "OH1631", options.Distribution is null ? "no distribution is given" : "a distribution is given, but the method is another",
                null, "Give one with the method distribution, and only then.");
        if (options.Method != SyntheticMethod.Frequency && options.Alphabet is not null)
            throw new UsageException(
                "OH1631", "an alphabet is given, but no words are drawn by their frequency", null, "Leave it out, or choose that method.");
        if (options.Method == SyntheticMethod.Frequency && string.IsNullOrEmpty(options.Alphabet))
            throw new UsageException("OH1631", "the alphabet is not given");
        if (options.Method == SyntheticMethod.Bootstrap) bootstrap = new BlockBootstrap(options.Block);
        if (options.Method == SyntheticMethod.Shuffle) shuffle = new KletShuffle(options.Block);
    }

    /// <summary>The synthetic counterpart of a real sequence.</summary>
    /// <param name="sequence">The real one.</param>
    /// <param name="number">Its number in the file.</param>
    public string Next(string sequence, long number)
    {
        var random = new Xoshiro256(options.Seed, number);
        return options.Method switch
        {
            SyntheticMethod.Bootstrap => bootstrap!.Next(sequence, random),
            SyntheticMethod.Shuffle => shuffle!.Next(sequence, random),
            SyntheticMethod.Distribution => options.Distribution!.Next(options.Length ?? sequence.Length, random),
            _ => WordDistribution.Of(sequence, options.Block, options.Alphabet!).Next(options.Length ?? sequence.Length, random),
        };
    }
}
