namespace OmniHelix.Data.Tokens;

/// <summary>What tokenising did to the examples.</summary>
public sealed record LengthCounts
{
    /// <summary>Examples that lost their end.</summary>
    public int Truncated { get; init; }

    /// <summary>Tokens cut off.</summary>
    public long TruncatedTokens { get; init; }

    /// <summary>Examples cut into windows.</summary>
    public int Windowed { get; init; }

    /// <summary>Windows they became.</summary>
    public int Windows { get; init; }

    /// <summary>Examples left out because of their length.</summary>
    public int Dropped { get; init; }

    /// <summary>Tokens without the special ones.</summary>
    public long ContentTokens { get; init; }

    /// <summary>Of these, unknown to the vocabulary.</summary>
    public long UnknownTokens { get; init; }

    /// <summary>How often the tokenizer read each letter, after its conversions.</summary>
    public IReadOnlyDictionary<char, long> Letters { get; init; } = new Dictionary<char, long>();

    /// <summary>Letters that were read as another one: U as T, or T as U.</summary>
    public long ConvertedLetters { get; init; }

    /// <summary>Lower-case letters that were read as upper case.</summary>
    public long FoldedLetters { get; init; }

    /// <summary>
    /// Letters, as they stand in the sequences, that no token of the vocabulary stands for, not even one beside an unknown one where tokens
    /// overlap.
    /// </summary>
    public IReadOnlyDictionary<char, long> UnreadLetters { get; init; } = new Dictionary<char, long>();

    /// <summary>Letters unknown to the vocabulary, each once: one token may stand for several, or none.</summary>
    public long UnknownLetters { get; init; }

    /// <summary>Labels of these, where each base has one.</summary>
    public long LabelsOfUnknown { get; init; }

    /// <summary>Label occurrences left out because their class is unknown.</summary>
    public long IgnoredLabels { get; init; }
}
