namespace OmniHelix.Tokenizers;

/// <summary>Which of two sequences is cut when both together are too long.</summary>
public enum TruncationStrategy
{
    /// <summary>Nothing is cut.</summary>
    None,

    /// <summary>The longer one, until both fit.</summary>
    LongestFirst,

    /// <summary>The first one only.</summary>
    OnlyFirst,

    /// <summary>The second one only.</summary>
    OnlySecond,
}

/// <summary>At which end tokens are cut off or filled up.</summary>
public enum TokenSide
{
    /// <summary>At the end of the text.</summary>
    Right,

    /// <summary>At its beginning.</summary>
    Left,
}

/// <summary>How sequences become the tokens of a model's input, as in calls of a tokenizer in Python.</summary>
public sealed record TokenizeOptions
{
    /// <summary>Put the special tokens around the sequences.</summary>
    public bool AddSpecialTokens { get; init; } = true;

    /// <summary>What is cut of sequences that are too long.</summary>
    public TruncationStrategy Truncation { get; init; }

    /// <summary>Most tokens, special tokens included; null for the tokenizer's.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Tokens that each further window of a truncated sequence shares with the one before.</summary>
    public int Stride { get; init; }

    /// <summary>At which end is cut; null for the tokenizer's.</summary>
    public TokenSide? TruncationSide { get; init; }

    /// <summary>How encodings are filled up; null leaves them as long as they are.</summary>
    public PaddingOptions? Padding { get; init; }
}

/// <summary>How encodings are filled up with the padding token.</summary>
public sealed record PaddingOptions
{
    /// <summary>Fill up to this many tokens; null for the longest of the batch.</summary>
    public int? Length { get; init; }

    /// <summary>Fill up to a multiple of this; null for any length.</summary>
    public int? MultipleOf { get; init; }

    /// <summary>At which end is filled up; null for the tokenizer's.</summary>
    public TokenSide? Side { get; init; }

    /// <summary>Id of the padding token; null for the tokenizer's.</summary>
    public int? Id { get; init; }

    /// <summary>Type id of the padding.</summary>
    public int TypeId { get; init; }
}
