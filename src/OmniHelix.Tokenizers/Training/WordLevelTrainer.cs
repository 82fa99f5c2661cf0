using System.Text;

namespace OmniHelix.Tokenizers.Training;

/// <summary>What <see cref="WordLevelTrainer"/> learns.</summary>
public sealed record WordLevelTrainerOptions
{
    /// <summary>Most tokens, special tokens included.</summary>
    public int VocabularySize { get; init; } = 30_000;

    /// <summary>A word that occurs less often is no token.</summary>
    public long MinFrequency { get; init; }

    /// <summary>The first tokens.</summary>
    public IReadOnlyList<string> SpecialTokens { get; init; } = [];
}

/// <summary>The most frequent words become the tokens; of equally frequent ones the smaller by code points.</summary>
public static class WordLevelTrainer
{
    /// <summary>Takes the most frequent words.</summary>
    /// <param name="words">The corpus, as a normalizer and a pre-tokenizer left it.</param>
    /// <param name="options">What is wanted.</param>
    /// <returns>The tokens by id.</returns>
    /// <exception cref="UsageException">OH1532 an option out of its range.</exception>
    /// <exception cref="OmniException">OH1530 there are no words.</exception>
    public static IReadOnlyList<string> Train(WordCounts words, WordLevelTrainerOptions options)
    {
        TrainingInput.Require("the vocabulary size", options.VocabularySize, 1);
        TrainingInput.Require("the least frequency", options.MinFrequency, 0);
        TrainingInput.RequireWords(words);
        // UTF-8 has the order of the code points.
        var frequent = Enumerable.Range(0, words.Count).Where(word => words.Occurrences(word) >= options.MinFrequency).ToArray();
        Array.Sort(frequent, (a, b) => words.Occurrences(b).CompareTo(words.Occurrences(a)) is not 0 and var byCount
            ? byCount
            : words.Utf8(a).SequenceCompareTo(words.Utf8(b)));
        return [.. options.SpecialTokens.Concat(frequent.Select(word => Encoding.UTF8.GetString(words.Utf8(word))))
            .Distinct(StringComparer.Ordinal).Take(options.VocabularySize)];
    }
}
