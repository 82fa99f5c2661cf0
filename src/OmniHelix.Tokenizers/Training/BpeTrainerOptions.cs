using System.Text;

namespace OmniHelix.Tokenizers.Training;

/// <summary>What <see cref="BpeTrainer"/> learns.</summary>
public sealed record BpeTrainerOptions
{
    /// <summary>
    /// Tokens wanted, special tokens and characters included. There are fewer when the corpus does not yield them, and more when special
    /// tokens and characters are more.
    /// </summary>
    public int VocabularySize { get; init; } = 30_000;

    /// <summary>A pair that stands side by side less often is not merged.</summary>
    public long MinFrequency { get; init; }

    /// <summary>
    /// Most characters that become tokens: the rarest are left out of the words, whose other characters close ranks. Null for all.
    /// </summary>
    public int? LimitAlphabet { get; init; }

    /// <summary>Characters that become tokens whether the corpus has them or not, and are the last to be left out of it.</summary>
    public IReadOnlyList<Rune> InitialAlphabet { get; init; } = [];

    /// <summary>The first tokens.</summary>
    public IReadOnlyList<string> SpecialTokens { get; init; } = [];

    /// <summary>Stands before every token that does not begin a word, as <c>##</c> of WordPiece does.</summary>
    public string? ContinuingSubwordPrefix { get; init; }

    /// <summary>Stands behind every token that ends a word, such as <c>&lt;/w&gt;</c>.</summary>
    public string? EndOfWordSuffix { get; init; }

    /// <summary>
    /// Tokens of three and more characters have fewer characters than this, as in the reference implementation. Null for no limit.
    /// </summary>
    public int? MaxTokenLength { get; init; }

    /// <summary>Threads; the tokens do not depend on them.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    internal void Check()
    {
        TrainingInput.Require("the vocabulary size", VocabularySize, 1);
        TrainingInput.Require("the least frequency", MinFrequency, 0);
        TrainingInput.Require("the limit of the alphabet", LimitAlphabet, 1);
        TrainingInput.Require("the length of tokens", MaxTokenLength, 1);
        TrainingInput.Require("the number of threads", Threads, 1);
    }
}
