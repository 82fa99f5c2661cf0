namespace OmniHelix.Tokenizers.Training;

/// <summary>What <see cref="BpeTrainer"/> has learned.</summary>
public sealed record BpeTraining
{
    /// <summary>The tokens by id: special tokens, characters, and what merges made.</summary>
    public required IReadOnlyList<string> Vocabulary { get; init; }

    /// <summary>The merges, in the order in which text is merged.</summary>
    public required IReadOnlyList<BpeMerge> Merges { get; init; }

    /// <summary>How many tokens were wanted.</summary>
    public required int Requested { get; init; }

    /// <summary>Why there are no more.</summary>
    public required BpeStop Stop { get; init; }

    /// <summary>Words of the corpus, each as often as it occurs.</summary>
    public required long Words { get; init; }

    /// <summary>Their characters, without those left out of the alphabet.</summary>
    public required long Characters { get; init; }

    /// <summary>The tokens into which the merges have cut them.</summary>
    public required long Tokens { get; init; }
}

/// <summary>Two neighbours that become one token.</summary>
/// <param name="Left">Id of the first.</param>
/// <param name="Right">Id of the second.</param>
/// <param name="Token">Id of what they become.</param>
/// <param name="Frequency">How often they stood side by side in the corpus when they were merged.</param>
public readonly record struct BpeMerge(int Left, int Right, int Token, long Frequency);

/// <summary>Why training ended.</summary>
public enum BpeStop
{
    /// <summary>There are as many tokens as were wanted.</summary>
    VocabularyFull,

    /// <summary>What still stands side by side does so less often than was asked for.</summary>
    BelowMinFrequency,

    /// <summary>No neighbours are left that may be merged.</summary>
    NothingToMerge,
}

/// <summary>How far training is.</summary>
/// <param name="Tokens">Tokens so far.</param>
/// <param name="Requested">Tokens wanted.</param>
/// <param name="Frequency">How often the last merged pair stood side by side.</param>
public readonly record struct BpeProgress(int Tokens, int Requested, long Frequency);
