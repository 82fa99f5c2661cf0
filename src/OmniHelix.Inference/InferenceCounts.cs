using OmniHelix.Tokenizers;

namespace OmniHelix.Inference;

/// <summary>What a pass over records did.</summary>
public sealed record InferenceCounts
{
    /// <summary>Records read.</summary>
    public long Records { get; init; }

    /// <summary>Of these, failed.</summary>
    public long Failed { get; init; }

    /// <summary>Sequences that lost their end.</summary>
    public long Truncated { get; init; }

    /// <summary>Sequences cut into windows.</summary>
    public long Windowed { get; init; }

    /// <summary>Tokens without the special ones.</summary>
    public long ContentTokens { get; init; }

    /// <summary>Of these, unknown to the vocabulary.</summary>
    public long UnknownTokens { get; init; }

    /// <summary>Bases unknown to the vocabulary; one token may stand for several.</summary>
    public long UnknownBases { get; init; }

    /// <summary>Records with such bases.</summary>
    public long RecordsWithUnknownBases { get; init; }

    /// <summary>How often each letter was read, after the conversions of the tokenizer.</summary>
    public IReadOnlyDictionary<char, long> Letters { get; init; } = new Dictionary<char, long>();

    /// <summary>Letters that were read as another one: U as T, or T as U.</summary>
    public long ConvertedLetters { get; init; }

    /// <summary>Lower-case letters that were read as upper case.</summary>
    public long FoldedLetters { get; init; }

    /// <summary>Tokens of the longest row, special tokens included.</summary>
    public int Longest { get; init; }

    /// <summary>Tokens needed and computed.</summary>
    public TokenUse Use { get; init; }

    internal InferenceCounts Plus(RecordChunk chunk, int failed, TokenUse use) => this with
    {
        Records = Records + chunk.Examples.Count,
        Failed = Failed + failed,
        Truncated = Truncated + (chunk.Tokens?.Counts.Truncated ?? 0),
        Windowed = Windowed + (chunk.Tokens?.Counts.Windowed ?? 0),
        ContentTokens = ContentTokens + (chunk.Tokens?.Counts.ContentTokens ?? 0),
        UnknownTokens = UnknownTokens + (chunk.Tokens?.Counts.UnknownTokens ?? 0),
        UnknownBases = UnknownBases + chunk.UnknownBases.Sum(n => (long)n),
        RecordsWithUnknownBases = RecordsWithUnknownBases + chunk.UnknownBases.Count(n => n > 0),
        Letters = LearnedLetters.Sum(new LearnedLetters(Letters), chunk.Tokens?.Counts.Letters ?? new Dictionary<char, long>()).Counts,
        ConvertedLetters = ConvertedLetters + (chunk.Tokens?.Counts.ConvertedLetters ?? 0),
        FoldedLetters = FoldedLetters + (chunk.Tokens?.Counts.FoldedLetters ?? 0),
        Longest = Math.Max(Longest, chunk.Tokens?.Lengths.Max() ?? 0),
        Use = use,
    };
}
